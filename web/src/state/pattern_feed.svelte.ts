import { ApiError, fetchPatterns, fetchPatternStatistics } from '../api/rest';
import type {
  CandlestickPattern,
  Envelope,
  PatternFrequency,
  PatternPage,
  TimeframeName,
} from '../api/types';
import { Coverage, type Span } from '../model/coverage';
import { layerText, PatternTable, takes, type PatternLayer } from '../model/pattern_marks';
import type { Connection } from './connection.svelte';

const kPage = 5_000;

export interface PatternEvents {
  /** Other patterns are held than before. */
  patternsChanged(): void;
}

/** How often each pattern occurs in this series, and out of how many candles that was counted. */
export interface Frequencies {
  candles: number;
  byName: ReadonlyMap<string, PatternFrequency>;
}

/** The candlestick patterns of one chart: fetched for the candles held, then kept up by the live channel. */
export class PatternFeed {
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  /** Candles that are marked. */
  count = $state(0);
  frequencies = $state.raw<Frequencies | null>(null);
  readonly table = new PatternTable();
  readonly #symbol: string;
  readonly #timeframe: TimeframeName;
  readonly #signal: AbortSignal;
  readonly #connection: Connection;
  readonly #events: PatternEvents;
  #layer: PatternLayer | null = null;
  readonly #coverage = new Coverage();
  #stop = new AbortController();
  #unlisten = () => {};

  constructor(
    symbol: string,
    timeframe: TimeframeName,
    signal: AbortSignal,
    connection: Connection,
    events: PatternEvents,
  ) {
    this.#symbol = symbol;
    this.#timeframe = timeframe;
    this.#signal = signal;
    this.#connection = connection;
    this.#events = events;
    signal.addEventListener('abort', () => this.#clear());
  }

  get layer(): PatternLayer | null {
    return this.#layer;
  }

  /** What to mark; null ends it. */
  setLayer(layer: PatternLayer | null): void {
    const same = layer !== null && this.#layer !== null && layerText(layer) === layerText(this.#layer);
    if (same || (layer === null && this.#layer === null)) return;
    this.#clear();
    this.#layer = layer;
    if (layer !== null) {
      this.#stop = new AbortController();
      const channel = `patterns:${this.#symbol}:${this.#timeframe}`;
      this.#unlisten = this.#connection.listen(channel, (envelope) => this.#received(envelope));
      if (this.frequencies === null) void this.#count();
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
    const stop = AbortSignal.any([this.#signal, this.#stop.signal]);
    this.loading = true;
    try {
      for await (const patterns of this.#pages(this.#layer!, span, stop)) this.table.merge(patterns);
      if (stop.aborted) return;
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

  async *#pages(layer: PatternLayer, span: Span, stop: AbortSignal): AsyncGenerator<CandlestickPattern[]> {
    const filter = { min_confidence: layer.minConfidence, names: layer.names.join(',') || undefined };
    let cursor: string | undefined;
    do {
      const query = { ...span, ...filter, limit: kPage, cursor };
      const page = await fetchPatterns(this.#symbol, this.#timeframe, query, stop);
      if (stop.aborted) return;
      yield page.patterns;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  #received(envelope: Envelope): void {
    const layer = this.#layer;
    if (layer === null || (envelope.type !== 'snapshot' && envelope.type !== 'pattern_update')) return;
    const patterns = (envelope.data as PatternPage).patterns.filter((pattern) => takes(layer, pattern));
    if (patterns.length === 0) return;
    this.table.merge(patterns);
    this.#changed();
  }

  async #count(): Promise<void> {
    try {
      const answer = await fetchPatternStatistics(this.#symbol, this.#timeframe, this.#signal);
      const counted = answer.timeframes[0];
      if (this.#signal.aborted || counted === undefined) return;
      const byName = new Map(counted.patterns.map((row) => [row.name, row]));
      this.frequencies = { candles: counted.candles, byName };
    } catch {
      // The card then leaves the line out.
    }
  }

  #changed(): void {
    this.count = this.table.size;
    if (!this.#signal.aborted) this.#events.patternsChanged();
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
