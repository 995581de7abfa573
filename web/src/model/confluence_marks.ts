import type { ConfluenceFactor, ConfluencePage, ConfluenceZone } from '../api/types';
import { formatPrice } from './format';
import { kArrows } from './pattern_marks';
import { spaced } from './signal_table';

/** The least score drawn, percent. */
export type ConfluenceLayer = number;
export const kDefaultConfluence: ConfluenceLayer = 10;

/** "40", as it stands in an address; null for nothing, or what cannot be read. */
export function parseConfluence(text: string): ConfluenceLayer | null {
  return /^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : null;
}

export function confluenceName(layer: ConfluenceLayer): string {
  return `Confluence ≥ ${layer}`;
}

/** A stretch of prices at which reasons agree. */
export interface ConfluenceBand extends ConfluenceZone {
  id: string;
}

/** Those at least so high, the highest last: it is drawn over the others. */
export function bandsOf(page: ConfluencePage | null, least: ConfluenceLayer): ConfluenceBand[] {
  return (page?.zones ?? [])
    .filter(({ score }) => percentOf(score) >= least)
    .map((zone) => ({ ...zone, id: `${zone.direction} ${zone.price}` }))
    .sort((a, b) => a.score - b.score);
}

/** The highest band at a price, which may be missed by `slack`. */
export function bandAt(
  bands: readonly ConfluenceBand[],
  price: number,
  slack: number,
): ConfluenceBand | null {
  return bands.findLast(({ top, bottom }) => price <= top + slack && price >= bottom - slack) ?? null;
}

/** "▲ 72": what stands on a band, so that neither color nor length is needed to read it. */
export function bandLabel({ direction, score }: ConfluenceZone): string {
  return `${kArrows[direction]} ${percentOf(score)}`;
}

/** "Bullish confluence, score 72 of 100, from 64,000.00 to 64,120.00" */
export function spokenBand({ direction, score, top, bottom }: ConfluenceZone, decimals: number): string {
  const name = direction === 'bullish' ? 'Bullish' : 'Bearish';
  const [from, to] = [bottom, top].map((price) => formatPrice(price, decimals));
  return `${name} confluence, score ${percentOf(score)} of 100, from ${from} to ${to}`;
}

export function percentOf(score: number): number {
  return Math.round(100 * score);
}

/** What adds to the score, the most first; what stands beside a stronger one of its type adds nothing. */
export function reasonsOf({ factors, bonus }: ConfluenceZone): readonly (readonly [string, number])[] {
  const adding = factors.filter(({ contribution }) => contribution > 0);
  const rows = adding.map((factor) => [reasonText(factor), factor.contribution] as const);
  const all = bonus > 0 ? [...rows, ['Fibonacci level at a zone', bonus] as const] : rows;
  return all.toSorted(([, a], [, b]) => b - a);
}

function reasonText({ type, timeframe, finding }: ConfluenceFactor): string {
  const kind = spaced(finding.kind);
  const name = spaced(type);
  return kind === name || kind === '' ? `${name}, ${timeframe}` : `${name}, ${timeframe}: ${kind}`;
}
