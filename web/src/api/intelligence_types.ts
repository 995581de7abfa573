/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type {
  ChartPatternPage,
  FeedInfo,
  MarketConfluence,
  MarketRegime,
  MarketSignal,
  MarketZones,
  PatternDirection,
  PatternPage,
  Reading,
  SignalType,
  TimeframeName,
  VolumePatterns,
} from './shared_types';

export interface DecisionSummary {
  trace_id: string;
  known_at: string;
  price: number;
  verdict: 'no_signal' | 'signal';
  type: SignalType;
  /** what the score alone would be */
  leaning: SignalType;
  direction: 'bullish' | 'bearish' | 'neutral';
  score: number;
  confluence: number;
  confluence_against: number;
  confidence: number;
  /** gates that were asked and not passed */
  missed: string[];
}

export interface MarketAnalysis {
  row: MarketRow;
  updated: string | null;
  decision: null | DecisionSummary;
  /** of which something is known */
  timeframes: {
    timeframe: TimeframeName;
    confluence: MarketConfluence;
    pattern: null | {
      name: string;
      direction: PatternDirection;
      time: string;
      confidence: number;
    };
  }[];
}

export interface PatternAnalysis {
  symbol: string;
  venue: string;
  /** one a timeframe */
  candlesticks: PatternPage[];
  /** one a timeframe; empty where the capability is off */
  chart_patterns: ChartPatternPage[];
  volume: null | VolumePatterns;
}

export interface MarketContext {
  row: MarketRow;
  updated: string | null;
  sparkline: number[];
  /** empty before the first decision */
  readings: Reading[];
  /** nearest first */
  levels_above: MarketConfluence[];
  /** nearest first */
  levels_below: MarketConfluence[];
  /** null unless the book is live */
  book_lean: number | null;
}

export interface PostedSymbols {
  symbols: string[];
}

export interface BulkAnalysis {
  results: {
    /** as asked */
    symbol: string;
    analysis: null | MarketAnalysis;
    error: null | {
      code: string;
      detail: string;
    };
  }[];
  analyzed: number;
  failed: number;
}

export interface MarketRow {
  symbol: string;
  venue: string;
  last: number | null;
  change_24h_pct: number | null;
  volume_24h: number | null;
  feed: FeedInfo;
  quality: number | null;
  signals: 'open' | 'paused';
  subscribed: boolean;
  gaps_open: number;
  bid: number | null;
  ask: number | null;
  regime: MarketRegime;
  confluence: MarketConfluence;
  zones_active: MarketZones;
  signal: MarketSignal;
}
