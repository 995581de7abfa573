import { ApiError, fetchIndicators, type Range } from '../api/rest';
import type { IndicatorPage, TimeframeName } from '../api/types';
import { IndicatorTable } from '../model/indicator_table';

/** The newest rows asked for while candles move; more than one, so that a close just passed is not missed. */
const kLiveRows = 3;
const kLiveEveryMs = 1_000;

export interface FeedEvents {
  /** Values have changed. */
  filled(): void;
}

/** The indicator values of one chart: filled for the candles held, then kept up at a bounded rate. */
export class IndicatorFeed {
  error = $state.raw<ApiError | null>(null);
  readonly #symbol: string;
  readonly #timeframe: TimeframeName;
  readonly #signal: AbortSignal;
  readonly #events: FeedEvents;
  #tables = new Map<string, IndicatorTable>();
  #liveBusy = false;
  #liveTimer: ReturnType<typeof setTimeout> | null = null;
  #liveAt = 0;

  constructor(symbol: string, timeframe: TimeframeName, signal: AbortSignal, events: FeedEvents) {
    this.#symbol = symbol;
    this.#timeframe = timeframe;
    this.#signal = signal;
    this.#events = events;
    signal.addEventListener('abort', () => this.#cancelLive());
  }

  get names(): string[] {
    return [...this.#tables.keys()];
  }

  table(name: string): IndicatorTable | null {
    return this.#tables.get(name) ?? null;
  }

  /** Makes `names` the indicators kept; returns those that are new and still empty. */
  setNames(names: readonly string[]): string[] {
    const fresh = names.filter((name) => !this.#tables.has(name));
    this.#tables = new Map(names.map((name) => [name, this.#tables.get(name) ?? new IndicatorTable()]));
    if (names.length === 0) this.error = null;
    return fresh;
  }

  /** Fetches the values of candles opening in [from, to]. */
  async fill(names: readonly string[], from: number, to: number, limit: number): Promise<void> {
    if (names.length === 0) return;
    const page = await this.#fetch(names, { from, to: to + 1, limit });
    if (page === null) return;
    for (const name of names) this.#tables.get(name)?.merge(page, name);
    this.#events.filled();
  }

  /** The values of all indicators in a range, to be joined together with its candles; null when there are none. */
  fetch(range: Range): Promise<IndicatorPage | null> {
    return this.names.length === 0 ? Promise.resolve(null) : this.#fetch(this.names, range);
  }

  /** Takes what fetch() brought; whoever calls draws. */
  join(page: IndicatorPage | null): void {
    if (page === null) return;
    for (const [name, table] of this.#tables) table.merge(page, name);
  }

  keep(from: number, to: number): void {
    for (const table of this.#tables.values()) table.keep(from, to);
  }

  /** The candles moved: fetch the newest rows, at most once a second. */
  poke(): void {
    if (this.#tables.size === 0 || this.#liveBusy || this.#liveTimer !== null) return;
    const wait = Math.max(0, this.#liveAt + kLiveEveryMs - Date.now());
    this.#liveTimer = setTimeout(() => void this.#fetchLive(), wait);
  }

  async #fetchLive(): Promise<void> {
    this.#liveTimer = null;
    if (this.#tables.size === 0) return; // the last one was removed while this waited
    this.#liveBusy = true;
    this.#liveAt = Date.now();
    const page = await this.#fetch(this.names, { limit: kLiveRows });
    this.#liveBusy = false;
    if (page === null) return;
    for (const [name, table] of this.#tables) table.merge(page, name);
    this.#events.filled();
  }

  async #fetch(names: readonly string[], range: Range): Promise<IndicatorPage | null> {
    try {
      const page = await fetchIndicators(this.#symbol, this.#timeframe, names, range, this.#signal);
      if (this.#signal.aborted) return null;
      this.error = null;
      return page;
    } catch (error) {
      if (this.#signal.aborted) return null;
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
      return null;
    }
  }

  #cancelLive(): void {
    if (this.#liveTimer !== null) clearTimeout(this.#liveTimer);
    this.#liveTimer = null;
  }
}
