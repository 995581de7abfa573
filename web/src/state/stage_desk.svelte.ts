import { reasonOf } from '../api/rest';
import { fetchActivation, rollBack, setStage } from '../api/rest_activation';
import type { Activation, Envelope } from '../api/types';
import type { Connection } from './connection.svelte';
import type { Report } from './machine.svelte';

/** Looks at equity and service come once a minute; trades in between are told. */
const kEveryMs = 10_000;

export type StageAction = 'promote' | 'restart' | 'roll-back';

/** The stage of what trades: asked for while the page is seen, and whenever a step is told. */
export class StageDesk {
  board = $state.raw<Report<Activation>>({ value: null, error: null });
  readonly #connection: Connection;
  #stop = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): () => void {
    const unlisten = this.#connection.listen('trading', (envelope) => this.#take(envelope));
    void this.refresh();
    const timer = setInterval(() => document.visibilityState === 'visible' && void this.refresh(), kEveryMs);
    return () => {
      unlisten();
      clearInterval(timer);
      this.#stop.abort();
    };
  }

  async refresh(): Promise<void> {
    try {
      this.board = { value: await fetchActivation(this.#stop.signal), error: null };
    } catch (error) {
      if (!this.#stop.signal.aborted) this.board = { ...this.board, error: reasonOf(error) };
    }
  }

  /** Throws ApiError. */
  async act(action: StageAction, reason: string): Promise<void> {
    await (action === 'roll-back' ? rollBack(reason) : setStage(action, reason));
    await this.refresh();
  }

  #take(envelope: Envelope): void {
    if (envelope.type === 'activation_event') void this.refresh();
  }
}
