import { describe, expect, it } from 'vitest';
import { freshnessOf, kStaleAfterMs, type ConnectionFacts } from './freshness';

describe('freshness', () => {
  const open: ConnectionFacts = {
    phase: 'open',
    retryAt: null,
    lastDataAt: 1000,
    everOpen: true,
    feedClosed: false,
    catchingUp: false,
    watchingSince: 0,
    newestEnd: null,
  };

  it('is live while candles arrive and stale when they stop', () => {
    expect(freshnessOf(open, 1000 + kStaleAfterMs)).toEqual({ state: 'live' });
    expect(freshnessOf(open, 1001 + kStaleAfterMs)).toEqual({ state: 'stale', age: kStaleAfterMs + 1 });
  });

  it('does not call a page live before the first candle', () => {
    expect(freshnessOf({ ...open, lastDataAt: null }, 5000).state).toBe('connecting');
    expect(freshnessOf({ ...open, phase: 'connecting', everOpen: false }, 5000).state).toBe('connecting');
  });

  it('calls it stale when no candle comes at all, and tells the age of the newest one held', () => {
    const silent = { ...open, lastDataAt: null };
    expect(freshnessOf(silent, kStaleAfterMs).state).toBe('connecting');
    expect(freshnessOf(silent, 20_000)).toEqual({ state: 'stale', age: 20_000 });
    expect(freshnessOf({ ...silent, newestEnd: -3_600_000 }, 20_000)).toEqual({
      state: 'stale',
      age: 3_620_000,
    });
  });

  it('says how old the data is and when it tries again while the connection is lost', () => {
    expect(freshnessOf({ ...open, phase: 'waiting', retryAt: 7000 }, 5000)).toEqual({
      state: 'reconnecting',
      age: 4000,
      retryIn: 2000,
    });
    expect(freshnessOf({ ...open, phase: 'connecting' }, 5000).state).toBe('reconnecting');
  });

  it('says that there is no more to come when the feed is over, not that it is stale', () => {
    const closed = { ...open, feedClosed: true };
    expect(freshnessOf(closed, 2000).state).toBe('live');
    expect(freshnessOf(closed, 1001 + kStaleAfterMs).state).toBe('ended');
    expect(freshnessOf({ ...closed, lastDataAt: null }, 5000).state).toBe('ended');
    expect(freshnessOf({ ...closed, phase: 'waiting', retryAt: 9000 }, 5000).state).toBe('reconnecting');
  });

  it('does not call the past live, however fast it goes by', () => {
    expect(freshnessOf({ ...open, catchingUp: true }, 1500)).toEqual({ state: 'catching_up' });
    expect(freshnessOf({ ...open, catchingUp: true, lastDataAt: null }, 60_000).state).toBe('catching_up');
    expect(freshnessOf({ ...open, catchingUp: true, phase: 'waiting' }, 1500).state).toBe('reconnecting');
  });

  it('is paused while the page is hidden', () => {
    expect(freshnessOf({ ...open, phase: 'paused' }, 5000)).toEqual({ state: 'paused' });
  });
});
