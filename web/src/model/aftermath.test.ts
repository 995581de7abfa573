import { describe, expect, it } from 'vitest';
import type { Followed } from '../api/types';
import { afterText } from './aftermath';

const moves = (mean_percent: number, count = 214) => ({
  count,
  mean_percent,
  median_percent: 0,
  mean_atr: 0,
  median_atr: 0,
  share_up: 0.5,
});
const after = (candles: number, mean: number, difference: Followed['difference_percent']): Followed =>
  ({ candles, events: moves(mean), control: moves(0), difference_percent: difference }) as Followed;

describe('afterText', () => {
  it('tells the mean move, the difference to chance, and whether it is one', () => {
    const rows = [
      after(1, 0.01, null),
      after(5, 0.12, { mean: 0.02, low: -0.03, high: 0.07 }),
      after(20, 0.3, null),
    ];
    expect(afterText([{ direction: 'bullish', after: rows }], 'bullish')).toBe(
      'After 5 candles: +0.120 % on the mean of 214, +0.020 % against chance (−0.030 % to +0.070 %): not told from chance',
    );
    const above = [after(5, 0.2, { mean: 0.1, low: 0.02, high: 0.18 })];
    expect(afterText([{ direction: 'bullish', after: above }], 'bullish')).toMatch(/: above chance$/);
    const below = [after(5, -0.2, { mean: -0.1, low: -0.18, high: -0.02 })];
    expect(afterText([{ direction: 'bearish', after: below }], 'bearish')).toMatch(/: below chance$/);
  });

  it('says when there are too few, and nothing where nothing was counted', () => {
    expect(afterText([{ direction: 'bullish', after: [after(5, 0.2, null)] }], 'bullish')).toBe(
      'After 5 candles: +0.200 % on the mean of 214, too few to compare with chance',
    );
    expect(afterText([], 'bullish')).toBeNull();
    expect(afterText([{ direction: 'bearish', after: [after(5, 1, null)] }], 'bullish')).toBeNull();
  });
});
