import type { CalibrationRow, FactorPerformance, SignalType } from '../api/types';
import { formatCount } from './format';

/** Under so many ended signals a hit rate says next to nothing: the interval around one half spans a third of the scale. */
export const kFewSignals = 30;

/** How often ended signals of some kind hit their target. */
export type Rates = Pick<
  CalibrationRow,
  'ended' | 'hits' | 'hit_rate' | 'hit_rate_low' | 'hit_rate_high' | 'mean_result'
>;

const kTypes: readonly SignalType[] = [
  'strong_buy',
  'buy',
  'weak_buy',
  'neutral',
  'weak_sell',
  'sell',
  'strong_sell',
];
/** Percent of confidence a bucket has: those below 40 are very low. */
const kBuckets: Record<CalibrationRow['confidence'], string> = {
  extreme: '90 and more',
  high: '75 to 90',
  medium: '60 to 75',
  low: '40 to 60',
  very_low: 'under 40',
};
const kBucketOrder = Object.keys(kBuckets);

/** Strong buys first, strong sells last, of each the highest confidence first. */
export function orderRows(rows: readonly CalibrationRow[]): CalibrationRow[] {
  return [...rows].sort(
    (a, b) =>
      kTypes.indexOf(a.type) - kTypes.indexOf(b.type) ||
      kBucketOrder.indexOf(a.confidence) - kBucketOrder.indexOf(b.confidence),
  );
}

/** The reasons most signals had first. */
export function orderFactors(rows: readonly FactorPerformance[]): FactorPerformance[] {
  return [...rows].sort((a, b) => b.ended - a.ended || a.factor.localeCompare(b.factor));
}

export const bucketText = (confidence: CalibrationRow['confidence']) => kBuckets[confidence];

const kPercent = '\u202f%';

/** "33 %", and the interval "10 to 70 %". */
export const rateText = (share: number) => `${Math.round(share * 100)}${kPercent}`;
export const intervalText = (low: number, high: number) =>
  `${Math.round(low * 100)} to ${Math.round(high * 100)}${kPercent}`;

/** What the figures of all rows together are worth. */
export function sampleText(rows: readonly CalibrationRow[]): string {
  const ended = rows.reduce((sum, row) => sum + row.ended, 0);
  const enough = rows.filter((row) => row.ended >= kFewSignals).length;
  const told = `${formatCount(ended)} ${ended === 1 ? 'signal has' : 'signals have'} ended.`;
  if (enough === rows.length) return told;
  const which =
    enough > 0
      ? `${rows.length - enough} of ${rows.length} rows have`
      : rows.length === 1
        ? 'The row has'
        : 'Every row has';
  return `${told} ${which} fewer than ${kFewSignals}: too few to tell a hit rate from chance.`;
}
