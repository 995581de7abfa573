import { describe, expect, it } from 'vitest';
import type { Candle } from '../api/types';
import { axisTimes, firstAtOrAfter, visitCandles } from './axis_times';
import { findHoles } from './gaps';

const kStep = 60_000;
const at = (i: number): Candle => [i * kStep, 1, 3, 0.5, 2, 7];
const minutes = (times: readonly number[]) => times.map((time) => time / kStep);

describe('axisTimes', () => {
  it('leaves empty places where candles are missing', () => {
    const candles = [at(1), at(2), at(5), at(6)];
    const holes = findHoles([...candles, at(8)], kStep, [], true);
    expect(minutes(axisTimes(candles, at(8), holes, kStep))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('puts candles next to each other where the market was closed', () => {
    expect(minutes(axisTimes([at(1), at(5000)], null, [], kStep))).toEqual([1, 5000]);
    expect(axisTimes([], null, [], kStep)).toEqual([]);
  });
});

describe('firstAtOrAfter', () => {
  it('finds a time, the one after it, or the end', () => {
    const times = [10, 20, 30];
    expect([5, 10, 11, 30, 31].map((time) => firstAtOrAfter(times, time))).toEqual([0, 0, 1, 2, 3]);
  });
});

describe('visitCandles', () => {
  const places = [1, 2, 3, 4, 5, 6].map((i) => i * kStep);
  const visited = (candles: readonly Candle[], from: number, to: number) => {
    const seen: [number, number][] = [];
    visitCandles(candles, places, { from, to }, ([time], place) => seen.push([time / kStep, place]));
    return seen;
  };

  it('gives each candle between two places its own, also beside empty ones', () => {
    const candles = [at(1), at(2), at(5), at(6)];
    expect(visited(candles, -3, 99)).toEqual([
      [1, 0],
      [2, 1],
      [5, 4],
      [6, 5],
    ]);
    expect(visited(candles, 1.5, 4)).toEqual([
      [2, 1],
      [5, 4],
    ]);
  });

  it('leaves out candles that have no place, and visits none beyond the axis', () => {
    expect(visited([at(0), at(2.5), at(3), at(7)], 0, 5)).toEqual([[3, 2]]);
    expect(visited([at(1)], 7, 9)).toEqual([]);
    expect(visited([], 0, 5)).toEqual([]);
  });
});
