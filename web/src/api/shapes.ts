/** What the routes of markets, books, trades and the machine say. Times are ISO-8601 text unless said otherwise. */
import type { SourceInfo, SymbolInfo as Instrument, TimeframeName } from './types';

export type FeedState = 'connecting' | 'live' | 'stale' | 'resyncing' | 'gapped' | 'polling' | 'closed';

/** The state of one stream, since when, and why. */
export interface FeedInfo {
  state: FeedState;
  since: string | null;
  reason: string | null;
}

export interface SymbolInfo extends Instrument {
  subscribed: boolean;
  feed: FeedInfo;
  /** Units of the base asset. */
  volume_24h: number | null;
  /** Closes of the last 24 hours, oldest first. */
  sparkline: readonly number[];
  gaps_open: number;
  bid?: number | null;
  ask?: number | null;
}

export interface SymbolList {
  symbols: SymbolInfo[];
  source: SourceInfo;
}

/** What the channel "markets" tells of an instrument. */
export type MarketRow = Pick<
  SymbolInfo,
  | 'symbol'
  | 'venue'
  | 'last'
  | 'change_24h_pct'
  | 'volume_24h'
  | 'feed'
  | 'quality'
  | 'signals'
  | 'subscribed'
  | 'gaps_open'
  | 'bid'
  | 'ask'
>;

export interface MarketRows {
  /** All in a snapshot, those that changed in a message "markets". */
  rows: MarketRow[];
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
  /** How many match, of which `symbols` are the first. */
  total: number;
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
  /** Best first; empty unless live. */
  bids: BookLevel[];
  asks: BookLevel[];
}

export interface TradeInfo {
  id: number;
  time_ms: number;
  price: number;
  qty: number;
  /** Of the taker. */
  side: 'buy' | 'sell';
}

export interface TradeList {
  symbol: string;
  venue: string;
  /** Oldest first. */
  trades: TradeInfo[];
}

export interface ProblemOfPart {
  part: string;
  problem: string;
}

export interface BookTop {
  state: BookState;
  bid?: number;
  bid_qty?: number;
  ask?: number;
  ask_qty?: number;
}

/** What /api/status says of one instrument. */
export interface StreamStatus {
  symbol: string;
  venue: string;
  feed_state: FeedState;
  signals: 'open' | 'paused';
  pause_reason: string | null;
  updated: string | null;
  /** Score by timeframe. */
  quality: Partial<Record<TimeframeName, number>>;
  book: BookTop | null;
}

export interface Status {
  version: string;
  source: SourceInfo & { since: string };
  started: string;
  uptime_s: number;
  ws_clients: number;
  problems: ProblemOfPart[];
  streams: StreamStatus[];
}

export interface ProcessInfo {
  rss_bytes: number;
  rss_peak_bytes: number;
  /** User and system, all threads. */
  cpu_seconds: number;
  threads: number;
  uptime_s: number;
}

export interface QueueInfo {
  name: string;
  /** Who takes from it. */
  owner: string;
  policy: string;
  capacity: number;
  depth: number;
  high_water: number;
  dropped: number;
  /** Times a producer had to wait. */
  waits: number;
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

export interface System {
  process: ProcessInfo;
  queues: QueueInfo[];
  feeds: FeedLink[];
  store: StoreInfo | null;
  memory: { instruments: number; candles: number; candles_max: number; trades: number; gaps: number };
  stream: { clients: number };
}

/** [upper edge in ms, how many lie between the edge before and this] */
export type LatencyBucket = readonly [number, number];

export interface LatencyStage {
  id: string;
  title: string;
  count: number;
  p50_ms: number | null;
  p90_ms: number | null;
  p99_ms: number | null;
  p999_ms: number | null;
  max_ms: number | null;
  buckets: LatencyBucket[];
}

export interface Latency {
  stages: LatencyStage[];
}

export interface ServiceInfo {
  name: string;
  state: 'starting' | 'running' | 'degraded' | 'failed' | 'stopped';
  since: string;
  reason: string | null;
  circuit: 'closed' | 'half_open' | 'open' | null;
}

export interface Services {
  services: ServiceInfo[];
}

export interface QuarantineRow {
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
}

export interface Quarantine {
  rows: QuarantineRow[];
  /** The cursor of the next page. */
  next: number | null;
}
