import { ApiError, fetchSymbols } from '../api/rest';
import type { SourceInfo, SymbolInfo } from '../api/types';
import { findByAddress } from '../model/symbol_search';

const kRefreshMs = 3_000;
const kNewsDelayMs = 500;

/** The instruments and where their data comes from, refreshed while the page is seen. */
export class Markets {
  symbols = $state.raw<SymbolInfo[]>([]);
  source = $state.raw<SourceInfo | null>(null);
  error = $state.raw<ApiError | null>(null);
  loaded = $state(false);
  /** Unix ms of the last good answer. */
  updatedAt = $state<number | null>(null);
  #busy = false;
  #soon: ReturnType<typeof setTimeout> | null = null;

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
      if (document.visibilityState === 'visible') void this.refresh();
    }, kRefreshMs);
    return () => clearInterval(timer);
  }

  async refresh(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const list = await fetchSymbols();
      this.symbols = list.symbols;
      this.source = list.source;
      this.error = null;
      this.loaded = true;
      this.updatedAt = Date.now();
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
    } finally {
      this.#busy = false;
    }
  }
}
