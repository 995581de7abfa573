import { reasonOf } from '../api/rest';
import { fetchSignals } from '../api/rest_decisions';
import type { CalibrationRow, Envelope, FactorPerformance, SignalInfo, SignalUpdate } from '../api/types';
import { orderFactors, orderRows } from '../model/calibration';
import { kMostSignals, mergeSignals } from '../model/signal_table';
import type { Connection } from './connection.svelte';
import type { Report } from './machine.svelte';

/** How long news may wait for more of it before the server is asked anew. */
const kSettleMs = 250;

/** The signals of all instruments and what became of them: asked for, then kept up by the channel "signals:*". */
export class SignalFeed {
  signals = $state.raw<Report<SignalInfo[]>>({ value: null, error: null });
  calibration = $state.raw<Report<CalibrationRow[]>>({ value: null, error: null });
  factors = $state.raw<Report<FactorPerformance[]>>({ value: null, error: null });
  readonly #connection: Connection;
  #stop = new AbortController();
  #settling: ReturnType<typeof setTimeout> | undefined;
  #isGreeted = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): () => void {
    const unlisten = this.#connection.listen('signals:*', (envelope) => this.#take(envelope));
    void this.refresh();
    return () => {
      unlisten();
      clearTimeout(this.#settling);
      this.#stop.abort();
    };
  }

  async refresh(): Promise<void> {
    const { signal } = this.#stop;
    try {
      const { signals, calibration, factors } = await fetchSignals(kMostSignals, signal);
      this.signals = { value: mergeSignals(this.signals.value ?? [], signals), error: null };
      this.calibration = { value: orderRows(calibration), error: null };
      this.factors = { value: orderFactors(factors), error: null };
    } catch (error) {
      if (signal.aborted) return;
      const text = reasonOf(error);
      this.signals = { ...this.signals, error: text };
      this.calibration = { ...this.calibration, error: text };
      this.factors = { ...this.factors, error: text };
    }
  }

  #take(envelope: Envelope): void {
    if (envelope.type !== 'snapshot' && envelope.type !== 'signal') return;
    const said = (envelope.data as SignalUpdate).signals;
    // A second snapshot stands for messages that were lost, and reaches back no further than the first.
    const again = envelope.type === 'snapshot' && this.#isGreeted;
    this.#isGreeted ||= envelope.type === 'snapshot';
    if (said.length > 0)
      this.signals = { ...this.signals, value: mergeSignals(this.signals.value ?? [], said) };
    // What has ended counts in the calibration, which only the server keeps.
    const counts = envelope.type === 'signal' && said.some(({ ended }) => ended !== null);
    if (again || counts) this.#refreshSoon();
  }

  #refreshSoon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.refresh(), kSettleMs);
  }
}
