import { describe, expect, it } from 'vitest';
import type { IndicatorPage } from '../api/types';
import { IndicatorTable } from './indicator_table';

function page(
  times: number[],
  values: (number | null)[],
  forming: (number | null)[] | null = null,
): IndicatorPage {
  const indicators = [{ name: 'X', id: 'X', outputs: [{ name: 'Real', values }], forming }];
  return { symbol: 'S', timeframe: '1m', times, indicators };
}

const column = (table: IndicatorTable) => table.times.map((time) => table.at(time)?.[0] ?? null);

describe('IndicatorTable', () => {
  it('joins pages and keeps the later value of a time', () => {
    const table = new IndicatorTable();
    table.merge(page([3, 4], [50.3, 60.4]), 'X');
    table.merge(page([1, 2, 3], [null, 20, 55]), 'X');
    expect(column(table)).toEqual([null, 20, 55, 60.4]);
  });

  it('brings a cumulative indicator to one level, wherever the server began to count', () => {
    const table = new IndicatorTable();
    table.merge(page([4, 5, 6, 7], [100, 130, 110, 150]), 'X'); // counted from an earlier start
    table.merge(page([6, 7, 8], [0, 40, 25], [70]), 'X'); // counted anew from candle 6
    expect(column(table)).toEqual([100, 130, 110, 150, 135]);
    expect(table.forming).toEqual([180]);
    table.merge(page([2, 3, 4, 5], [0, 7, 9, 39]), 'X');
    expect(column(table)).toEqual([91, 98, 100, 130, 110, 150, 135]);
  });

  it('does not shift values of a corrected candle', () => {
    const table = new IndicatorTable();
    table.merge(page([1, 2, 3], [50, 51, 52]), 'X');
    table.merge(page([2, 3], [51, 58]), 'X');
    expect(column(table)).toEqual([50, 51, 58]);
  });

  it('treats what is no finite number as missing', () => {
    const table = new IndicatorTable();
    table.merge(page([1, 2], [Number.NaN, Number.POSITIVE_INFINITY], [null]), 'X');
    expect(column(table)).toEqual([null, null]);
    expect(table.forming).toEqual([null]);
  });

  it('takes nothing from a page without its indicator', () => {
    const table = new IndicatorTable();
    expect(table.merge(page([1], [1]), 'Y')).toBe(false);
    expect(table.times).toEqual([]);
  });

  it('forgets what lies outside the window', () => {
    const table = new IndicatorTable();
    table.merge(page([1, 2, 3, 4], [1, 2, 3, 4]), 'X');
    table.keep(2, 3);
    expect(table.times).toEqual([2, 3]);
  });

  it('keeps the forming value when an older page without one joins', () => {
    const table = new IndicatorTable();
    table.merge(page([5, 6], [1, 2], [3]), 'X');
    table.merge(page([3, 4], [8, 9]), 'X');
    expect(table.forming).toEqual([3]);
  });
});

describe('the row of a candle some rows on', () => {
  const table = new IndicatorTable();
  const outputs = [{ name: 'Chikou', values: [10, 20, 50, 60] }];
  const times = [1, 2, 5, 6]; // a hole between 2 and 5
  table.merge(
    { symbol: 'S', timeframe: '1m', times, indicators: [{ name: 'X', id: 'X', outputs, forming: [70] }] },
    'X',
  );

  it('counts candles, not the time between them, and ends with the forming one', () => {
    expect([1, 2, 5].map((time) => table.ahead(time, 2))).toEqual([[50], [60], [70]]);
    expect(table.ahead(6, 2)).toBeNull();
  });

  it('is none for a time without a row', () => {
    expect(table.ahead(3, 1)).toBeNull();
  });
});
