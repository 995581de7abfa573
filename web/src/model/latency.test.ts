import { describe, expect, it } from 'vitest';
import type { LatencyBucket, LatencyStage } from '../api/types';
import { axisOf, barsOf } from './latency';

function stage(buckets: LatencyBucket[]): LatencyStage {
  const none = { p50_ms: null, p90_ms: null, p99_ms: null, p999_ms: null, max_ms: null };
  return { id: 'received_to_engine', title: 'A', count: 1, ...none, buckets };
}

describe('axisOf', () => {
  it('spans the buckets of all stages, with decades marked', () => {
    // From the bucket (0.5, 1] to the bucket (8, 16]: five doublings.
    const axis = axisOf([stage([[1, 5]]), stage([[16, 2]])])!;
    expect([axis.first, axis.last]).toEqual([-1, 4]);
    expect(axis.marks.map((mark) => mark.text)).toEqual(['1 ms', '10 ms']);
    expect(axis.marks[0]!.at).toBeCloseTo(0.2, 12);
  });

  it('is none while nothing is measured; empty buckets do not stretch it', () => {
    expect(axisOf([])).toBeNull();
    expect(axisOf([stage([[1, 0]])])).toBeNull();
    expect(
      axisOf([
        stage([
          [1, 5],
          [1024, 0],
        ]),
      ])!.last,
    ).toBe(0);
  });
});

describe('barsOf', () => {
  it('places each bucket between half its edge and its edge, as high as its share of the highest', () => {
    const measured = stage([
      [1, 5],
      [2, 20],
      [16, 10],
    ]);
    const bars = barsOf(measured, axisOf([measured])!);
    expect(bars.map(({ x, height }) => [x, height])).toEqual([
      [0, 0.25],
      [0.2, 1],
      [0.8, 0.5],
    ]);
    expect(bars[0]!.width).toBe(0.2);
  });
});
