import type { TradeInfo } from '../api/types';

/** The newest trades, newest first, none twice: `news` (oldest first, as sent) joined to those held. */
export function joinTape(
  held: readonly TradeInfo[],
  news: readonly TradeInfo[],
  capacity: number,
): readonly TradeInfo[] {
  const newest = held[0]?.id ?? -Infinity;
  const fresh = news.filter((trade) => trade.id > newest);
  if (fresh.length === 0) return held;
  return [...fresh.sort((a, b) => b.id - a.id), ...held].slice(0, capacity);
}
