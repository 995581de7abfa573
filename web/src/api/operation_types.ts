/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type { BookState, FeedState, SourceInfo, TimeframeName } from './shared_types';

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
