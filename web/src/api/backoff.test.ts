import { describe, expect, it } from 'vitest';
import { backoffDelay } from './backoff';

const limits = { firstMs: 500, longestMs: 15_000 };

describe('backoffDelay', () => {
  it('doubles its ceiling up to the longest', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 400].map((attempt) => backoffDelay(attempt, 1, limits));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('spreads attempts between a quarter of the ceiling and all of it', () => {
    expect(backoffDelay(2, 0, limits)).toBe(500);
    expect(backoffDelay(2, 0.5, limits)).toBe(1250);
  });
});
