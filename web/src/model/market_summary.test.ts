import { describe, expect, it } from 'vitest';
import type { SymbolInfo } from '../api/types';
import { summarize } from './market_summary';
import { replaceRows } from './market_table';

const info = (symbol: string, fields: Partial<SymbolInfo>) =>
  ({
    symbol,
    venue: 'sim',
    change_24h_pct: null,
    quality: null,
    gaps_open: 0,
    signals: 'open',
    feed: { state: 'live', since: null, reason: null },
    ...fields,
  }) as SymbolInfo;

describe('summarize', () => {
  it('counts directions, and finds the largest move either way', () => {
    const summary = summarize(
      replaceRows(
        [],
        [
          info('A', { change_24h_pct: 2 }),
          info('B', { change_24h_pct: -7 }),
          info('C', { change_24h_pct: 0 }),
          info('D', {}),
        ],
      ),
    );
    expect(summary).toMatchObject({ count: 4, rising: 1, falling: 1 });
    expect(summary.mover?.info.symbol).toBe('B');
  });

  it('tells what cannot be trusted: states with the worst first, lowest quality, gaps, pauses', () => {
    const state = (name: SymbolInfo['feed']['state']) => ({ state: name, since: null, reason: null });
    const summary = summarize(
      replaceRows(
        [],
        [
          info('A', { quality: 0.98 }),
          info('B', { quality: 0.71, gaps_open: 2, signals: 'paused', feed: state('gapped') }),
          info('C', { gaps_open: 1, feed: state('stale') }),
          info('D', {}),
        ],
      ),
    );
    expect(summary.states).toEqual([
      { state: 'stale', count: 1 },
      { state: 'gapped', count: 1 },
      { state: 'live', count: 2 },
    ]);
    expect(summary).toMatchObject({ worst: { symbol: 'B', quality: 0.71 }, gaps: 3, gapped: 2, paused: 1 });
  });

  it('says nothing of an empty market', () => {
    expect(summarize([])).toMatchObject({ count: 0, mover: null, worst: null, states: [] });
  });
});
