import type { Candle } from '../api/types';
import { lowerBound } from './candle_window';
import { blanksOf, type Hole } from './gaps';

/**
 * The times of a chart's places: those of all candles, and of the empty places where holes are. Holes are ascending and
 * lie between candles, the forming one included.
 */
export function axisTimes(
  closed: readonly Candle[],
  forming: Candle | null,
  holes: readonly Hole[],
  step: number,
): number[] {
  const times: number[] = [];
  let next = 0;
  const add = (time: number) => {
    for (; next < holes.length && holes[next]!.from < time; next += 1)
      times.push(...blanksOf(holes[next]!, step));
    times.push(time);
  };
  for (const candle of closed) add(candle[0]);
  if (forming !== null) add(forming[0]);
  return times;
}

/** Index of the first time not before `wanted`; times are ascending. */
export function firstAtOrAfter(times: readonly number[], wanted: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls `visit` for each candle that has one of the places from … to. */
export function visitCandles(
  candles: readonly Candle[],
  times: readonly number[],
  { from, to }: { from: number; to: number },
  visit: (candle: Candle, place: number) => void,
): void {
  let place = Math.max(0, Math.floor(from));
  const last = Math.min(times.length - 1, Math.ceil(to));
  if (place > last) return;
  let at = lowerBound(candles, times[place]!);
  for (; place <= last && at < candles.length; place += 1) {
    while (at < candles.length && candles[at]![0] < times[place]!) at += 1;
    const candle = candles[at];
    if (candle?.[0] === times[place]) visit(candle!, place);
  }
}
