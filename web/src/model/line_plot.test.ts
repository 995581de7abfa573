import { describe, expect, it } from 'vitest';
import { frameOf, pathOf, pointAt, thinned, ticksOf, type PlotPoint } from './line_plot';

const line = (...values: number[]): PlotPoint[] => values.map((value, at) => ({ at, value }));

describe('the frame of lines', () => {
  it('holds every point, and the floor', () => {
    expect(frameOf([line(3, 1), line(5)])).toEqual({ from: 0, to: 1, low: 1, high: 5 });
    expect(frameOf([line(3, 1)], 0)).toMatchObject({ low: 0, high: 3 });
    expect(frameOf([[], []])).toBeNull();
  });

  it('has room around a line that never moves', () => {
    expect(frameOf([line(100, 100)])).toMatchObject({ low: 99.9, high: 100.1 });
    expect(frameOf([line(0)])).toMatchObject({ low: -1, high: 1 });
  });
});

describe('a path', () => {
  // A box of 100 x 10 over values 0 to 2: 0 at the bottom, 1 half way, 2 on top.
  it('is straight, or stairs', () => {
    const points = line(0, 2, 1);
    const frame = frameOf([points])!;
    expect(pathOf(points, frame, 100, 10, 'straight')).toBe('M0 10L50 0L100 5');
    expect(pathOf(points, frame, 100, 10, 'stairs')).toBe('M0 10H50V0H100V5');
  });
});

describe('a thinned line', () => {
  const long = Array.from({ length: 10_000 }, (_, at) => ({ at, value: Math.sin(at / 300) }));
  const spiked = long.with(5_000, { at: 5_000, value: 9 }).with(7_777, { at: 7_777, value: -9 });
  const kept = thinned(spiked, 400);
  it('keeps its ends and its spikes, in order', () => {
    expect(kept.length).toBeLessThanOrEqual(402);
    expect(kept[0]).toEqual(spiked[0]);
    expect(kept.at(-1)).toEqual(spiked.at(-1));
    expect(kept).toContainEqual({ at: 5_000, value: 9 });
    expect(kept).toContainEqual({ at: 7_777, value: -9 });
    expect(kept.every(({ at }, i) => i === 0 || at > kept[i - 1]!.at)).toBe(true);
  });
  it('is a short one itself', () => expect(thinned(spiked.slice(0, 5), 400)).toEqual(spiked.slice(0, 5)));
});

it('has round ticks', () => {
  expect(ticksOf(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticksOf(9_950, 10_020)).toEqual([9_960, 9_980, 10_000, 10_020]);
  expect(ticksOf(-0.3, 0)).toHaveLength(4);
});

it('finds the point that holds at a time', () => {
  const points = [
    { at: 10, value: 1 },
    { at: 20, value: 2 },
  ];
  expect([9, 10, 15, 20, 99].map((at) => pointAt(points, at)?.value)).toEqual([undefined, 1, 1, 2, 2]);
});
