import type { BacktestResult, SearchResult, SearchRun } from '../api/backtest_result';
import type { BacktestRequest, ParameterInfo } from '../api/types';
import { plainShare } from './backtest_view';
import { formatPrice, kMissing } from './format';

export type Objective = NonNullable<BacktestRequest['objective']>;

/** What a set of parameters is to be good at. */
export const kObjectives: readonly (readonly [Objective, string])[] = [
  ['sharpe', 'Sharpe'],
  ['return', 'return'],
  ['calmar', 'Calmar'],
  ['profit_factor', 'profit factor'],
];

export type Judged = 'whole' | 'walk_forward' | 'folds';

/** On what the choice of a search is judged. */
export const kJudged: readonly (readonly [Judged, string])[] = [
  ['whole', 'not: all candles at once'],
  ['walk_forward', 'walk-forward: on the candles after'],
  ['folds', 'in folds: on each part once'],
];

export const isSearch = (result: BacktestResult | SearchResult): result is SearchResult =>
  'combinations' in result;

/** "5,10,20" or "5:30:5": several values, each of which is run. */
export const isSeveral = (text: string, { choices }: ParameterInfo) =>
  choices.length === 0 && /[,:]/.test(text);

/** What is wrong with several values, each held to `faultOf`; null = nothing. */
export function severalFault(text: string, faultOf: (one: string) => string | null): string | null {
  const ends = text.split(':').map((one) => one.trim());
  if (ends.length === 1) return firstFault(text.split(','), faultOf);
  const [from = '', to = '', step = ''] = ends;
  if (ends.length !== 3 || !(Number(step) > 0) || Number(to) < Number(from))
    return 'Several are written 5,10,20, or 5:30:5 for 5 to 30 in steps of 5.';
  return firstFault([from, to], faultOf);
}

function firstFault(values: readonly string[], faultOf: (one: string) => string | null): string | null {
  for (const value of values) {
    const fault = faultOf(value.trim());
    if (fault !== null) return fault;
  }
  return null;
}

/** How many values a text without fault stands for. */
export function countOf(text: string): number {
  const [from, to, step] = text.split(':').map(Number);
  if (to === undefined || step === undefined) return text.split(',').length;
  return Math.floor((to - from!) / step + 1e-9) + 1;
}

/** "fast 5, slow 20, sides long" */
export const parametersText = ({ parameters }: SearchRun) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

export const scoreText = ({ score }: SearchRun) => (score === null ? kMissing : formatPrice(score, 3));

/** Share of the trades that won. */
export const wonText = ({ trades, won }: SearchRun) => (trades === 0 ? kMissing : plainShare(won / trades));
