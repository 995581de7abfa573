import { describe, expect, it } from 'vitest';
import { columnWidth, leftOf } from './column_width';

describe('columnWidth', () => {
  it('leaves room between neighbors wherever there is any, and never vanishes', () => {
    for (let spacing = 0.1; spacing < 60; spacing += 0.1) {
      const width = columnWidth(spacing);
      expect(width).toBeGreaterThanOrEqual(1);
      expect(Number.isInteger(width)).toBe(true);
      if (spacing >= 2) expect(width).toBeLessThan(spacing);
    }
  });

  it('is the same or wider when there is more room', () => {
    for (let spacing = 1; spacing < 60; spacing += 0.25)
      expect(columnWidth(spacing + 0.25)).toBeGreaterThanOrEqual(columnWidth(spacing));
  });
});

describe('leftOf', () => {
  it('centers on whole pixels', () => {
    expect([leftOf(10.5, 1), leftOf(10.5, 5), leftOf(10, 4)]).toEqual([10, 8, 8]);
  });
});
