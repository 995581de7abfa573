import type { TimeframeName } from '../api/types';
import { choiceText, parseChoices, type IndicatorChoice } from './indicator_name';
import { isTimeframe } from './timeframe';

export type ThemeName = 'system' | 'dark' | 'light';

/** Everything a chart's address restores. It lives behind '#', so that any static server can serve it. */
export interface ChartView {
  symbol: string | null;
  timeframe: TimeframeName;
  indicators: IndicatorChoice[];
  /** Unix ms; null = follow the live edge */
  range: { from: number; to: number } | null;
  theme: ThemeName | null;
}

export const kDefaultView: ChartView = {
  symbol: null,
  timeframe: '1m',
  indicators: [],
  range: null,
  theme: null,
};

/** "#/chart/BTCUSDT/1m?ind=RSI:period=14;MACD&from=2024-03-24T12:00Z&to=2024-03-24T15:00Z&theme=dark" */
export function viewToHash(view: ChartView): string {
  const path =
    view.symbol === null
      ? '#/chart'
      : `#/chart/${encodeURIComponent(view.symbol).replace('%3A', ':')}/${view.timeframe}`;
  const query: string[] = [];
  if (view.indicators.length > 0) query.push(`ind=${view.indicators.map(choiceText).join(';')}`);
  if (view.range !== null) query.push(`from=${minute(view.range.from)}`, `to=${minute(view.range.to)}`);
  if (view.theme !== null) query.push(`theme=${view.theme}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

/** The view an address names; whatever in it cannot be read falls back to the default. Never throws. */
export function hashToView(hash: string): ChartView {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [page, symbol, timeframe] = path.split('/').filter((part) => part !== '');
  if (page !== 'chart') return { ...kDefaultView };
  const values = new URLSearchParams(query);
  return {
    symbol: readSymbol(symbol),
    timeframe: timeframe !== undefined && isTimeframe(timeframe) ? timeframe : kDefaultView.timeframe,
    indicators: parseChoices(values.get('ind') ?? ''),
    range: readRange(values.get('from'), values.get('to')),
    theme: readTheme(values.get('theme')),
  };
}

/** Whether going from one view to the other is a step worth a place in the browser's history. */
export function isNewStep(from: ChartView, to: ChartView): boolean {
  const names = (view: ChartView) => view.indicators.map(choiceText).join(';');
  return from.symbol !== to.symbol || from.timeframe !== to.timeframe || names(from) !== names(to);
}

/** "BTCUSDT" or "venue:BTCUSDT", in the server's canonical case. */
function readSymbol(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    const [symbol, venue] = decodeURIComponent(text).split(':').reverse();
    if (!/^[A-Za-z0-9_]{1,32}$/.test(symbol ?? '')) return null;
    if (venue === undefined) return symbol!.toUpperCase();
    return /^[A-Za-z0-9_-]{1,32}$/.test(venue) ? `${venue.toLowerCase()}:${symbol!.toUpperCase()}` : null;
  } catch {
    return null;
  }
}

function readRange(from: string | null, to: string | null): ChartView['range'] {
  const [start, end] = [readTime(from), readTime(to)];
  return start !== null && end !== null && end > start ? { from: start, to: end } : null;
}

function readTime(text: string | null): number | null {
  if (text === null || text === '') return null;
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(time) ? time : null;
}

function readTheme(text: string | null): ThemeName | null {
  return text === 'dark' || text === 'light' || text === 'system' ? text : null;
}

function minute(time: number): string {
  return `${new Date(Math.round(time / 60_000) * 60_000).toISOString().slice(0, 16)}Z`;
}
