import type { MarketConfluence, MarketRegime, MarketSignal } from '../api/types';
import { formatPrice, formatTime } from './format';
import { lookOf, spaced } from './signal_table';

/** What a cell shows, and what its hover says. */
export interface Insight {
  /** Says the side without color. */
  mark: string;
  text: string;
  tone: 'up' | 'down' | 'flat';
  title: string;
}

const kTrends = {
  rising: { mark: '▲', tone: 'up' },
  falling: { mark: '▼', tone: 'down' },
  range: { mark: '◆', tone: 'flat' },
} as const;

type Trend = keyof typeof kTrends;

function partsOf({ name }: NonNullable<MarketRegime>): { trend: Trend; volatility: 'high' | 'low' } {
  const [trend, volatility] = name.split('_') as [Trend, 'high' | 'low'];
  return { trend, volatility };
}

/** "▲ rising, high vol."; null while it is not known. */
export function regimeInsight(regime: MarketRegime): Insight | null {
  if (regime === null) return null;
  const { trend, volatility } = partsOf(regime);
  const title = `Trend ${trend}, volatility ${volatility}, by closed candles of ${regime.timeframe}`;
  return { ...kTrends[trend], text: `${trend}, ${volatility} vol.`, title };
}

/** Rising before ranges before falling; of the same trend the wilder first. */
export function regimeRank(regime: MarketRegime): number | null {
  if (regime === null) return null;
  const { trend, volatility } = partsOf(regime);
  return 2 * ['falling', 'range', 'rising'].indexOf(trend) + (volatility === 'high' ? 1 : 0);
}

/** "▲ 72 1h" with the prices in its hover; null where there is none. */
export function confluenceInsight(best: MarketConfluence, decimals: number): Insight | null {
  if (best === null) return null;
  const { direction, score, timeframe, bottom, top } = best;
  const percent = Math.round(100 * score);
  const [from, to] = [bottom, top].map((price) => formatPrice(price, decimals));
  return {
    mark: direction === 'bullish' ? '▲' : '▼',
    text: `${percent} ${timeframe}`,
    tone: direction === 'bullish' ? 'up' : 'down',
    title: `Most reasons agree, ${direction}, from ${from} to ${to} on the ${timeframe} chart: ${percent} of 100`,
  };
}

/** "▲ buy, open" with when and how sure in its hover; null where there never was one. */
export function signalInsight(signal: MarketSignal): Insight | null {
  if (signal === null) return null;
  const { mark, tone } = lookOf(signal.type);
  const state = {
    open: 'open',
    target: 'target hit',
    stopped: 'stopped',
    expired: 'expired',
    reversed: 'reversed',
  };
  return {
    mark,
    text: `${spaced(signal.type)}, ${state[signal.status]}`,
    tone: tone === 'up' || tone === 'down' ? tone : 'flat',
    title: `Signal of ${formatTime(Date.parse(signal.known_at))} UTC, confidence ${Math.round(signal.confidence)} %: why`,
  };
}

/** Open ones before ended ones, by side and then by confidence. */
export function signalRank(signal: MarketSignal): number | null {
  if (signal === null) return null;
  const side = signal.direction === 'bullish' ? 1 : -1;
  return side * ((signal.status === 'open' ? 1_000 : 0) + signal.confidence);
}
