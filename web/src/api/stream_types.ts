/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type { ActivationEvent } from './activation_types';
import type { FiredAlert } from './alert_types';
import type { ConfluencePage, SignalInfo, StructureEvent, ZoneInfo, ZonePage } from './analysis_types';
import type { MarketRow } from './intelligence_types';
import type { ProblemOfPart, QualityScore, Stream } from './operation_types';
import type {
  Candle,
  CandlePage,
  ChartPattern,
  FeedState,
  OrderBook,
  PatternDirection,
  PatternPage,
  Problem,
  SourceInfo,
  TimeframeName,
  TradeList,
  VolumePattern,
} from './shared_types';
import type { Fill, JournalEntry, Order, Portfolio } from './trading_types';

/** what the candle that still forms would complete if it closed now: provisional, replaced by the next word and gone when the candle closes */
export interface FormingPatterns {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  state: 'provisional';
  /** open time of the forming candle; null when none forms */
  time: string | null;
  patterns: {
    name: string;
    title: string;
    direction: PatternDirection;
    value: number;
    level: number;
    candles: number;
  }[];
}

export interface VolumeUpdate {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  patterns: VolumePattern[];
}

export interface StructureUpdate {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  events: StructureEvent[];
}

export interface ZoneUpdate {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  /** as they stood then, oldest word first; `tests` has only the one this is about */
  zones: ZoneInfo[];
}

export interface ChartPatternUpdate {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  /** as they stood then, oldest word first; one may come more than once */
  chart_patterns: ChartPattern[];
}

export interface SignalUpdate {
  signals: SignalInfo[];
}

export interface Envelope {
  type:
    | 'subscribed'
    | 'unsubscribed'
    | 'snapshot'
    | 'candle'
    | 'pattern_update'
    | 'pattern_forming'
    | 'volume_pattern'
    | 'fractal_update'
    | 'swing_update'
    | 'fibonacci_update'
    | 'structure_update'
    | 'sd_zone_created'
    | 'sd_zone_tested'
    | 'sd_zone_broken'
    | 'sd_zone_flipped'
    | 'sd_zone_expired'
    | 'sd_zones_detected'
    | 'confluence_update'
    | 'signal'
    | 'alert_triggered'
    | 'trading_signal'
    | 'portfolio_change'
    | 'activation_event'
    | 'book'
    | 'trades'
    | 'markets'
    | 'status'
    | 'pong'
    | 'error';
  /** empty for what belongs to no channel */
  channel: string;
  timestamp: string;
  seq: number;
  /** of a snapshot: it stands for messages that were left out */
  resync?: boolean;
  /** of the request this answers */
  id?: number;
  data:
    | CandlePage
    | LiveCandle
    | OrderBook
    | TradeList
    | PatternPage
    | FormingPatterns
    | VolumeUpdate
    | StructureUpdate
    | ZoneUpdate
    | ZonePage
    | ChartPatternUpdate
    | ConfluencePage
    | SignalUpdate
    | MarketRows
    | SystemState
    | StatusEvent
    | ChannelList
    | FiredAlerts
    | TradingNews
    | Problem
    | Record<string, never>;
}

export interface LiveCandle {
  candle: Candle;
  state: 'forming' | 'closed';
}

export interface MarketRows {
  /** all in a snapshot, those that changed in a `markets` message */
  rows: MarketRow[];
}

export interface ChannelList {
  channels: string[];
  /** those that go on after the number given; the others begin with a snapshot */
  resumed?: string[];
}

export interface SystemState {
  source: SourceInfo;
  problems: ProblemOfPart[];
  streams: Stream[];
}

export interface StatusEvent {
  kind: 'feed' | 'signals' | 'quality' | 'gap' | 'book';
  symbol: string;
  venue: string;
  feed_state?: FeedState;
  signals?: 'open' | 'paused';
  reason?: string;
  timeframe?: TimeframeName;
  quality?: QualityScore;
  from?: string;
  to?: string;
  candles?: number;
  state?: string;
}

export interface FiredAlerts {
  alerts: FiredAlert[];
}

export interface PortfolioChange {
  orders: Order[];
  fills: Fill[];
  trades: JournalEntry[];
  portfolio: Portfolio;
}

export interface TradingNews {
  changes: PortfolioChange[];
  /** orders the strategy asked for */
  signals: Order[];
  /** of the strategy's stage */
  steps: ActivationEvent[];
}
