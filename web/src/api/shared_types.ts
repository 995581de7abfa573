/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** stable, machine-readable */
  code: string;
  /** the offending parameter */
  field?: string;
}

/** [open_time_ms, open, high, low, close, volume] */
export type Candle = readonly [number, number, number, number, number, number];

export type TimeframeName = '1m' | '5m' | '15m' | '30m' | '1h' | '4h' | '1d' | '1w';

/** catching_up: the past is played as fast as it can be taken, and what is shown is not the present yet */
export type FeedState =
  'connecting' | 'live' | 'stale' | 'resyncing' | 'gapped' | 'polling' | 'closed' | 'catching_up';

export interface SourceInfo {
  kind: 'sim' | 'file' | 'binance';
  label: string;
  reason: string;
  since: string;
}

export interface FeedInfo {
  state: FeedState;
  since: string | null;
  /** why it is in this state, where there is something to say */
  reason: string | null;
}

/** trend and volatility of 1h, or of the longest timeframe below it while 1h has none; null: not known yet */
export type MarketRegime = null | {
  timeframe: TimeframeName;
  name:
    | 'rising_high_volatility'
    | 'rising_low_volatility'
    | 'falling_high_volatility'
    | 'falling_low_volatility'
    | 'range_high_volatility'
    | 'range_low_volatility';
};

/** the zone with the highest score of the charts from 5m to 4h; null: none is known */
export type MarketConfluence = null | {
  timeframe: TimeframeName;
  direction: 'bullish' | 'bearish';
  score: number;
  price: number;
  top: number;
  bottom: number;
};

/** supply and demand zones of all timeframes that hold; null: not known yet */
export type MarketZones = number | null;

/** the newest signal, open or ended; null: there never was one */
export type MarketSignal = null | {
  type: SignalType;
  direction: 'bullish' | 'bearish';
  status: 'open' | 'target' | 'stopped' | 'expired' | 'reversed';
  confidence: number;
  known_at: string;
  trace_id: string;
};

export interface SymbolInfo {
  symbol: string;
  venue: string;
  market_type: string;
  price_decimals: number;
  qty_decimals: number;
  tick_size: number;
  last: number | null;
  /** percent; null until 24 hours of candles are in memory */
  change_24h_pct: number | null;
  /** of the base asset; null until 24 hours of candles are in memory */
  volume_24h: number | null;
  feed_state: FeedState;
  feed: FeedInfo;
  quality: number | null;
  signals: 'open' | 'paused';
  subscribed: boolean;
  /** holes neither filled nor given up */
  gaps_open: number;
  /** best bid; null unless the book is live */
  bid: number | null;
  /** best ask; null unless the book is live */
  ask: number | null;
  regime: MarketRegime;
  confluence: MarketConfluence;
  zones_active: MarketZones;
  signal: MarketSignal;
  /** closes of the last 24 hours, half an hour apart, oldest first, as far as there are any */
  sparkline: number[];
  timeframes: TimeframeName[];
}

export interface SymbolList {
  symbols: SymbolInfo[];
  source: SourceInfo;
}

export interface AvailableSymbol {
  venue: string;
  symbol: string;
  base: string;
  quote: string;
  subscribed: boolean;
  state: 'unsubscribed' | 'subscribing' | 'subscribed' | 'unsubscribing';
}

export interface AvailableList {
  symbols: AvailableSymbol[];
  /** how many match, of which these are the first */
  total: number;
}

export interface CandlePage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  candles: Candle[];
  forming: Candle | null;
  has_more: boolean;
  /** the cursor of the following page; not in the stream */
  next?: string | null;
}

export type BookState = 'empty' | 'syncing' | 'live' | 'stale';

/** [price, quantity] */
export type BookLevel = readonly [number, number];

export interface OrderBook {
  symbol: string;
  venue: string;
  state: BookState;
  update_id: number | null;
  known_at: string | null;
  spread: number | null;
  /** best first; empty unless live */
  bids: BookLevel[];
  /** best first; empty unless live */
  asks: BookLevel[];
}

export interface TradeInfo {
  /** the venue's; of a group its last */
  id: number;
  /** by the venue, else when it was received */
  time_ms: number;
  price: number;
  qty: number;
  /** of the taker */
  side: 'buy' | 'sell';
}

export interface TradeList {
  symbol: string;
  venue: string;
  trades: TradeInfo[];
}

export interface ParameterInfo {
  name: string;
  title: string;
  default: number;
  min: number;
  max: number;
  unit: string;
  integer: boolean;
  /** away from the reference; left out of canonical names at its default */
  option: boolean;
  /** of an enumeration, whose value is the place in this list; else empty */
  choices: string[];
}

export type PatternDirection = 'bullish' | 'bearish' | 'neutral';

export interface ConfidenceParts {
  base: number;
  volume: number;
  price: number;
  timeframes: number;
  multiplier: number;
}

export interface CandlestickPattern {
  name: string;
  title: string;
  direction: PatternDirection;
  value: number;
  level: number;
  /** it is made of */
  candles: number;
  /** open time of the candle that completed it */
  time: string;
  known_at: string;
  /** the candle's close */
  price: number;
  confidence: number;
  /** extreme from 90, high from 75, medium from 60, low from 40 */
  label: 'very_low' | 'low' | 'medium' | 'high' | 'extreme';
  parts: ConfidenceParts;
  volume_confirmation: number;
  trend_alignment: number;
  origin: 'live' | 'computed';
  logic_version: number;
}

export interface PatternPage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  patterns: CandlestickPattern[];
  /** looked at for this page; not in the stream */
  candles?: number;
  /** the cursor of the following page; not in the stream */
  next?: string | null;
}

export type VolumeType =
  | 'spike'
  | 'divergence'
  | 'climax'
  | 'dry_up'
  | 'accumulation_distribution'
  | 'breakout'
  | 'fake_out'
  | 'exhaustion'
  | 'obv_divergence'
  | 'obv_hidden_divergence'
  | 'ad_divergence'
  | 'ad_hidden_divergence';

export interface VolumePattern {
  type: VolumeType;
  title: string;
  timeframe: TimeframeName;
  direction: PatternDirection;
  strength: 'weak' | 'medium' | 'strong' | 'extreme';
  confidence: number;
  /** volume over the mean before; 0 when there is none */
  volume_ratio: number;
  /** percent */
  price_change: number;
  measure: number;
  /** it spans */
  candles: number;
  /** open time of the first of them */
  from: string;
  from_price: number;
  time: string;
  known_at: string;
  price: number;
  origin: 'live' | 'computed';
  logic_version: number;
}

export interface VolumePatterns {
  symbol: string;
  patterns: VolumePattern[];
  /** what was looked at */
  series: {
    timeframe: TimeframeName;
    candles: number;
    first: string;
    last: string;
  }[];
  /** the cursor of the following page */
  next: string | null;
}

export interface ChartPoint {
  /** open time of its candle */
  time: string;
  price: number;
}

/** straight through both */
export interface ChartLine {
  from: ChartPoint;
  to: ChartPoint;
}

/** how breakouts ended before this was said */
export interface ChartHistory {
  /** that reached their target */
  hits: number;
  ended: number;
  /** Wilson interval of hits in ended, 95 % */
  low: number;
  high: number;
}

export interface ChartPattern {
  /** names the pattern within its series through its whole life */
  id: string;
  kind: string;
  title: string;
  /** of the breakout when there was one, else the expected one */
  direction: 'bullish' | 'bearish' | 'neutral';
  state: 'forming' | 'complete' | 'failed' | 'expired';
  /** why it failed or expired */
  reason: 'none' | 'invalidated' | 'broke_early' | 'unconfirmed' | 'reshaped' | 'too_late';
  /** percent */
  completion: number;
  /** open time of the candle that first made it known */
  began_at: string;
  /** of its first anchor */
  start_time: string;
  /** of its last anchor */
  end_time: string;
  /** of the candle of the last change */
  updated_at: string;
  /** when this state of it was known */
  known_at: string;
  /** oldest first */
  anchors: ChartPoint[];
  boundaries: {
    upper: ChartLine;
    lower: ChartLine;
  };
  /** by the measured move */
  target: number | null;
  /** a close there before the breakout, a touch after it, fails it */
  invalidation: number | null;
  breakout: ChartPoint | null;
  /** of the breakout; excursions from its close */
  outcome: {
    state: 'none' | 'open' | 'hit_target' | 'failed' | 'timed_out';
    /** since the breakout */
    candles: number;
    mfe_atr: number;
    mae_atr: number;
    mfe_percent: number;
    mae_percent: number;
  };
  confidence: number;
  label: 'very_low' | 'low' | 'medium' | 'high' | 'extreme';
  reliability: number;
  /** when it began, then when it broke out */
  regime:
    | 'unknown'
    | 'rising_high_volatility'
    | 'rising_low_volatility'
    | 'range_high_volatility'
    | 'range_low_volatility'
    | 'falling_high_volatility'
    | 'falling_low_volatility';
  details: {
    level: number;
    /** of the swings it was found in */
    scale: 'major' | 'minor';
    /** of the measured move, in price */
    height: number;
    /** when it began, in price */
    atr: number;
    /** 1 fits perfectly, 0 at the edge of a tolerance */
    quality: number;
    base: number;
    volume: number;
    price: number;
    timeframes: number;
    /** the five: what the confidence is made of */
    multiplier: number;
    history: ChartHistory;
    history_in_regime: ChartHistory;
  };
  origin: 'live' | 'computed';
  logic_version: number;
}

export interface ChartPatternPage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  /** newest first */
  chart_patterns: ChartPattern[];
  /** that computed patterns were found in; 0 when all are stored ones */
  candles: number;
  /** the cursor of the following page */
  next: string | null;
}

export type SignalType = 'strong_buy' | 'buy' | 'weak_buy' | 'neutral' | 'weak_sell' | 'sell' | 'strong_sell';

export interface Reading {
  name: 'structure' | 'momentum' | 'liquidity' | 'confluence';
  known: boolean;
  value: number;
  weight: number;
  contribution: number;
  timeframes: {
    timeframe: TimeframeName;
    known: boolean;
    value: number;
  }[];
}

export interface UdfConfig {
  supports_search: boolean;
  supports_group_request: boolean;
  supports_marks: boolean;
  supports_timescale_marks: boolean;
  supports_time: boolean;
  supported_resolutions: string[];
  exchanges: {
    value: string;
    name: string;
    desc: string;
  }[];
  symbols_types: {
    value: string;
    name: string;
  }[];
}

export interface UdfSymbol {
  name: string;
  ticker: string;
  description: string;
  type: string;
  session: string;
  timezone: string;
  exchange: string;
  listed_exchange: string;
  format: string;
  minmov: number;
  pricescale: number;
  has_intraday: boolean;
  has_daily: boolean;
  has_weekly_and_monthly: boolean;
  has_empty_bars: boolean;
  supported_resolutions: string[];
  intraday_multipliers: string[];
  volume_precision: number;
  data_status: string;
}

/** columns: one entry per symbol, or one value for all */
export interface UdfSymbolInfo {
  symbol: string[];
  ticker: string[];
  description: string[];
  'exchange-listed': string[];
  'exchange-traded': string[];
  type: string[];
  'session-regular': string[];
  timezone: string;
  minmovement: number[];
  pricescale: number[];
  'has-intraday': boolean;
  'has-daily': boolean;
  'has-weekly-and-monthly': boolean;
  'supported-resolutions': string[];
  'intraday-multipliers': string[];
  'volume-precision': number[];
}

export type UdfSearch = {
  symbol: string;
  full_name: string;
  description: string;
  exchange: string;
  ticker: string;
  type: string;
}[];

export interface UdfHistory {
  s: 'ok' | 'no_data';
  t?: number[];
  o?: number[];
  h?: number[];
  l?: number[];
  c?: number[];
  v?: number[];
  nextTime?: number;
}

export interface UdfError {
  s: 'error';
  errmsg: string;
}

export interface Removed {
  id: string;
}
