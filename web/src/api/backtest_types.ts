/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type { ParameterInfo, TimeframeName } from './shared_types';

export interface StrategyInfo {
  id: string;
  title: string;
  /** what it does, in a sentence or two */
  rule: string;
  /** of the analysis, beside candles */
  needs: 'candles' | 'zones' | 'decision';
  /** on which it can run */
  timeframes: TimeframeName[];
  parameters: ParameterInfo[];
}

export interface StrategyCatalogue {
  strategies: StrategyInfo[];
}

export interface BacktestRequest {
  strategy: string;
  timeframe: TimeframeName;
  /** several with commas between them are traded in one account; of a search one */
  symbol: string;
  from?: string;
  to?: string;
  /** NAME=VALUE each */
  parameters?: string[];
  /** NAME=V,V,... or NAME=FROM:TO:STEP each: every combination is run, 5,000 at most */
  grid?: string[];
  /** of a search */
  objective?: 'sharpe' | 'return' | 'calmar' | 'profit_factor';
  /** of a search: fewer have no score; 10 without it */
  min_trades?: number;
  /** of a search: TRAIN,TEST in candles; chosen on the former, judged on the latter, then further on */
  walk_forward?: string;
  /** of a search: purged cross-validation; each part of the series is the test once. Not with walk_forward */
  folds?: number;
  /** of folds: candles before a test that are left out; 0 without it */
  purge?: number;
  /** of folds: candles after a test that are left out; 0 without it */
  embargo?: number;
  /** in the currency of the account */
  capital?: string;
  /** of the account; without it what the first symbol is quoted in */
  currency?: string;
  /** symbols that are read and not traded: what currencies are worth */
  rates?: string;
  positions?: 'netting' | 'hedging';
  /** exposure over equity of the whole account; without it not limited */
  max_leverage?: string;
  fees?: string;
  slippage?: string;
  spread?: string;
  latency?: string;
  funding?: string;
  fraction?: string;
  risk?: string;
  fills?: 'conservative' | 'optimistic';
}

export interface Backtest {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'canceled';
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  /** run over so far */
  candles: number;
  total: number | null;
  /** 0 to 1; null: not known */
  progress: number | null;
  request: BacktestRequest;
  error: string | null;
}

export interface BacktestList {
  backtests: Backtest[];
}
