import type { TimeframeName } from '../api/types';

/** The candle lengths Tidemark keeps, shortest first; the keys 1..8 follow this order. */
export const kTimeframes: readonly TimeframeName[] = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'];

const kMinute = 60_000;
const kLengths: Record<TimeframeName, number> = {
  '1m': kMinute,
  '5m': 5 * kMinute,
  '15m': 15 * kMinute,
  '30m': 30 * kMinute,
  '1h': 60 * kMinute,
  '4h': 240 * kMinute,
  '1d': 1440 * kMinute,
  '1w': 10_080 * kMinute,
};

const kSpoken: Record<TimeframeName, string> = {
  '1m': '1 minute',
  '5m': '5 minutes',
  '15m': '15 minutes',
  '30m': '30 minutes',
  '1h': '1 hour',
  '4h': '4 hours',
  '1d': '1 day',
  '1w': '1 week',
};

export function isTimeframe(text: string): text is TimeframeName {
  return Object.hasOwn(kLengths, text);
}

/** Length in milliseconds. */
export function lengthOf(timeframe: TimeframeName): number {
  return kLengths[timeframe];
}

export function spokenName(timeframe: TimeframeName): string {
  return kSpoken[timeframe];
}

/** Milliseconds until the forming candle closes; null when `now` is not inside it (a recording being played). */
export function untilClose(openTime: number, timeframe: TimeframeName, now: number): number | null {
  const end = openTime + kLengths[timeframe];
  return now >= openTime && now < end ? end - now : null;
}
