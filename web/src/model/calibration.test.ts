import { expect, it } from 'vitest';
import type { CalibrationRow } from '../api/types';
import { intervalText, kFewSignals, orderFactors, orderRows, rateText, sampleText } from './calibration';

const row = (ended: number, change: Partial<CalibrationRow> = {}): CalibrationRow => ({
  type: 'buy',
  confidence: 'low',
  ended,
  hits: 0,
  hit_rate: 0,
  hit_rate_low: 0,
  hit_rate_high: 0,
  mean_result: 0,
  ...change,
});

it('orders from strong buys to strong sells, the surest first', () => {
  const rows = [
    row(1, { type: 'strong_sell' }),
    row(1),
    row(1, { confidence: 'high' }),
    row(1, { type: 'weak_buy' }),
  ];
  expect(orderRows(rows).map(({ type, confidence }) => `${type} ${confidence}`)).toEqual([
    'buy high',
    'buy low',
    'weak_buy low',
    'strong_sell low',
  ]);
});

it('puts the reasons most signals had first', () => {
  const { type: _, confidence: __, ...rates } = row(3);
  const rows = [
    { factor: 'volume' as const, ...rates },
    { factor: 'supply_demand' as const, ...rates, ended: 9 },
    { factor: 'fibonacci' as const, ...rates },
  ];
  expect(orderFactors(rows).map(({ factor }) => factor)).toEqual(['supply_demand', 'fibonacci', 'volume']);
});

// Wilson's interval at z = 1.96 of 15 in 30, by hand: center 0.5, half of it
// 1.96 / (1 + 3.8416 / 30) * sqrt(0.25 / 30 + 3.8416 / 3600) = 0.168: wider than a third in all at fewer.
it('takes for few what leaves a third of the scale open', () => {
  const n = kFewSignals;
  const z = 1.96;
  const half = (z / (1 + (z * z) / n)) * Math.sqrt(0.25 / n + (z * z) / (4 * n * n));
  expect(half).toBeCloseTo(0.168, 3);
});

it('says plainly when there are few', () => {
  expect(sampleText([row(1)])).toBe(
    '1 signal has ended. The row has fewer than 30: too few to tell a hit rate from chance.',
  );
  expect(sampleText([row(29), row(3)])).toMatch(/^32 signals have ended\. Every row has fewer than 30/);
  expect(sampleText([row(30), row(3)])).toMatch(/1 of 2 rows have fewer than 30/);
  expect(sampleText([row(30), row(1200)])).toBe('1,230 signals have ended.');
});

it('writes shares as whole percent', () => {
  expect(rateText(1 / 3)).toBe('33\u202f%');
  expect(intervalText(0.2065, 1)).toBe('21 to 100\u202f%');
});
