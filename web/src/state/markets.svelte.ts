import { ApiError, fetchSymbols } from '../api/rest';
import type { SourceInfo, SymbolInfo } from '../api/types';

const kRefreshMs = 3_000;

/** The instruments and where their data comes from, refreshed while the page is seen. */
export class Markets {
  symbols = $state.raw<SymbolInfo[]>([]);
  source = $state.raw<SourceInfo | null>(null);
  error = $state.raw<ApiError | null>(null);
  loaded = $state(false);
  /** Unix ms of the last good answer. */
  updatedAt = $state<number | null>(null);
  #busy = false;

  find(symbol: string | null): SymbolInfo | null {
    return this.symbols.find((info) => info.symbol === symbol) ?? null;
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
