import { describe, expect, it } from 'vitest';
import type { Candle, IndicatorInfo } from '../api/types';
import { cloudOf, cloudRule } from './cloud';
import { IndicatorTable } from './indicator_table';

const names = ['Tenkan', 'Kijun', 'SenkouA', 'SenkouB', 'Chikou'];
const info = { outputs: names.map((name) => ({ name })) } as unknown as IndicatorInfo;
const parameters = { conversion_period: 1, base_period: 1, span_b_period: 2, displacement: 2 };
const kStep = 60_000;

/** High and low of four candles. */
const ranges = [
  [10, 8],
  [12, 9],
  [15, 11],
  [14, 10],
] as const;
const closed = ranges.map(([high, low], i): Candle => [i * kStep, low, high, low, high, 1]);

function tableOf(rows: (number | null)[][]) {
  const table = new IndicatorTable();
  const outputs = names.map((name, i) => ({ name, values: rows.map((row) => row[i] ?? null) }));
  const indicators = [{ name: 'X', id: 'ICHIMOKU', outputs, forming: null }];
  table.merge({ symbol: 'S', timeframe: '1m', times: closed.map(([time]) => time), indicators }, 'X');
  return table;
}

describe('the cloud', () => {
  const rule = cloudRule(info, parameters)!;

  it('lies under the candles as the server has it', () => {
    const rows = [
      [9, 9, null, null],
      [10.5, 10.5, null, null],
      [13, 13, 9, null],
      [12, 12, 10.5, 10],
    ];
    expect(cloudOf(rule, tableOf(rows), closed).points).toEqual([{ time: 3 * kStep, a: 10.5, b: 10 }]);
  });

  // Displaced by two: the candle after the newest has what the last but one made, the next what the newest made.
  // Span A: (13 + 12) / 2 and (12 + 10) / 2. Span B: (15 + 9) / 2 over candles 2 and 3, (15 + 10) / 2 over 3 and 4.
  it('reaches ahead by what the newest candles have made of it', () => {
    const rows = [[], [], [13, 12], [12, 10]];
    expect(cloudOf(rule, tableOf(rows), closed).ahead).toEqual([
      { a: 12.5, b: 12 },
      { a: 11, b: 12.5 },
    ]);
  });

  it('does not reach ahead before it has warmed up', () => {
    expect(cloudOf(rule, tableOf([[], [], [13, 12], [null, 10]]), closed).ahead).toEqual([]);
    expect(cloudOf({ ...rule, spanBPeriod: 4 }, tableOf([[], [], [13, 12], [12, 10]]), closed).ahead).toEqual(
      [],
    );
    expect(
      cloudOf({ ...rule, displacement: 9 }, tableOf([[], [], [13, 12], [12, 10]]), closed).ahead,
    ).toEqual([]);
  });

  it('is one indicator’s', () => {
    expect(cloudRule({ outputs: [{ name: 'Real' }] } as unknown as IndicatorInfo, { period: 14 })).toBeNull();
  });
});
