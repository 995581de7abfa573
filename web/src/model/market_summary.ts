import { lookOf } from './feed_state';
import type { TableRow } from './market_table';

/** The table in a few numbers: what moves, and whether the data can be trusted. */
export interface MarketSummary {
  count: number;
  rising: number;
  falling: number;
  /** The largest move of the last 24 hours either way. */
  mover: TableRow | null;
  /** Streams by state, the worst first. */
  states: { state: string; count: number }[];
  /** The lowest data quality measured, and whose it is. */
  worst: { symbol: string; quality: number } | null;
  gaps: number;
  gapped: number;
  paused: number;
}

export function summarize(rows: readonly TableRow[]): MarketSummary {
  const summary: MarketSummary = {
    count: rows.length,
    rising: 0,
    falling: 0,
    mover: null,
    states: [],
    worst: null,
    gaps: 0,
    gapped: 0,
    paused: 0,
  };
  const states = new Map<string, number>();
  for (const row of rows) {
    const { change_24h_pct: change, quality, gaps_open: gaps, feed, signals, symbol } = row.info;
    states.set(feed.state, (states.get(feed.state) ?? 0) + 1);
    if (change !== null && change > 0) summary.rising += 1;
    if (change !== null && change < 0) summary.falling += 1;
    const largest = summary.mover?.info.change_24h_pct ?? 0;
    if (change !== null && Math.abs(change) > Math.abs(largest)) summary.mover = row;
    if (quality !== null && (summary.worst === null || quality < summary.worst.quality))
      summary.worst = { symbol, quality };
    summary.gaps += gaps;
    if (gaps > 0) summary.gapped += 1;
    if (signals === 'paused') summary.paused += 1;
  }
  summary.states = [...states]
    .map(([state, count]) => ({ state, count }))
    .sort((a, b) => lookOf(b.state).severity - lookOf(a.state).severity);
  return summary;
}
