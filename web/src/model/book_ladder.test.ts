import { describe, expect, it } from 'vitest';
import type { OrderBook } from '../api/types';
import { ladderOf } from './book_ladder';

function book(bids: [number, number][], asks: [number, number][]): OrderBook {
  const rest = { update_id: 1, known_at: null, spread: null };
  return { symbol: 'A', venue: 'sim', state: 'live', ...rest, bids, asks };
}

describe('ladderOf', () => {
  const ladder = ladderOf(
    book(
      [
        [99.5, 1],
        [99, 3],
        [98, 50],
      ],
      [
        [100.5, 2],
        [101, 6],
      ],
    ),
    2,
  );

  it('sums from the best price outwards, as far as it is shown', () => {
    expect(ladder.bids.map(({ sum }) => sum)).toEqual([1, 4]);
    expect(ladder.asks.map(({ sum }) => sum)).toEqual([2, 8]);
  });

  it('gives both sides bars of one scale', () => {
    expect(ladder.bids.map(({ share }) => share)).toEqual([0.125, 0.5]);
    expect(ladder.asks.map(({ share }) => share)).toEqual([0.25, 1]);
    expect(ladder.bidShare).toBeCloseTo(1 / 3, 12);
  });

  it('measures the spread: 1 at 100 is one percent, 100 basis points', () => {
    expect(ladder.spread).toEqual({ price: 1, basisPoints: 100 });
  });

  it('is empty for a book without levels, and has no spread with one side only', () => {
    expect(ladderOf(book([], []), 10)).toEqual({ bids: [], asks: [], spread: null, bidShare: null });
    expect(ladderOf(book([[1, 1]], []), 10)).toMatchObject({ spread: null, bidShare: 1 });
  });
});
