import type { TimeframeName } from '../api/types';
import { kTimeframes, lengthOf } from './timeframe';
import { viewToHash, type View } from './view_url';

export interface ChartMoment {
  /** "venue:SYMBOL" */
  address: string;
  timeframe: TimeframeName;
  /** Unix ms */
  from: number;
  to: number;
}

const kCandlesAround = 60;
const kMostCandles = 240;

/** The address of the chart of that time with room around it; one that reaches into the present follows it. */
export function chartAround(view: View, moment: ChartMoment, now: number): string {
  const { address, timeframe, from, to } = moment;
  const room = kCandlesAround * lengthOf(timeframe);
  const range = to + room > now ? null : { from: from - room, to: to + room };
  return viewToHash({ ...view, page: 'chart', symbol: address, timeframe, range });
}

/** The shortest timeframe in which so long a stretch (ms) fits a chart. */
export function timeframeFor(stretch: number): TimeframeName {
  return kTimeframes.find((name) => stretch <= kMostCandles * lengthOf(name)) ?? '1w';
}
