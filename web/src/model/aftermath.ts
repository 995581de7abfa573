import type { Followed, PatternDirection } from '../api/types';
import { formatPercent } from './format';

/** After how many candles a card tells what followed: the middle one of those measured. */
const kTold = 5;

/** Moves of a few candles are small: three decimals. */
const percent = (value: number) => formatPercent(value, 3);

/** What followed findings of one kind, for each way they pointed. */
export type Aftermaths = readonly { direction: PatternDirection; after: readonly Followed[] }[];

/**
 * "After 5 candles: +0.120 % on the mean of 214, +0.020 % against chance (−0.030 % to +0.070 %): not told from chance";
 * null where nothing was counted.
 */
export function afterText(of: Aftermaths, direction: PatternDirection): string | null {
  const after = of.find((row) => row.direction === direction)?.after ?? [];
  const told = after.find(({ candles }) => candles === kTold) ?? after[0];
  if (told === undefined || told.events.count === 0) return null;
  const { candles, events, difference_percent: difference } = told;
  const moved = `After ${candles} candles: ${percent(events.mean_percent)} on the mean of ${events.count}`;
  if (difference === null) return `${moved}, too few to compare with chance`;
  const { mean, low, high } = difference;
  const range = `${percent(low)} to ${percent(high)}`;
  const verdict = low <= 0 && high >= 0 ? 'not told from chance' : mean > 0 ? 'above chance' : 'below chance';
  return `${moved}, ${percent(mean)} against chance (${range}): ${verdict}`;
}
