import { ApiError, fetchSymbols } from '../api/rest';
import type { Envelope, MarketRows, SourceInfo, StatusEvent, SymbolInfo, SymbolList } from '../api/types';
import { changeRows, replaceRows, type TableRow } from '../model/market_table';
import { findByAddress } from '../model/symbol_search';
import type { Connection } from './connection.svelte';

/** While the channel "markets" speaks, the list is only asked for now and then, to be sure. */
const kRefreshMs = 3_000;
const kRefreshWhileLiveMs = 30_000;
const kLiveWithinMs = 6_000;
const kNewsDelayMs = 500;

/** The instruments and where their data comes from: a list asked for, then kept up by the channel "markets". */
export class Markets {
  rows = $state.raw<TableRow[]>([]);
  source = $state.raw<SourceInfo | null>(null);
  error = $state.raw<ApiError | null>(null);
  loaded = $state(false);
  /** Unix ms of the last good answer or message. */
  updatedAt = $state<number | null>(null);
  readonly symbols = $derived(this.rows.map((row) => row.info));
  #connection: Connection;
  #busy = false;
  #askedAt = 0;
  #toldAt = 0;
  #soon: ReturnType<typeof setTimeout> | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  find(address: string | null): SymbolInfo | null {
    return findByAddress(address, this.symbols);
  }

  /** Something about an instrument's data changed: ask soon, once for many such news. */
  refreshSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      void this.refresh();
    }, kNewsDelayMs);
  }

  start(): () => void {
    void this.refresh();
    const timer = setInterval(() => {
      const isLive = Date.now() - this.#toldAt < kLiveWithinMs;
      const wait = isLive ? kRefreshWhileLiveMs : kRefreshMs;
      if (document.visibilityState === 'visible' && Date.now() - this.#askedAt >= wait) void this.refresh();
    }, 1_000);
    const stops = [
      this.#connection.listen('markets', (envelope) => this.#take(envelope)),
      this.#connection.listen('system', (envelope) => {
        if (envelope.type === 'status' && (envelope.data as StatusEvent).kind !== 'book') this.refreshSoon();
      }),
    ];
    return () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
    };
  }

  async refresh(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#askedAt = Date.now();
    try {
      this.#takeList(await fetchSymbols());
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
    } finally {
      this.#busy = false;
    }
  }

  #takeList(list: SymbolList): void {
    this.rows = replaceRows(this.rows, list.symbols);
    this.source = list.source;
    this.error = null;
    this.loaded = true;
    this.updatedAt = Date.now();
  }

  #take(envelope: Envelope): void {
    if (envelope.type !== 'snapshot' && envelope.type !== 'markets') return;
    const told = (envelope.data as MarketRows).rows;
    const { rows, unknown } = changeRows(this.rows, told);
    this.rows = rows;
    // A snapshot names all there are: what it leaves out is gone.
    if (unknown || (envelope.type === 'snapshot' && told.length < rows.length)) this.refreshSoon();
    this.#toldAt = this.updatedAt = Date.now();
  }
}
