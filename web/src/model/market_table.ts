import type { MarketRow, SymbolInfo } from '../api/types';
import { canonicalSymbol } from './symbol_search';
import { regimeRank, signalRank } from './market_insight';
import { spaced } from './signal_table';
import { severityOf } from './feed_state';

export type ColumnKey =
  | 'symbol'
  | 'last'
  | 'change'
  | 'trend'
  | 'regime'
  | 'confluence'
  | 'zones'
  | 'signal'
  | 'volume'
  | 'spread'
  | 'state'
  | 'quality'
  | 'gaps';

export interface ColumnInfo {
  key: ColumnKey;
  title: string;
  /** What the numbers mean, with their unit. */
  hint: string;
  /** Sorted this way first. */
  startsDescending: boolean;
  isNumber: boolean;
}

export interface TableOrder {
  column: ColumnKey;
  descending: boolean;
}

/** One row of the table; the same object as long as nothing in it changed. */
export interface TableRow {
  key: string;
  info: SymbolInfo;
  /** Where the last price went at its newest change; null until it has changed before our eyes. */
  direction: 'up' | 'down' | null;
  /** Counts the changes of the last price. */
  ticks: number;
}

function column(key: ColumnKey, title: string, hint: string, kind: 'text' | 'number'): ColumnInfo {
  return {
    key,
    title,
    hint,
    startsDescending: (kind === 'number' && key !== 'spread') || key === 'regime' || key === 'signal',
    isNumber: kind === 'number',
  };
}

export const kColumns: readonly ColumnInfo[] = [
  column('symbol', 'Symbol', 'Instrument and venue', 'text'),
  column('last', 'Last', 'Last price in the quote currency; the arrow shows where it went last', 'number'),
  column('change', '24 h', 'Change over the last 24 hours, percent', 'number'),
  column(
    'trend',
    'Trend',
    'Closes of the last 24 hours; sorted by the place of the last price in their range',
    'number',
  ),
  column('regime', 'Regime', 'Trend and volatility of the hour, or of the longest timeframe known', 'text'),
  column(
    'confluence',
    'Confluence',
    'The highest score of 100 at which reasons agree on prices, and on which chart',
    'number',
  ),
  column('zones', 'Zones', 'Supply and demand zones of all timeframes that hold', 'number'),
  column('signal', 'Signal', 'The newest signal and what became of it; leads to the reasons', 'text'),
  column('volume', 'Volume 24 h', 'Volume of the last 24 hours in units of the base asset', 'number'),
  column('spread', 'Spread', 'Best ask less best bid, in basis points of the mid price', 'number'),
  column('state', 'Stream', 'State of the data stream, and for how long', 'text'),
  column('quality', 'Quality', 'Data quality: completeness, consistency, timeliness, plausibility', 'number'),
  column('gaps', 'Gaps', 'Stretches of candles that are missing and not mended yet', 'number'),
];

export function keyOf(info: { venue: string; symbol: string }): string {
  return `${info.venue}:${info.symbol}`;
}

/** Best ask less best bid in basis points of the middle; null without both sides. */
export function spreadOf({ bid, ask }: Pick<SymbolInfo, 'bid' | 'ask'>): number | null {
  if (bid === null || ask === null || bid <= 0 || ask < bid) return null;
  return ((ask - bid) / ((ask + bid) / 2)) * 10_000;
}

/** Where in the range of the last 24 hours the price stands, 0 (low) to 1 (high). */
export function placeInRange(info: Pick<SymbolInfo, 'sparkline' | 'last'>): number | null {
  const all = info.last === null ? info.sparkline : [...info.sparkline, info.last];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const last = all.at(-1);
  return last === undefined || high <= low ? null : (last - low) / (high - low);
}

/** Takes a whole new list of instruments; rows that stay the same stay the same objects. */
export function replaceRows(rows: readonly TableRow[], list: readonly SymbolInfo[]): TableRow[] {
  const held = new Map(rows.map((row) => [row.key, row]));
  return list.map((info) => {
    const row = held.get(keyOf(info));
    return row === undefined ? { key: keyOf(info), info, direction: null, ticks: 0 } : moved(row, info);
  });
}

/** Applies changes. `unknown` says that one named an instrument not held: the list must be asked for again. */
export function changeRows(
  rows: readonly TableRow[],
  changes: readonly MarketRow[],
): { rows: TableRow[]; unknown: boolean } {
  const byKey = new Map(changes.map((change) => [keyOf(change), change]));
  const changed = rows.map((row) => {
    const change = byKey.get(row.key);
    if (change === undefined) return row;
    byKey.delete(row.key);
    return moved(row, { ...row.info, ...change, feed_state: change.feed.state });
  });
  return { rows: changed, unknown: byKey.size > 0 };
}

function moved(row: TableRow, info: SymbolInfo): TableRow {
  const [before, now] = [row.info.last, info.last];
  if (before === null || now === null || before === now)
    return isSame(row.info, info) ? row : { ...row, info };
  return { ...row, info, direction: now > before ? 'up' : 'down', ticks: row.ticks + 1 };
}

function isSame(a: SymbolInfo, b: SymbolInfo): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Rows of which symbol, venue, kind of market, stream, regime or signal contain every word of the text. */
export function filterRows(rows: readonly TableRow[], text: string): readonly TableRow[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(({ info }) => {
    const known = [
      info.symbol,
      info.venue,
      info.market_type,
      info.feed.state,
      spaced(info.regime?.name ?? ''),
      info.signal === null ? '' : `${spaced(info.signal.type)} ${info.signal.status}`,
    ]
      .join(' ')
      .toUpperCase();
    return words.every((word) => known.includes(word.toUpperCase()) || known.includes(canonicalSymbol(word)));
  });
}

const kValues: Record<ColumnKey, (info: SymbolInfo) => number | string | null> = {
  symbol: (info) => info.symbol,
  last: (info) => info.last,
  change: (info) => info.change_24h_pct,
  trend: placeInRange,
  regime: (info) => regimeRank(info.regime),
  confluence: (info) => info.confluence?.score ?? null,
  zones: (info) => info.zones_active,
  signal: (info) => signalRank(info.signal),
  volume: (info) => info.volume_24h,
  spread: spreadOf,
  state: (info) => severityOf(info.feed.state),
  quality: (info) => info.quality,
  gaps: (info) => info.gaps_open,
};

/** Sorted copy; what has no value comes last either way, and equals stand by symbol. */
export function sortRows(rows: readonly TableRow[], order: TableOrder): TableRow[] {
  const valueOf = kValues[order.column];
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row.info) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) {
        if (a.value !== b.value) return a.value === null ? 1 : -1;
      } else if (a.value !== b.value) return a.value < b.value ? -sign : sign;
      return a.row.key < b.row.key ? -1 : 1;
    })
    .map(({ row }) => row);
}

/** The rows in the order of `keys`; those without a place there follow. */
export function keepOrder(rows: readonly TableRow[], keys: readonly string[]): TableRow[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const placed: TableRow[] = [];
  for (const key of keys) {
    const row = byKey.get(key);
    if (row !== undefined) placed.push(row);
    byKey.delete(key);
  }
  return [...placed, ...byKey.values()];
}
