import { describe, expect, it } from 'vitest';
import type { Candle } from '../api/types';
import { findHoles } from '../model/gaps';
import { IndicatorTable } from '../model/indicator_table';
import { breaksBefore, candlePoints, linePoints } from './chart_data';

const kStep = 60_000;
const at = (i: number): Candle => [i * kStep, 1, 3, 0.5, 2, 7];

describe('candlePoints', () => {
  it('leaves empty places where candles are missing, never a made-up candle', () => {
    const candles = [at(1), at(2), at(5), at(6), at(8)];
    const points = candlePoints(candles, findHoles(candles, kStep, [], true), kStep);
    expect(points.map((point) => point.time)).toEqual([60, 120, 180, 240, 300, 360, 420, 480]);
    expect(points.map((point) => 'close' in point)).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('puts candles next to each other where the market was closed', () => {
    const points = candlePoints([at(1), at(5000)], [], kStep);
    expect(points.length).toBe(2);
    expect(points[1]).toEqual({ time: 300_000, open: 1, high: 3, low: 0.5, close: 2 });
  });
});

describe('linePoints', () => {
  it('breaks the line at a hole and starts it after the warm-up', () => {
    const candles = [at(1), at(2), at(5)];
    const holes = findHoles(candles, kStep, [], true);
    const table = new IndicatorTable();
    const outputs = [{ name: 'Real', values: [null, 4, 6] }];
    const indicators = [{ name: 'X', id: 'X', outputs, forming: null }];
    table.merge({ symbol: 'S', timeframe: '1m', times: candles.map((c) => c[0]), indicators }, 'X');
    const points = linePoints(table, 0, breaksBefore(holes, kStep));
    expect(points.map((point) => [point.time, point.value])).toEqual([
      [120, 4],
      [300, 6],
    ]);
    expect(points[0]!.color).toBe('rgba(0, 0, 0, 0)');
    expect(points[1]!.color).toBeUndefined();
  });

  it('draws a lagging line so many candles back, holes not counted', () => {
    const candles = [at(1), at(2), at(5), at(6)];
    const table = new IndicatorTable();
    const outputs = [{ name: 'Chikou', values: [10, 20, 50, 60] }];
    const indicators = [{ name: 'X', id: 'X', outputs, forming: [70] }];
    table.merge({ symbol: 'S', timeframe: '1m', times: candles.map((c) => c[0]), indicators }, 'X');
    expect(linePoints(table, 0, new Set(), 2).map((point) => [point.time, point.value])).toEqual([
      [60, 50],
      [120, 60],
    ]);
    expect(table.before(7 * kStep, 2)).toBe(5 * kStep); // the forming candle, not in the table yet
    expect(table.before(6 * kStep, 2)).toBe(2 * kStep);
    expect(table.before(2 * kStep, 2)).toBeNull();
    expect(table.before(2 * kStep, 0)).toBe(2 * kStep);
  });
});
