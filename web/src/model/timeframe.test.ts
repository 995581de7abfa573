import { describe, expect, it } from 'vitest';
import { isTimeframe, kTimeframes, lengthOf, untilClose } from './timeframe';

describe('timeframes', () => {
  it('are eight, ascending, each a multiple of the one before but for the week', () => {
    const lengths = kTimeframes.map(lengthOf);
    expect(lengths).toEqual([1, 5, 15, 30, 60, 240, 1440, 10_080].map((m) => m * 60_000));
    expect(isTimeframe('1M')).toBe(false);
    expect(isTimeframe('toString')).toBe(false);
  });

  it('tell the time left only inside the candle', () => {
    expect(untilClose(60_000, '1m', 90_000)).toBe(30_000);
    expect(untilClose(60_000, '1m', 120_000)).toBeNull();
    expect(untilClose(60_000, '1m', 59_999)).toBeNull();
  });
});
