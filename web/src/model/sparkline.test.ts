import { describe, expect, it } from 'vitest';
import { sparkPath } from './sparkline';

describe('sparkPath', () => {
  it('spans the box: the lowest value at the bottom, the highest at the top', () => {
    expect(sparkPath([10, 30, 20], 80, 20)).toBe('M0 20L40 0L80 10');
  });

  it('draws a level line through the middle for values that never move', () => {
    expect(sparkPath([5, 5], 80, 20)).toBe('M0 10L80 10');
  });

  it('stands on a floor where there is one, so that small changes look small', () => {
    expect(sparkPath([90, 100], 80, 20, 0)).toBe('M0 2L80 0');
  });

  it('draws nothing from fewer than two values', () => {
    expect(sparkPath([], 80, 20)).toBe('');
    expect(sparkPath([1], 80, 20)).toBe('');
  });
});
