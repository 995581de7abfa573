import { describe, expect, it } from 'vitest';
import type { Candle } from '../api/types';
import { readingOf, spokenReading } from './legend';

describe('the legend', () => {
  const before: Candle = [0, 1, 1, 1, 200, 1];
  const candle: Candle = [60_000, 200, 212, 199, 210, 3];

  it('measures the change against the close before', () => {
    expect(readingOf(candle, before, false).changePercent).toBeCloseTo(5, 10);
    expect(readingOf(candle, null, false).changePercent).toBeNull();
  });

  it('can be read aloud', () => {
    const text = spokenReading(readingOf(candle, before, true), (ms) => `t${ms}`, String);
    expect(text).toBe('t60000 UTC, still forming: open 200, high 212, low 199, close 210');
  });
});
