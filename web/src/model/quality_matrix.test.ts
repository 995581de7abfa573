import { describe, expect, it } from 'vitest';
import type { Stream } from '../api/types';
import { worstFirst } from './quality_matrix';

const stream = (symbol: string, quality: Stream['quality']): Stream => ({
  symbol,
  venue: 'sim',
  feed_state: 'live',
  signals: 'open',
  pause_reason: null,
  updated: null,
  quality,
  book: null,
});

describe('worstFirst', () => {
  const streams = [
    stream('C', {}),
    stream('B', { '1m': 1, '5m': 0.4 }),
    stream('A', { '1m': 1 }),
    stream('D', { '1m': 0.9 }),
  ];

  it('sorts by the lowest score of any timeframe; what is not measured comes last', () => {
    expect(worstFirst(streams, '').map(({ symbol }) => symbol)).toEqual(['B', 'D', 'A', 'C']);
  });

  it('keeps what contains every word', () => {
    expect(worstFirst(streams, 'sim d').map(({ symbol }) => symbol)).toEqual(['D']);
    expect(worstFirst(streams, 'x')).toEqual([]);
  });
});
