// Signals and traces as docs of the API describe them, for what a simulated market gives too rarely to wait for.
import { readFileSync } from 'node:fs';

/** What a trace says of its confluence, confidence and filters: the dashboard's own tests read the same. */
const reasons = JSON.parse(
  readFileSync(new URL('../../../web/src/model/testing/reasons.json', import.meta.url), 'utf8'),
);
const kMinute = 60_000;
/** Midnight of a Monday. */
const kStart = Date.UTC(2024, 0, 1);
const iso = (minute) => new Date(kStart + minute * kMinute).toISOString();

/** An open signal: in at 100, out at 98 or 103, so 1.5 of reward for one of risk. */
export function signalOf(symbol, minute, change = {}) {
  return {
    symbol,
    venue: 'sim',
    number: minute,
    type: 'weak_buy',
    direction: 'bullish',
    status: 'open',
    score: 0.25,
    confluence: 0.228,
    confidence: 55,
    entry: 100,
    stop: 98,
    targets: [103, 105],
    risk_reward: 1.5,
    risk_percent: 0.55,
    size_hint: 0.275,
    candle: iso(minute - 1),
    known_at: iso(minute),
    expires: iso(minute + 240),
    ended: change.result === undefined ? null : iso(minute + 30),
    exit: null,
    result: null,
    mfe: 0,
    mae: 0,
    trace_id: `sim:${symbol}@${kStart + minute * kMinute}`,
    logic_version: 1,
    ...change,
  };
}

/** One of one, whose Wilson interval at z = 1.96 begins at 1 / (1 + 3.8416) = 0.2065; and 10 of 40. */
export const calibration = [
  {
    type: 'weak_buy',
    confidence: 'low',
    ended: 1,
    hits: 1,
    hit_rate: 1,
    hit_rate_low: 0.2065,
    hit_rate_high: 1,
    mean_result: 1.5,
  },
  {
    type: 'strong_sell',
    confidence: 'high',
    ended: 40,
    hits: 10,
    hit_rate: 0.25,
    hit_rate_low: 0.1419,
    hit_rate_high: 0.4019,
    mean_result: -0.38,
  },
];

/** Zones had a part in all 41, 11 of which hit: Wilson at z = 1.96 (0.3151 +- 0.1435) / 1.0937; volume in the one. */
export const factors = [
  {
    factor: 'volume',
    ended: 1,
    hits: 1,
    hit_rate: 1,
    hit_rate_low: 0.2065,
    hit_rate_high: 1,
    mean_result: 1.5,
  },
  {
    factor: 'supply_demand',
    ended: 41,
    hits: 11,
    hit_rate: 11 / 41,
    hit_rate_low: 0.1569,
    hit_rate_high: 0.4193,
    mean_result: -0.33,
  },
];

const gate = (name, value, threshold) => ({
  name,
  asked: true,
  passed: value >= threshold,
  value,
  threshold,
  margin: value - threshold,
});

const reading = (name, value, weight, timeframes) => ({
  name,
  known: true,
  value,
  weight,
  contribution: value * weight,
  timeframes: timeframes.map((timeframe) => ({ timeframe, known: true, value })),
});

/** Of a weak buy: 0.4 x 0.35 + 0.2 x 0.25 + 0 x 0.15 + 0.24 x 0.25 = 0.25; 0.25 x 0.95 x 0.8 + 0.038 = 0.228. */
export function traceOf(id) {
  const [address] = id.split('@');
  const known_at = iso(5);
  return {
    id,
    symbol: address.split(':').at(-1),
    venue: 'sim',
    candle: iso(4),
    known_at,
    price: 100,
    data: 'good',
    verdict: 'signal',
    type: 'weak_buy',
    leaning: 'weak_buy',
    direction: 'bullish',
    signal: 5,
    score: 0.25,
    readings: [
      reading('structure', 0.4, 0.35, ['4h', '1h']),
      reading('momentum', 0.2, 0.25, ['1h', '15m']),
      reading('liquidity', 0, 0.15, ['15m', '5m']),
      reading('confluence', 0.24, 0.25, []),
    ],
    gates: [
      gate('data', 1, 1),
      gate('warm_up', 3, 3),
      gate('direction', 0.25, 0.2),
      gate('structure', 0.4, 0),
      gate('confluence', 0.228, 0.1),
      gate('entry_filters', 0.8, 0.6),
      gate('confidence', 55, 40),
      gate('risk_reward', 1.6, 1.5),
      gate('repeat', 12, 0),
    ],
    ...reasons,
    plan: {
      entry: 100,
      stop: 98,
      stop_at_level: true,
      targets: [103.2, 105],
      target_at_level: true,
      risk_reward: 1.6,
      risk_percent: 0.55,
      size_hint: 0.275,
    },
    nearest_change: [{ gate: 'risk_reward', from: 1.6, to: 1.5, readings: [] }],
    versions: {
      decision: 1,
      structure: 1,
      zones: 1,
      configuration: '00000000000000ff',
      weights: 'default',
      weights_outcomes: 0,
    },
  };
}
