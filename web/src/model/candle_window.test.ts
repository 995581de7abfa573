import { describe, expect, it } from 'vitest';
import type { Candle } from '../api/types';
import { CandleWindow, indexOfTime, lowerBound, mergeByTime, pagingFor } from './candle_window';

const kStep = 60_000;
const at = (i: number, close = 10 + i): Candle => [i * kStep, 10, 1000, 1, close, 5];
const run = (from: number, to: number): Candle[] => Array.from({ length: to - from }, (_, i) => at(from + i));
const minutes = (window: CandleWindow) => window.closed.map((candle) => candle[0] / kStep);

function attached(from: number, to: number, capacity = 100): CandleWindow {
  const window = new CandleWindow(kStep, capacity);
  window.reset(run(from, to), at(to), true, true);
  return window;
}

describe('mergeByTime', () => {
  it('joins two lists in order of time and keeps the later list where both have a candle', () => {
    const merged = mergeByTime([at(1), at(2, 20)], [at(2, 99), at(3)]);
    expect(merged.map((c) => c[0] / kStep)).toEqual([1, 2, 3]);
    expect(merged[1]![4]).toBe(99);
  });

  it('sorts input that is out of order and drops doubles within one list', () => {
    const merged = mergeByTime([at(3), at(1), at(3, 7)], []);
    expect(merged.map((c) => c[0] / kStep)).toEqual([1, 3]);
    expect(merged[1]![4]).toBe(7);
  });

  it('gives nothing for nothing', () => {
    expect(mergeByTime([], [])).toEqual([]);
  });
});

describe('searching by time', () => {
  const candles = [at(1), at(3), at(5)];

  it('finds exact times only with indexOfTime', () => {
    expect(indexOfTime(candles, 3 * kStep)).toBe(1);
    expect(indexOfTime(candles, 4 * kStep)).toBe(-1);
    expect(indexOfTime([], 0)).toBe(-1);
  });

  it('finds the first candle at or after a time with lowerBound', () => {
    expect([0, 1, 2, 5, 6].map((i) => lowerBound(candles, i * kStep))).toEqual([0, 0, 1, 2, 3]);
  });
});

describe('CandleWindow, live', () => {
  it('replaces the forming candle and appends it when it closes', () => {
    const window = attached(0, 3);
    expect(window.applyLive(at(3, 42), 'forming')).toBe('forming');
    expect(window.forming![4]).toBe(42);
    expect(window.applyLive(at(3, 43), 'closed')).toBe('append');
    expect(minutes(window)).toEqual([0, 1, 2, 3]);
    expect(window.forming).toBeNull();
    expect(window.applyLive(at(4), 'forming')).toBe('forming');
  });

  it('ignores a forming candle that is late and a closed one it already holds', () => {
    const window = attached(0, 3);
    expect(window.applyLive(at(2), 'forming')).toBe('none');
    expect(window.applyLive(at(2), 'closed')).toBe('none');
    expect(minutes(window)).toEqual([0, 1, 2]);
  });

  it('takes a correction of a candle it holds', () => {
    const window = attached(0, 3);
    expect(window.applyLive(at(1, 777), 'closed')).toBe('rewrite');
    expect(window.closed[1]![4]).toBe(777);
  });

  it('takes a late candle into the middle, and one older than all not at all', () => {
    const window = new CandleWindow(kStep, 100);
    window.reset([at(5), at(7)], null, true, true);
    expect(window.applyLive(at(6), 'closed')).toBe('rewrite');
    expect(minutes(window)).toEqual([5, 6, 7]);
    expect(window.applyLive(at(1), 'closed')).toBe('none');
  });

  it('reports a hole once when candles were missed', () => {
    const window = attached(0, 3);
    expect(window.applyLive(at(5), 'forming')).toBe('hole');
    expect(window.applyLive(at(5, 6), 'forming')).toBe('forming');
    expect(window.applyLive(at(9), 'closed')).toBe('hole');
  });

  it('ignores everything live while detached', () => {
    const window = attached(0, 3);
    window.trim('oldest');
    window.attached = false;
    expect(window.applyLive(at(3), 'closed')).toBe('none');
  });

  it('starts from nothing', () => {
    const window = new CandleWindow(kStep);
    window.reset([], null, false, true);
    expect(window.applyLive(at(1), 'forming')).toBe('forming');
    expect(window.applyLive(at(1), 'closed')).toBe('append');
  });
});

describe('CandleWindow, pages', () => {
  it('joins an older page without doubling the candle both have', () => {
    const window = attached(5, 8);
    expect(window.prependOlder(run(2, 6), false)).toBe(3);
    expect(minutes(window)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(window.hasOlder).toBe(false);
  });

  it('drops the newest side when older pages fill it, and is then detached', () => {
    const window = attached(100, 200);
    window.prependOlder(run(80, 100), true);
    expect(window.overfull).toBe(true);
    window.trim('newest');
    expect(window.closed.length).toBe(95);
    expect(minutes(window)[0]).toBe(80);
    expect(window.attached).toBe(false);
    expect(window.forming).toBeNull();
  });

  it('drops the oldest side when live candles fill it, and knows there is older data', () => {
    const window = attached(0, 100);
    window.hasOlder = false;
    window.applyLive(at(100), 'closed');
    expect(window.overfull).toBe(true);
    window.trim('oldest');
    expect(minutes(window).at(-1)).toBe(100);
    expect(window.hasOlder).toBe(true);
    expect(window.attached).toBe(true);
  });

  it('never holds more than its capacity after a reset', () => {
    const window = new CandleWindow(kStep, 50);
    window.reset(run(0, 80), null, false, true);
    expect(window.closed.length).toBeLessThanOrEqual(50);
    expect(minutes(window).at(-1)).toBe(79);
  });

  it('attaches again when a newer page reaches the live edge', () => {
    const window = new CandleWindow(kStep, 100);
    window.reset(run(0, 5), at(9), true, false);
    expect(window.forming).toBeNull();
    window.appendNewer(run(4, 9));
    window.attach(at(9));
    expect(window.attached).toBe(true);
    expect(window.forming![0]).toBe(9 * kStep);
  });

  it('knows whether a snapshot joins without a hole', () => {
    const window = attached(0, 10);
    expect(window.reaches(run(5, 20), null)).toBe(true);
    expect(window.reaches(run(10, 20), null)).toBe(true);
    expect(window.reaches(run(11, 20), null)).toBe(false);
    expect(window.reaches([], at(10))).toBe(true);
    expect(window.reaches([], at(12))).toBe(false);
    expect(window.reaches([], null)).toBe(false);
  });

  it('clears a forming candle that a page shows as closed', () => {
    const window = attached(0, 3);
    window.appendNewer(run(2, 5));
    expect(window.forming).toBeNull();
  });
});

describe('pagingFor', () => {
  it('fetches a screen and looks a quarter ahead, within bounds', () => {
    expect(pagingFor(130)).toEqual({ page: 2_000, ahead: 200, keep: 5_000 });
    expect(pagingFor(2_600)).toEqual({ page: 2_600, ahead: 650, keep: 6_500 });
    expect(pagingFor(9_000)).toEqual({ page: 5_000, ahead: 2_250, keep: 18_500 });
  });

  it('keeps enough that what was dropped is not wanted at once', () => {
    for (const visible of [1, 130, 1_000, 2_500, 5_000]) {
      const { page, ahead, keep } = pagingFor(visible);
      // The view is at most `ahead` from the oldest candle when it asks; then a page joins before it.
      const rightOfView = keep - (page + ahead + visible);
      expect(rightOfView).toBeGreaterThanOrEqual(ahead);
    }
  });
});
