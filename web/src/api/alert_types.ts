/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type { TimeframeName } from './shared_types';

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

export interface AlertHistory {
  firings: FiredAlert[];
  /** the cursor of the following page */
  next: number | null;
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
