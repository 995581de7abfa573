import type { TradeTally } from '../api/types';

/** Under so many trades figures say next to nothing. */
export const kFewTrades = 30;

const kWeekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "09:00" of hour 9, a weekday as it is called, a setup's name, or that there is none. */
export function groupTitle(kind: 'setup' | 'regime' | 'hour' | 'weekday', name: string): string {
  if (kind === 'hour' && /^\d{1,2}$/.test(name)) return `${name.padStart(2, '0')}:00`;
  if (kind === 'weekday')
    return kWeekdays.find((day) => day.toLowerCase().startsWith(name.toLowerCase())) ?? name;
  return name === '' ? '(none)' : name.replaceAll('_', ' ');
}

/** Groups with a trade in them. */
export const withTrades = <T extends { tally: { trades: number } }>(groups: readonly T[]) =>
  groups.filter(({ tally }) => tally.trades > 0);

/** Left and width, in percent of a scale with zero in it, of a bar for `value` among values up to `most` of size. */
export function barOf(value: number, most: number): { left: number; width: number } {
  if (most <= 0) return { left: 50, width: 0 };
  const width = Math.min(50, (Math.abs(value) / most) * 50);
  return { left: value < 0 ? 50 - width : 50, width };
}

/** What the figures of so many trades are worth. */
export function sampleText({ trades }: TradeTally): string {
  if (trades === 0) return 'No trade has been closed yet.';
  const told = `${trades.toLocaleString('en-US')} closed ${trades === 1 ? 'trade' : 'trades'}.`;
  return trades < kFewTrades ? `${told} Fewer than ${kFewTrades}: too few to tell skill from chance.` : told;
}
