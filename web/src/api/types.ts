/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
export type * from './analysis_types';
export type * from './trading_types';
import type {
  ChartPattern,
  ConfluencePage,
  MarketRow,
  PatternDirection,
  PatternPage,
  SignalInfo,
  StructureEvent,
  VolumePattern,
  ZoneInfo,
  ZonePage,
} from './analysis_types';
import type { ActivationEvent, Fill, JournalEntry, Order, Portfolio } from './trading_types';

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

export type SignalType = 'strong_buy' | 'buy' | 'weak_buy' | 'neutral' | 'weak_sell' | 'sell' | 'strong_sell';

export interface SignalUpdate {
  signals: SignalInfo[];
}

export interface QualityScore {
  score: number;
  completeness: number;
  consistency: number;
  timeliness: number;
  plausibility: number;
  candles: number;
  expected: number;
}

export interface QualityReply {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  time: string | null;
  quality: QualityScore | null;
}

export interface GapInfo {
  timeframe: TimeframeName;
  from: string;
  to: string;
  candles: number;
  reason: string;
  state: string;
  /** holes among trades: the first id missing */
  first_trade?: number;
  last_trade?: number;
}

export interface GapList {
  symbol: string;
  venue: string;
  gaps: GapInfo[];
}

export interface Quarantine {
  rows: {
    symbol: string;
    venue: string;
    timeframe: TimeframeName;
    code: string;
    severity: string;
    policy: string;
    time: string;
    known_at: string;
    value: number | null;
    limit: number | null;
    payload: string;
  }[];
  /** the cursor of the next page */
  next: number | null;
}

export interface ProblemOfPart {
  part: string;
  problem: string;
}

export interface Stream {
  symbol: string;
  venue: string;
  feed_state: FeedState;
  signals: 'open' | 'paused';
  pause_reason: string | null;
  updated: string | null;
  /** score by timeframe */
  quality: Record<string, number>;
  book: BookTop | null;
}

export interface BookTop {
  state: BookState;
  bid?: number;
  bid_qty?: number;
  ask?: number;
  ask_qty?: number;
}

export interface Status {
  version: string;
  source: SourceInfo;
  started: string;
  uptime_s: number;
  ws_clients: number;
  problems: ProblemOfPart[];
  streams: Stream[];
}

export interface Health {
  live: boolean;
  ready: boolean;
  reasons: ProblemOfPart[];
}

export interface System {
  process: ProcessInfo;
  queues: QueueInfo[];
  feeds: FeedLink[];
  store: StoreInfo | null;
  /** what the API keeps in memory */
  memory: {
    instruments: number;
    candles: number;
    candles_max: number;
    trades: number;
    gaps: number;
  };
  stream: {
    clients: number;
  };
}

export interface ProcessInfo {
  rss_bytes: number;
  rss_peak_bytes: number;
  /** user and system, all threads */
  cpu_seconds: number;
  threads: number;
  uptime_s: number;
}

export interface QueueInfo {
  name: string;
  /** the thread that empties it */
  owner: string;
  /** what is counted, in the plural */
  unit: string;
  /** what it does when it is full */
  policy: 'block' | 'refuse' | 'disconnect';
  capacity: number;
  depth: number;
  /** the largest depth so far */
  high_water: number;
  /** how often something found no room */
  full: number;
  /** of the unit, by the policy */
  lost: number;
  /** replaced by something newer before anyone read them */
  coalesced: number;
}

export interface FeedLink {
  venue: string;
  stream: string;
  state: FeedState;
  since: string;
  reason: string | null;
  symbols: number;
  messages: number;
  reconnects: number;
  last_message_at: string | null;
}

export interface StoreInfo {
  state: 'writing' | 'retrying' | 'stopped';
  reason: string | null;
  queue_rows: number;
  rejected: number;
  database_bytes: number;
}

export interface Latency {
  stages: LatencyStage[];
}

export interface LatencyStage {
  id:
    | 'venue_to_received'
    | 'received_to_engine'
    | 'received_to_published'
    | 'submitted_to_stored'
    | 'received_to_pushed'
    | 'received_to_signal_pushed';
  title: string;
  count: number;
  p50_ms: number | null;
  p90_ms: number | null;
  p99_ms: number | null;
  p999_ms: number | null;
  max_ms: number | null;
  /** powers of two from the least to the greatest value seen */
  buckets: LatencyBucket[];
}

/** [upper edge in ms, how many lie between the edge before and this] */
export type LatencyBucket = readonly [number, number];

export interface Budget {
  /** in order of the river */
  stages: BudgetStage[];
  /** ids of the stages that exceed their target */
  exceeded: string[];
}

export interface BudgetStage {
  id: string;
  title: string;
  /** samples since the start */
  count: number;
  p50_us: number | null;
  p99_us: number | null;
  max_us: number | null;
  target: null | {
    /** of the samples that is held against it; 0.99: the 99th percentile */
    quantile: number;
    at_most_us: number;
    source: string;
  };
  /** too_few: less than 1 / (1 - quantile) samples */
  verdict: 'within' | 'exceeded' | 'too_few' | 'no_target' | 'no_data';
}

export interface Services {
  services: ServiceInfo[];
}

export interface ServiceInfo {
  name: string;
  state: 'starting' | 'running' | 'degraded' | 'failed' | 'stopped';
  since: string;
  reason: string | null;
  /** of the guard before an outside service: closed lets calls through, open refuses them */
  circuit: 'closed' | 'half_open' | 'open' | null;
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

/** which members there are depends on `type` */
export interface AlertCondition {
  type:
    | 'price_cross'
    | 'price_range'
    | 'move'
    | 'zone'
    | 'candlestick'
    | 'chart_pattern'
    | 'volume'
    | 'signal'
    | 'confluence';
  /** price_cross */
  level?: number;
  /** price_range; its ends belong to it */
  low?: number;
  high?: number;
  when?: 'enters' | 'leaves';
  /** move: from a close at most `candles` candles earlier */
  percent?: number;
  candles?: number;
  /** up, down or either of prices and moves; else bullish, bearish or neutral; null: any */
  direction?: 'up' | 'down' | 'either' | 'bullish' | 'bearish' | 'neutral' | null;
  /** of patterns, volume findings or types of signals; empty: all */
  names?: string[];
  /** chart_pattern: forming, complete, failed, expired; signal: open, target, stopped, expired, reversed */
  states?: string[];
  /** volume: weak, medium, strong, extreme */
  strengths?: string[];
  /** zone: created, tested, bounced, broken, flipped, expired */
  events?: string[];
  /** supply, demand, continuation */
  zone_types?: string[];
  /** of a zone its strength in percent, of confluence its score */
  least_confidence?: number;
}

export interface AlertRule {
  name?: string;
  /** as in the paths; null: all instruments */
  symbol?: string | null;
  /** null: any; of prices and moves 1m */
  timeframe?: TimeframeName | null;
  condition?: AlertCondition;
  /** for each instrument by itself */
  repeat?: 'once' | 'once_per_candle' | 'always';
  /** least time between two firings */
  cooldown_s?: number;
  expires_at?: string | null;
  /** template; null: a sentence made from the condition */
  message?: string | null;
  /** template of what webhooks get; null: a FiredAlert */
  body?: string | null;
  webhooks?: string[];
  enabled?: boolean;
}

export interface Alert {
  id: string;
  name: string;
  symbol: string | null;
  timeframe: TimeframeName | null;
  condition: AlertCondition;
  repeat: 'once' | 'once_per_candle' | 'always';
  cooldown_s: number;
  expires_at: string | null;
  message: string | null;
  body: string | null;
  webhooks: string[];
  enabled: boolean;
  created_at: string;
  updated_at: string;
}

export interface AlertList {
  alerts: Alert[];
}

export interface FiredAlert {
  /** of the firing: the same however often it is told */
  id: string;
  alert_id: string;
  /** its name */
  alert: string;
  venue: string;
  symbol: string;
  timeframe: TimeframeName;
  /** crosses_up, crosses_down, enters, leaves, moves_up, moves_down, or the name of what was found */
  event: string;
  /** type of the zone, state of the chart pattern, strength of the volume finding; while_down: the price came there between two runs */
  detail: string;
  direction: 'bullish' | 'bearish' | 'neutral';
  price: number;
  confidence: number | null;
  level: number | null;
  zone_top: number | null;
  zone_bottom: number | null;
  /** of a signal; of a chart pattern where it fails */
  stop: number | null;
  target: number | null;
  /** of the trade, or open time of the candle */
  time: string;
  known_at: string;
  message: string;
}

export interface FiredAlerts {
  alerts: FiredAlert[];
}

export interface AlertHistory {
  firings: FiredAlert[];
  /** the cursor of the following page */
  next: number | null;
}

export interface Removed {
  id: string;
}

export interface WebhookTarget {
  name?: string;
  url?: string;
  secret?: string;
  enabled?: boolean;
}

export interface Webhook {
  id: string;
  name: string;
  url: string;
  enabled: boolean;
  created_at: string;
  updated_at: string;
}

export interface NewWebhook {
  id: string;
  name: string;
  url: string;
  enabled: boolean;
  created_at: string;
  updated_at: string;
  /** when it was made here: told now and never again */
  secret?: string;
}

export interface WebhookList {
  webhooks: Webhook[];
}

export interface TestDelivery {
  delivery: string;
}

export interface DeliveryAttempt {
  number: number;
  began_at: string;
  took_ms: number;
  /** HTTP; null when there was no answer */
  status: number | null;
  /** http_503, request_timeout, connection_failed …; empty when delivered */
  error: string;
}

export interface WebhookDelivery {
  /** the Idempotency-Key */
  id: string;
  /** null: a test */
  firing: string | null;
  state: 'pending' | 'delivered' | 'refused' | 'given_up';
  created_at: string;
  /** of the next attempt, while pending */
  next_at: string | null;
  attempts_made: number;
  attempts: DeliveryAttempt[];
  body: string;
}

export interface DeliveryList {
  deliveries: WebhookDelivery[];
  /** the cursor of the following page */
  next: number | null;
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
