import { ApiError } from '../api/rest';
import type { Envelope, TimeframeName } from '../api/types';
import { Coverage, type Span } from '../model/coverage';
import type { Connection } from './connection.svelte';

/** What a feed holds for the candles of a chart. */
export interface FeedTable<Item> {
  readonly size: number;
  merge(items: readonly Item[]): void;
  /** Everything there is of the candles held. */
  replace(items: readonly Item[]): void;
  /** Forgets what lies outside [from, to]. */
  keep(from: number, to: number): void;
  clear(): void;
}

/** The series a feed belongs to. */
export interface Series {
  symbol: string;
  timeframe: TimeframeName;
}

/** Where one kind of finding comes from, and which of them a layer asks for. */
export interface FeedSource<Layer, Item> {
  /** The channel before ":SYMBOL:TIMEFRAME". */
  channel: string;
  /**
   * missing: an answer stands for itself, so only candles that joined are asked for. whole: what an answer says depends
   * on the candles it looked at, so all candles held are asked for whenever some joined on the left.
   */
  fetches: 'missing' | 'whole';
  /** What tells layers apart. */
  text(layer: Layer): string;
  /** Layers of the same key need the same findings and differ only in what is drawn of them. */
  key(layer: Layer): string;
  pages(series: Series, layer: Layer, span: Span, stop: AbortSignal): AsyncIterable<readonly Item[]>;
  /** What a message of the channel brings; null = nothing of this. */
  read(envelope: Envelope): readonly Item[] | null;
  takes(layer: Layer, item: Item): boolean;
}

/** How long news may wait for more of it before findings are fetched anew. */
const kSettleMs = 250;

/** The findings of one kind on one chart: fetched for the candles held, then kept up by the live channel. */
export class LayerFeed<Layer, Item, Table extends FeedTable<Item> = FeedTable<Item>> {
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  /** Findings held, or candles with any, as the table counts. */
  count = $state(0);
  readonly table: Table;
  protected readonly series: Series;
  protected readonly signal: AbortSignal;
  readonly #source: FeedSource<Layer, Item>;
  readonly #connection: Connection;
  readonly #onChange: () => void;
  readonly #coverage = new Coverage();
  #layer: Layer | null = null;
  #stop = new AbortController();
  #unlisten = () => {};
  #isGreeted = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** Ends with `signal`. `onChange`: other findings are held than before, or others of them are wanted. */
  constructor(
    source: FeedSource<Layer, Item>,
    table: Table,
    series: Series,
    signal: AbortSignal,
    connection: Connection,
    onChange: () => void,
  ) {
    this.#source = source;
    this.table = table;
    this.series = series;
    this.signal = signal;
    this.#connection = connection;
    this.#onChange = onChange;
    signal.addEventListener('abort', () => this.#clear());
  }

  get layer(): Layer | null {
    return this.#layer;
  }

  /** What is wanted; null ends it. */
  setLayer(layer: Layer | null): void {
    const before = this.#layer;
    if (layer === null && before === null) return;
    if (layer !== null && before !== null && this.#source.key(layer) === this.#source.key(before)) {
      if (this.#source.text(layer) === this.#source.text(before)) return;
      this.#layer = layer;
      return this.#changed();
    }
    this.#clear();
    this.#layer = layer;
    if (layer !== null) {
      this.#stop = new AbortController();
      this.#isGreeted = false;
      const channel = `${this.#source.channel}:${this.series.symbol}:${this.series.timeframe}`;
      this.#unlisten = this.#connection.listen(channel, (envelope) => this.#received(envelope));
      this.#fill();
    }
    this.#changed();
  }

  /** The candles held now. What is missing of them is fetched, what is outside forgotten. */
  cover(span: Span): void {
    this.#coverage.want(span);
    const before = this.table.size;
    this.table.keep(span.from, span.to);
    if (this.table.size !== before) this.#changed();
    this.#fill();
  }

  /** A candle closed at the live edge: what it shows comes by the channel. */
  follow(to: number): void {
    this.#coverage.follow(to);
  }

  #fill(): void {
    const missing = this.#layer === null || this.loading ? null : this.#coverage.missing;
    if (missing === null) return;
    const wanted = this.#coverage.wanted;
    void this.#load(this.#source.fetches === 'whole' && wanted !== null ? wanted : missing);
  }

  async #load(span: Span): Promise<void> {
    const stop = AbortSignal.any([this.signal, this.#stop.signal]);
    this.loading = true;
    try {
      await this.#take(span, stop);
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

  async #take(span: Span, stop: AbortSignal): Promise<void> {
    const layer = this.#layer!;
    const all: Item[] = [];
    for await (const page of this.#source.pages(this.series, layer, span, stop)) {
      if (stop.aborted) return;
      const items = page.filter((item) => this.#source.takes(layer, item));
      if (this.#source.fetches === 'whole') all.push(...items);
      else this.table.merge(items);
    }
    if (this.#source.fetches === 'whole' && !stop.aborted) this.table.replace(all);
  }

  #received(envelope: Envelope): void {
    const layer = this.#layer;
    const said = layer === null ? null : this.#source.read(envelope);
    if (layer === null || said === null) return;
    // A second snapshot stands for messages that were lost, and reaches back no further than the first.
    if (envelope.type === 'snapshot' && this.#isGreeted) this.#refetchSoon();
    this.#isGreeted ||= envelope.type === 'snapshot';
    const items = said.filter((item) => this.#source.takes(layer, item));
    if (items.length === 0) return;
    this.table.merge(items);
    this.#changed();
  }

  #refetchSoon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      if (this.loading) return this.#refetchSoon();
      const wanted = this.#coverage.wanted;
      if (wanted !== null && this.#layer !== null) void this.#load(wanted);
    }, kSettleMs);
  }

  #changed(): void {
    this.count = this.table.size;
    if (!this.signal.aborted) this.#onChange();
  }

  #clear(): void {
    this.#stop.abort();
    clearTimeout(this.#settling);
    this.#unlisten();
    this.#unlisten = () => {};
    this.#layer = null;
    this.#coverage.forget();
    this.loading = false;
    this.error = null;
    this.table.clear();
  }
}
