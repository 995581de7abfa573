import { ApiError, fetchVolumePatterns } from '../api/rest';
import type { Envelope, TimeframeName, VolumeUpdate } from '../api/types';
import { Coverage, type Span } from '../model/coverage';
import { isStrong, VolumeTable, type VolumeLayer } from '../model/volume_marks';
import type { Connection } from './connection.svelte';

export interface VolumeEvents {
  /** Other findings of volume are held than before. */
  volumeChanged(): void;
}

/** What the volume of one chart shows: fetched for the candles held, then kept up by the live channel. */
export class VolumeFeed {
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  /** Candles that are marked. */
  count = $state(0);
  readonly table = new VolumeTable();
  readonly #symbol: string;
  readonly #timeframe: TimeframeName;
  readonly #signal: AbortSignal;
  readonly #connection: Connection;
  readonly #events: VolumeEvents;
  readonly #coverage = new Coverage();
  #layer: VolumeLayer | null = null;
  #stop = new AbortController();
  #unlisten = () => {};

  constructor(
    symbol: string,
    timeframe: TimeframeName,
    signal: AbortSignal,
    connection: Connection,
    events: VolumeEvents,
  ) {
    this.#symbol = symbol;
    this.#timeframe = timeframe;
    this.#signal = signal;
    this.#connection = connection;
    this.#events = events;
    signal.addEventListener('abort', () => this.#clear());
  }

  get layer(): VolumeLayer | null {
    return this.#layer;
  }

  setLayer(layer: VolumeLayer | null): void {
    if (layer === this.#layer) return;
    this.#clear();
    this.#layer = layer;
    if (layer !== null) {
      this.#stop = new AbortController();
      const channel = `volume:${this.#symbol}:${this.#timeframe}`;
      this.#unlisten = this.#connection.listen(channel, (envelope) => this.#received(envelope));
      this.#fill();
    }
    this.#changed();
  }

  /** The candles held now. What is missing of them is fetched, what is outside forgotten. */
  cover(span: Span): void {
    this.#coverage.want(span);
    this.table.keep(span.from, span.to);
    this.#fill();
  }

  #fill(): void {
    const missing = this.#layer === null || this.loading ? null : this.#coverage.missing;
    if (missing !== null) void this.#load(missing);
  }

  async #load(span: Span): Promise<void> {
    const layer = this.#layer!;
    const stop = AbortSignal.any([this.#signal, this.#stop.signal]);
    this.loading = true;
    try {
      const page = await fetchVolumePatterns(this.#symbol, this.#timeframe, { ...span, limit: 20_000 }, stop);
      if (stop.aborted) return;
      this.table.merge(page.patterns.filter((pattern) => isStrong(pattern, layer)));
      this.error = null;
      this.loading = false;
      this.#coverage.done(span);
      const wanted = this.#coverage.wanted;
      if (wanted !== null) this.table.keep(wanted.from, wanted.to);
      this.#changed();
      this.#fill();
    } catch (error) {
      if (stop.aborted) return;
      this.loading = false;
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
      this.#changed();
    }
  }

  #received(envelope: Envelope): void {
    const layer = this.#layer;
    if (layer === null || (envelope.type !== 'snapshot' && envelope.type !== 'volume_pattern')) return;
    this.table.merge((envelope.data as VolumeUpdate).patterns.filter((one) => isStrong(one, layer)));
    this.#changed();
  }

  #changed(): void {
    this.count = this.table.size;
    if (!this.#signal.aborted) this.#events.volumeChanged();
  }

  #clear(): void {
    this.#stop.abort();
    this.#unlisten();
    this.#unlisten = () => {};
    this.#layer = null;
    this.#coverage.forget();
    this.loading = false;
    this.error = null;
    this.table.clear();
  }
}
