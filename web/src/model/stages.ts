import type { Activation, ActivationEvent, Criterion, RollbackTrigger, StageName } from '../api/types';
import { formatCount, kMissing, minus } from './format';

const kTitles: Record<StageName, string> = {
  shadow: 'Shadow',
  paper: 'Paper',
  micro: 'Micro',
  partial_25: 'Partial, a quarter',
  partial_50: 'Partial, half',
  full: 'Full',
};
export const stageTitle = (stage: StageName): string => kTitles[stage];

type Unit = Criterion['unit'];

/** "62.5 %", "3.14", "180 ms". */
export function formatMeasure(value: number | null, unit: Unit): string {
  if (value === null) return kMissing;
  const short = (number: number, places: number) => minus(String(Number(number.toFixed(places))));
  if (unit === 'share') return `${short(value * 100, 2)}\u202f%`;
  if (unit === 'ms') return `${short(value, 1)}\u202fms`;
  return unit === 'count' ? formatCount(value) : short(value, 2);
}

/** "at least 80 %". */
export function formatTarget({ bound, target, unit }: Criterion): string {
  return `${bound === 'at_least' ? 'at least' : 'at most'} ${formatMeasure(target, unit)}`;
}

/** "49 % to 94.3 %"; null without an interval. */
export function formatInterval({ interval, unit }: Criterion): string | null {
  return interval === null
    ? null
    : `${formatMeasure(interval.low, unit)} to ${formatMeasure(interval.high, unit)}`;
}

/** "8 of 30": what there is, and what it takes to be judged. */
export function formatSample({ sample, sample_min }: Criterion): string {
  return sample < sample_min ? `${formatCount(sample)} of ${formatCount(sample_min)}` : formatCount(sample);
}

export interface VerdictLook {
  text: string;
  icon: 'check' | 'close' | 'dots';
  tone: 'good' | 'warning' | 'neutral';
}
const kVerdicts: Record<Criterion['verdict'], VerdictLook> = {
  met: { text: 'Met', icon: 'check', tone: 'good' },
  unmet: { text: 'Unmet', icon: 'close', tone: 'warning' },
  too_few: { text: 'Too few', icon: 'dots', tone: 'neutral' },
};
export const verdictLook = (verdict: Criterion['verdict']): VerdictLook => kVerdicts[verdict];

/** What stands between this stage and the next, in a sentence; null: nothing does. */
export function obstacleOf({ next, hindrance, criteria }: Activation): string | null {
  if (hindrance !== null || next === null) return hindrance;
  const missing = criteria.filter(({ verdict }) => verdict !== 'met').map(({ title }) => title.toLowerCase());
  return missing.length === 0 ? null : `Not met yet: ${missing.join(', ')}`;
}

/** What the strategy does where it does not move the account; null: it does. */
export function asideText({ stage, multiplier }: Activation): string | null {
  if (multiplier > 0) return null;
  return stage === 'shadow'
    ? 'The strategy enters nothing: what it would have done on paper, at full size, is what is judged.'
    : 'The strategy moves no real money yet: it trades on paper beside the account, and that is what is judged.';
}

/** How much of a trigger's way has been gone, 0 … 1; null where nothing was measured or the limit is a floor. */
export function nearness({ bound, measured, limit }: RollbackTrigger): number | null {
  if (measured === null || bound === 'at_least' || limit <= 0) return null;
  return Math.min(1, measured / limit);
}

/** "Rolled back from Paper to Shadow". */
export function stepText({ kind, from, to }: ActivationEvent): string {
  const way = from === to ? `at ${stageTitle(to)}` : `from ${stageTitle(from)} to ${stageTitle(to)}`;
  if (kind === 'promoted') return `Promoted ${way}`;
  if (kind === 'rolled_back') return `Rolled back ${way}`;
  return kind === 'restarted' ? `Begun anew ${way}` : `Configuration set ${way}`;
}
