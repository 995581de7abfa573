/**
 * What the server says, in one place. Hand-written from the API contract; to be generated from /openapi.json.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units
 * of the instrument.
 */

/** [open time ms, open, high, low, close, volume] */
export type Candle = readonly [number, number, number, number, number, number];

export type TimeframeName = '1m' | '5m' | '15m' | '30m' | '1h' | '4h' | '1d' | '1w';

export interface CandlePage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  candles: Candle[];
  forming: Candle | null;
  has_more: boolean;
}

export interface SymbolInfo {
  symbol: string;
  venue: string;
  market_type: string;
  price_decimals: number;
  qty_decimals: number;
  tick_size: number;
  last: number | null;
  change_24h_pct: number | null;
  feed_state: string;
  /** 0..1 */
  quality: number | null;
  signals: 'open' | 'paused';
  timeframes: TimeframeName[];
}

export interface SourceInfo {
  kind: 'sim' | 'file' | 'binance';
  label: string;
  reason: string;
}

export interface SymbolList {
  symbols: SymbolInfo[];
  source: SourceInfo;
}

export interface ParameterInfo {
  name: string;
  title: string;
  default: number;
  min: number;
  max: number;
  unit: string;
  integer: boolean;
}

export interface OutputInfo {
  name: string;
  unit: string;
  min: number | null;
  max: number | null;
}

export interface IndicatorInfo {
  id: string;
  title: string;
  family: string;
  inputs: string;
  placement: 'price' | 'pane';
  formula: string;
  source: string;
  parameters: ParameterInfo[];
  outputs: OutputInfo[];
}

export interface IndicatorValues {
  /** Canonical: "RSI:period=14" */
  name: string;
  id: string;
  outputs: { name: string; values: (number | null)[] }[];
  /** One value per output for the candle still forming */
  forming: (number | null)[] | null;
}

export interface IndicatorPage {
  symbol: string;
  timeframe: TimeframeName;
  times: number[];
  indicators: IndicatorValues[];
}

export interface GapInfo {
  timeframe: TimeframeName;
  from: string;
  to: string;
  candles: number;
  reason: string;
  state: string;
}

/** Every part is 0..1. */
export interface QualityScore {
  score: number;
  completeness: number;
  consistency: number;
  timeliness: number;
  plausibility: number;
}

export interface QualityReply {
  /** When it was measured; both null where nothing has been measured yet. */
  time: string | null;
  quality: QualityScore | null;
}

/** What happened to an instrument's data, on the channel "system". */
export interface StatusEvent {
  kind: 'feed' | 'signals' | 'quality' | 'gap' | 'book' | 'other';
  symbol: string;
  venue: string;
}

/** RFC 9457 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  field?: string;
}

export interface LiveCandle {
  candle: Candle;
  state: 'forming' | 'closed';
}

export interface Envelope {
  type: string;
  channel?: string;
  timestamp: string;
  seq?: number;
  data?: unknown;
}
