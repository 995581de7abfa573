import type { Candle } from '../api/types';

/**
 * The candles the chart holds: closed ones, oldest first, without doubles, at most `capacity`; and the one still
 * forming. The window is `attached` while its newest candle is the market's newest; scrolling far back drops the newest
 * side and detaches it, so that live candles are never glued behind a hole nobody sees.
 */
export type Change =
  | 'none' // nothing to draw
  | 'forming' // the forming candle moved
  | 'append' // one candle closed at the right edge
  | 'rewrite' // anything else: draw all
  | 'hole'; // candles are missing before the newest one: fetch them

export type Side = 'oldest' | 'newest';

export const kWindowCapacity = 20_000;

/** Dropping one candle at a time would rebuild the whole series at each close: drop this share at once. */
const kTrimShare = 0.05;

export class CandleWindow {
  closed: Candle[] = [];
  forming: Candle | null = null;
  hasOlder = false;
  attached = false;

  constructor(
    readonly step: number,
    readonly capacity: number = kWindowCapacity,
  ) {}

  get oldestTime(): number | null {
    return this.closed[0]?.[0] ?? null;
  }

  get newestTime(): number | null {
    return this.closed.at(-1)?.[0] ?? null;
  }

  /** Replaces everything. */
  reset(candles: readonly Candle[], forming: Candle | null, hasOlder: boolean, attached: boolean): void {
    this.closed = mergeByTime([], candles);
    this.hasOlder = hasOlder;
    this.attached = attached;
    this.forming = attached ? this.#laterThanClosed(forming) : null;
    if (this.closed.length > this.capacity) this.trim('oldest');
  }

  /** Joins a page to the left. Returns how many candles are new. */
  prependOlder(candles: readonly Candle[], hasOlder: boolean): number {
    const before = this.closed.length;
    this.closed = mergeByTime(candles, this.closed);
    this.hasOlder = hasOlder;
    return this.closed.length - before;
  }

  /** Joins a page to the right; values already held are replaced by the page's. Returns how many candles are new. */
  appendNewer(candles: readonly Candle[]): number {
    const before = this.closed.length;
    this.closed = mergeByTime(this.closed, candles);
    this.forming = this.#laterThanClosed(this.forming);
    return this.closed.length - before;
  }

  /** Declares the newest candle to be the market's newest. */
  attach(forming: Candle | null): void {
    this.attached = true;
    this.forming = this.#laterThanClosed(forming);
  }

  /** True when `candles` joins this window without a candle missing between. */
  reaches(candles: readonly Candle[], forming: Candle | null): boolean {
    const first = candles[0]?.[0] ?? forming?.[0];
    const newest = this.newestTime;
    return first !== undefined && newest !== null && first <= newest + this.step;
  }

  /** Takes one live candle. A detached window ignores it. */
  applyLive(candle: Candle, state: 'forming' | 'closed'): Change {
    if (!this.attached) return 'none';
    return state === 'forming' ? this.#applyForming(candle) : this.#applyClosed(candle);
  }

  get overfull(): boolean {
    return this.closed.length > this.capacity;
  }

  /** Drops candles of one side until `keep` are left. Dropping the newest detaches the window. */
  trim(side: Side, keep = Math.floor(this.capacity * (1 - kTrimShare))): void {
    if (this.closed.length <= keep) return;
    if (side === 'oldest') {
      this.closed = this.closed.slice(-keep);
      this.hasOlder = true;
    } else {
      this.closed = this.closed.slice(0, keep);
      this.attached = false;
      this.forming = null;
    }
  }

  #applyForming(candle: Candle): Change {
    const newest = this.newestTime;
    if (newest !== null && candle[0] <= newest) return 'none';
    const previous = this.forming;
    if (previous !== null && candle[0] < previous[0]) return 'none';
    this.forming = candle;
    const expected = newest === null ? candle[0] : newest + this.step;
    const isNew = previous === null || previous[0] !== candle[0];
    return isNew && candle[0] > expected ? 'hole' : 'forming';
  }

  #applyClosed(candle: Candle): Change {
    const newest = this.newestTime;
    if (newest === null || candle[0] > newest) {
      const hole = newest !== null && candle[0] > newest + this.step;
      this.closed.push(candle);
      this.forming = this.#laterThanClosed(this.forming);
      return hole ? 'hole' : 'append';
    }
    const at = indexOfTime(this.closed, candle[0]);
    if (at < 0) {
      const oldest = this.oldestTime;
      if (oldest === null || candle[0] < oldest) return 'none';
      this.closed = mergeByTime(this.closed, [candle]);
      return 'rewrite';
    }
    if (sameCandle(this.closed[at]!, candle)) return 'none';
    this.closed[at] = candle;
    return 'rewrite';
  }

  #laterThanClosed(forming: Candle | null): Candle | null {
    const newest = this.newestTime;
    return forming !== null && (newest === null || forming[0] > newest) ? forming : null;
  }
}

/** How much of history is fetched and held around the view: all grow with what is in view. */
export interface PagingPlan {
  /** Candles of one request. */
  page: number;
  /** A page is fetched when fewer candles than this are left beside the view. */
  ahead: number;
  /** Candles left when a page has joined on the other side; every redraw costs time in proportion to them. */
  keep: number;
}

const kSmallestPage = 2_000;
const kLargestPage = 5_000;
const kLeastAhead = 200;
/** Held anyway: going back and forth in a narrow view should fetch nothing. */
const kFewestHeld = 5_000;

export function pagingFor(visible: number): PagingPlan {
  const page = Math.round(Math.min(kLargestPage, Math.max(kSmallestPage, visible)));
  const ahead = Math.max(kLeastAhead, Math.ceil(visible / 4));
  // The page that joined, the view, and room on both sides of it: fewer would ask at once for what was dropped.
  const needed = page + Math.ceil(visible) + 2 * ahead;
  return { page, ahead, keep: Math.min(kWindowCapacity, Math.max(kFewestHeld, needed)) };
}

export function sameCandle(a: Candle, b: Candle): boolean {
  return a.every((value, i) => value === b[i]);
}

/** Index of the candle opening exactly at `time`, else -1. */
export function indexOfTime(candles: readonly Candle[], time: number): number {
  const at = lowerBound(candles, time);
  return candles[at]?.[0] === time ? at : -1;
}

/** First index whose candle opens at or after `time`. */
export function lowerBound(candles: readonly Candle[], time: number): number {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (candles[middle]![0] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two ascending lists as one ascending list; where both have a time, `b` wins. Input out of order is sorted first. */
export function mergeByTime(a: readonly Candle[], b: readonly Candle[]): Candle[] {
  const left = ascending(a);
  const right = ascending(b);
  const out: Candle[] = [];
  let i = 0;
  let j = 0;
  const push = (candle: Candle) => {
    if (out.at(-1)?.[0] === candle[0]) out[out.length - 1] = candle;
    else out.push(candle);
  };
  while (i < left.length || j < right.length) {
    const x = left[i];
    const y = right[j];
    if (y === undefined || (x !== undefined && x[0] <= y[0])) {
      push(x!);
      i += 1;
    } else {
      push(y);
      j += 1;
    }
  }
  return out;
}

function ascending(candles: readonly Candle[]): readonly Candle[] {
  const ordered = candles.every((candle, i) => i === 0 || candles[i - 1]![0] <= candle[0]);
  return ordered ? candles : [...candles].sort((p, q) => p[0] - q[0]);
}
