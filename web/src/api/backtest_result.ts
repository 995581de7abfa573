import type { TimeframeName } from './types';

/** The document of `tidemark backtest --json`, which the API's description leaves open: the parts that are shown. */
export interface BacktestResult {
  strategy: string;
  parameters: Readonly<Record<string, number | string>>;
  /** "venue:SYMBOL" */
  input: string;
  symbol: string;
  timeframe: TimeframeName;
  candles: number;
  from: string;
  to: string;
  capital: number;
  equity: number;
  net_profit: number;
  realized: number;
  fees: number;
  funding: number;
  orders: number;
  fills: number;
  /** How many orders were refused, by reason */
  rejected: Readonly<Record<string, number>>;
  performance: BacktestPerformance;
  /** The same of buying at the beginning and holding, at the same costs */
  buy_and_hold: BacktestPerformance;
  months: readonly MonthReturn[];
  /** Of one instrument netted in its own currency */
  open_position?: OpenPosition | null;
  /** Of a portfolio, as all that follows to `instruments` */
  open_positions?: readonly (OpenPosition & { symbol: string; currency: string; side: string })[];
  /** Of the account */
  currency?: string;
  positions?: 'netting' | 'hedging';
  /** Symbols that were read and not traded */
  rates?: readonly string[];
  instruments?: readonly BacktestInstrument[];
  trade_statistics: {
    all: BacktestTally;
    long: BacktestTally;
    short: BacktestTally;
    wins_in_a_row: number;
    losses_in_a_row: number;
    by_setup: Readonly<Record<string, BacktestTally>>;
    /** By the market's regime at entry; results of before 28 November 2026 have none */
    by_regime?: Readonly<Record<string, BacktestTally>>;
    /** 24 of them, by the hour of entry (UTC) */
    by_hour: readonly BacktestTally[];
    /** Seven, Sunday first */
    by_weekday: readonly BacktestTally[];
  };
  /** A result of before there was one has none. */
  curve?: BacktestCurve;
  /** In the order they were closed; the first 10,000 */
  trades: readonly BacktestTrade[];
  trades_left_off: number;
  notes: readonly string[];
}

/** Money in the instrument's currency */
export interface OpenPosition {
  qty: number;
  cost: number;
  unrealized: number;
}

/** What an instrument did for a portfolio. */
export interface BacktestInstrument {
  /** With the venue before it where two share it */
  symbol: string;
  venue: string;
  /** Of what follows but the last two */
  currency: string;
  candles: number;
  /** Closed while nobody knew what its currency is worth */
  candles_without_rate: number;
  realized: number;
  unrealized: number;
  fees: number;
  funding: number;
  /** In the account's currency, at the last rate */
  account_profit: number;
  /** In the account's currency, each trade at the rate of its close */
  statistics: BacktestTally;
}

/** At closes of candles, about 4,000 at most, the last one among them; as many in each column. */
export interface BacktestCurve {
  /** Unix ms of the candle's end */
  time: readonly number[];
  equity: readonly number[];
  /** Of buying at the beginning and holding, at the same costs */
  buy_and_hold: readonly number[];
  /** Of the instrument, where there is one */
  price?: readonly number[];
  /** Share below the highest equity before, 0 or more; the deepest since the point before */
  drawdown: readonly number[];
}

/** The document of `tidemark optimize --json`: every combination, the best first, or what came of each split. */
export interface SearchResult {
  strategy: string;
  /** "venue:SYMBOL" */
  input: string;
  timeframe: TimeframeName;
  candles: number;
  combinations: number;
  objective: string;
  results?: readonly SearchRun[];
  splits?: readonly {
    test_from: string;
    test_candles: number;
    /** Best on what lies before; null: nothing was good enough */
    chosen: SearchRun | null;
    tested: SearchRun | null;
  }[];
  /** Of all tests, one after the other */
  tested_return?: number;
}

export interface SearchRun {
  parameters: Readonly<Record<string, number | string>>;
  /** null: too few trades, or it cannot be said */
  score: number | null;
  total_return: number;
  /** 0 or more */
  max_drawdown: number;
  trades: number;
  won: number;
}

/** Shares of one; null where there is too little to work it out of. */
export interface BacktestPerformance {
  total_return: number;
  cagr: number | null;
  volatility: number | null;
  sharpe: number | null;
  sortino: number | null;
  calmar: number | null;
  max_drawdown: number;
  max_drawdown_s: number;
  exposure: number;
  turnover: number;
  days: number;
}

export interface MonthReturn {
  year: number;
  /** 1 to 12 */
  month: number;
  /** A share of one */
  return: number;
}

export interface BacktestTally {
  trades: number;
  won: number;
  lost: number;
  profit: number;
  win_rate: number | null;
  profit_factor: number | null;
  expectancy: number | null;
  payoff: number | null;
  mean_r: number | null;
  largest_win: number;
  largest_loss: number;
}

export interface BacktestTrade {
  number: number;
  setup: string;
  direction: 'long' | 'short';
  entered: string;
  exited: string;
  qty: number;
  entry_price: number;
  exit_price: number;
  fees: number;
  funding: number;
  profit: number;
  r_multiple: number | null;
  best: number;
  worst: number;
  /** Of a portfolio's trade, whose money is in this currency */
  symbol?: string;
  currency?: string;
  /** The profit in the account's currency, at the rate of the close */
  account_profit?: number;
}
