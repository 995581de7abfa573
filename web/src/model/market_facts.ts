import type { TableRow } from './market_table';

/** What the rows of all instruments tell of the age of a page. */
export interface MarketFacts {
  /** Unix ms; null = nothing here is live, however often the server repeats it */
  lastDataAt: number | null;
  /** Every stream is over. */
  feedClosed: boolean;
  /** Some of them are still in the past. */
  catchingUp: boolean;
}

/** `updatedAt`: Unix ms when the rows were heard of; null = never */
export function factsOf(rows: readonly TableRow[], updatedAt: number | null): MarketFacts {
  const feedClosed = rows.length > 0 && rows.every(({ info }) => info.feed.state === 'closed');
  const catchingUp = rows.some(({ info }) => info.feed.state === 'catching_up');
  return { lastDataAt: feedClosed ? null : updatedAt, feedClosed, catchingUp };
}
