import type { BookLevel, OrderBook } from '../api/types';

export interface LadderRow {
  price: number;
  qty: number;
  /** Quantity from the best price to here. */
  sum: number;
  /** `sum` against the largest of both sides, 0..1: the length of its bar. */
  share: number;
}

export interface Ladder {
  /** Best first. */
  bids: LadderRow[];
  asks: LadderRow[];
  /** Best ask less best bid, in price units and in basis points of the middle. */
  spread: { price: number; basisPoints: number } | null;
  /** Part of the quantity shown that is bid, 0..1; null for an empty book. */
  bidShare: number | null;
}

/** The best `depth` levels of each side with what lies between them and the best price. */
export function ladderOf(book: OrderBook, depth: number): Ladder {
  const [bids, asks] = [summed(book.bids.slice(0, depth)), summed(book.asks.slice(0, depth))];
  const [bidSum, askSum] = [bids.at(-1)?.sum ?? 0, asks.at(-1)?.sum ?? 0];
  const largest = Math.max(bidSum, askSum);
  for (const row of [...bids, ...asks]) row.share = largest > 0 ? row.sum / largest : 0;
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  const hasBoth = bid !== undefined && ask !== undefined;
  return {
    bids,
    asks,
    spread: hasBoth ? { price: ask - bid, basisPoints: ((ask - bid) / ((ask + bid) / 2)) * 10_000 } : null,
    bidShare: bidSum + askSum > 0 ? bidSum / (bidSum + askSum) : null,
  };
}

function summed(levels: readonly BookLevel[]): LadderRow[] {
  let sum = 0;
  return levels.map(([price, qty]) => ({ price, qty, sum: (sum += qty), share: 0 }));
}
