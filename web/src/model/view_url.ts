import type { TimeframeName } from '../api/types';
import { chartPatternText, parseChartPatterns, type ChartPatternLayer } from './chart_pattern_marks';
import { parseConfluence, type ConfluenceLayer } from './confluence_marks';
import { choiceText, parseChoices, type IndicatorChoice } from './indicator_name';
import { journalQuery, kDefaultJournal, readJournal, type JournalView } from './journal_view';
import { kColumns, type ColumnKey, type TableOrder } from './market_table';
import { layerText, parseLayer, type PatternLayer } from './pattern_marks';
import { parseVolumeLayer, type VolumeLayer } from './volume_marks';
import { parseStructure, structureText, type StructureLayer } from './structure_marks';
import { isTimeframe } from './timeframe';
import { parseZoneLayer, zoneLayerText, type ZoneLayer } from './zone_marks';

export type ThemeName = 'system' | 'dark' | 'light';
export const kPageNames = [
  'markets',
  'chart',
  'signals',
  'alerts',
  'trading',
  'journal',
  'backtests',
  'system',
] as const;
export type PageName = (typeof kPageNames)[number];

/** Backtests looked at beside each other, at most. */
export const kMostRuns = 6;

export const kSections = ['overview', 'feeds', 'latency', 'queues', 'quality', 'gaps', 'quarantine'] as const;
export type SectionName = (typeof kSections)[number];

/** What a chart's address restores. */
export interface ChartView {
  symbol: string | null;
  timeframe: TimeframeName;
  indicators: IndicatorChoice[];
  /** Candlestick patterns marked on it; null = none */
  patterns: PatternLayer | null;
  /** What volume shows, from this strength on; null = nothing */
  volume: VolumeLayer | null;
  /** Supply and demand zones; null = none */
  zones: ZoneLayer | null;
  /** Layers of market structure; null = none */
  structure: StructureLayer | null;
  /** Chart patterns in these states; null = none */
  chartPatterns: ChartPatternLayer | null;
  /** Confluence from this score on; null = none */
  confluence: ConfluenceLayer | null;
  /** Unix ms; null = follow the live edge */
  range: { from: number; to: number } | null;
}

/** Everything an address restores. It lives behind '#', so that any static server can serve it. */
export interface View extends ChartView {
  page: PageName;
  theme: ThemeName | null;
  /** Text the table of markets, the signals, or the lists of the system page, are narrowed by. */
  filter: string;
  order: TableOrder;
  section: SectionName;
  /** The decision explained beside the signals: "sim:BTCUSDT@1704067260123" or "BTCUSDT@latest"; null = none */
  trace: string | null;
  /** The alert rule that is being written: its id, or "new"; null = none */
  rule: string | null;
  journal: JournalView;
  /** The trade of the journal that is read: its id, or "new" for one that is entered; null = none */
  trade: string | null;
  /** The backtests that are looked at: ids, or "new" alone for one that is asked for */
  runs: readonly string[];
}

export const kDefaultView: View = {
  page: 'markets',
  theme: null,
  filter: '',
  order: { column: 'symbol', descending: false },
  section: 'overview',
  trace: null,
  rule: null,
  journal: kDefaultJournal,
  trade: null,
  runs: [],
  symbol: null,
  timeframe: '1m',
  indicators: [],
  patterns: null,
  volume: null,
  zones: null,
  structure: null,
  chartPatterns: null,
  confluence: null,
  range: null,
};

/**
 * "#/markets?filter=usdt&sort=-change", "#/signals?filter=btc&trace=sim:BTCUSDT@latest", "#/alerts?rule=new",
 * "#/journal?symbol=BTCUSDT&sort=-profit&trade=0000000000000001", "#/backtests?runs=18ebde3c20dca8e8",
 * "#/system/gaps?filter=BTC" or
 * "#/chart/BTCUSDT/1m?ind=RSI:period=14;MACD&pat=40:DOJI,HAMMER&vol=strong&zones=sd:at&str=swings,breaks&cp=complete&conf=40&from=2024-03-24T12:00Z&to=2024-03-24T15:00Z&theme=dark"
 */
export function viewToHash(view: View): string {
  const query = view.page === 'chart' ? chartQuery(view) : tableQuery(view);
  if (view.theme !== null) query.push(`theme=${view.theme}`);
  const path = pathOf(view);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

/** The view an address names; whatever in it cannot be read falls back to the default. Never throws. */
export function hashToView(hash: string): View {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [page, first, second] = path.split('/').filter((part) => part !== '');
  const values = new URLSearchParams(query);
  const view: View = { ...kDefaultView, theme: readTheme(values.get('theme')) };
  if (page === 'chart') {
    return {
      ...view,
      page,
      symbol: readSymbol(first),
      timeframe: second !== undefined && isTimeframe(second) ? second : kDefaultView.timeframe,
      indicators: parseChoices(values.get('ind') ?? ''),
      patterns: parseLayer(values.get('pat') ?? ''),
      volume: parseVolumeLayer(values.get('vol') ?? ''),
      zones: parseZoneLayer(values.get('zones') ?? ''),
      structure: parseStructure(values.get('str') ?? ''),
      chartPatterns: parseChartPatterns(values.get('cp') ?? ''),
      confluence: parseConfluence(values.get('conf') ?? ''),
      range: readRange(values.get('from'), values.get('to')),
    };
  }
  const filter = (values.get('filter') ?? '').slice(0, 40);
  const order = readOrder(values.get('sort'));
  if (page === 'signals') return { ...view, page, filter, trace: readTrace(values.get('trace')) };
  if (page === 'alerts') return { ...view, page, filter, rule: readRule(values.get('rule')) };
  if (page === 'trading') return { ...view, page };
  if (page === 'journal') {
    const trade = readRule(values.get('trade'));
    return { ...view, page, filter, journal: readJournal(values), trade };
  }
  if (page === 'backtests') return { ...view, page, filter, runs: readRuns(values.get('runs')) };
  if (page !== 'system') return page === 'markets' ? { ...view, filter, order } : view;
  const section = kSections.find((name) => name === first) ?? 'overview';
  return { ...view, page, filter, section };
}

/** Whether going from one view to the other is a step worth a place in the browser's history. */
export function isNewStep(from: View, to: View): boolean {
  const names = (view: View) => view.indicators.map(choiceText).join(';');
  if (from.page !== to.page) return true;
  if (to.page === 'signals') return from.trace !== to.trace;
  if (to.page === 'alerts') return from.rule !== to.rule;
  if (to.page === 'journal') return from.trade !== to.trade;
  if (to.page === 'backtests') return from.runs.join() !== to.runs.join();
  return (
    to.page === 'chart' &&
    (from.symbol !== to.symbol || from.timeframe !== to.timeframe || names(from) !== names(to))
  );
}

/** A view that was arrived at, with what it does not name taken from the one before: the way back to the same chart. */
export function withMemory(arrived: View, before: View): View {
  if (arrived.page === 'chart') return arrived;
  const { symbol, timeframe, range } = before;
  return { ...arrived, symbol, timeframe, range, ...layersOf(before) };
}

/** What is drawn on a chart. */
function layersOf(view: View) {
  const { indicators, patterns, volume, zones, structure, chartPatterns, confluence } = view;
  return { indicators, patterns, volume, zones, structure, chartPatterns, confluence };
}

function pathOf(view: View): string {
  if (view.page === 'system') return view.section === 'overview' ? '#/system' : `#/system/${view.section}`;
  if (view.page !== 'chart' || view.symbol === null) return `#/${view.page}`;
  return `#/chart/${encodeURIComponent(view.symbol).replace('%3A', ':')}/${view.timeframe}`;
}

function chartQuery(view: View): string[] {
  const query: string[] = [];
  if (view.indicators.length > 0) query.push(`ind=${view.indicators.map(choiceText).join(';')}`);
  if (view.patterns !== null) query.push(`pat=${layerText(view.patterns)}`);
  if (view.volume !== null) query.push(`vol=${view.volume}`);
  if (view.zones !== null) query.push(`zones=${zoneLayerText(view.zones)}`);
  if (view.structure !== null) query.push(`str=${structureText(view.structure)}`);
  if (view.chartPatterns !== null) query.push(`cp=${chartPatternText(view.chartPatterns)}`);
  if (view.confluence !== null) query.push(`conf=${view.confluence}`);
  if (view.range !== null) query.push(`from=${minute(view.range.from)}`, `to=${minute(view.range.to)}`);
  return query;
}

function tableQuery(view: View): string[] {
  const query: string[] = [];
  if (view.filter !== '') query.push(`filter=${encodeURIComponent(view.filter)}`);
  const { column, descending } = view.order;
  if (view.page === 'markets' && (column !== 'symbol' || descending))
    query.push(`sort=${descending ? '-' : ''}${column}`);
  if (view.page === 'signals' && view.trace !== null) query.push(`trace=${view.trace}`);
  if (view.page === 'alerts' && view.rule !== null) query.push(`rule=${view.rule}`);
  if (view.page === 'journal') query.push(...journalQuery(view.journal));
  if (view.page === 'journal' && view.trade !== null) query.push(`trade=${view.trade}`);
  if (view.page === 'backtests' && view.runs.length > 0) query.push(`runs=${view.runs.join(',')}`);
  return query;
}

function readTrace(text: string | null): string | null {
  return /^([\w-]{1,32}:)?\w{1,32}@(latest|\d{1,19})$/.test(text ?? '') ? text : null;
}

function readRule(text: string | null): string | null {
  return /^(new|[0-9a-f]{16})$/.test(text ?? '') ? text : null;
}

function readRuns(text: string | null): string[] {
  if (text === 'new') return ['new'];
  const ids = (text ?? '').split(',').filter((id) => /^[0-9a-f]{16}$/.test(id));
  return [...new Set(ids)].slice(0, kMostRuns);
}

function readOrder(text: string | null): TableOrder {
  const descending = text?.startsWith('-') ?? false;
  const name = descending ? text?.slice(1) : text;
  const column = kColumns.find((known) => known.key === name)?.key as ColumnKey | undefined;
  return column === undefined ? kDefaultView.order : { column, descending };
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
