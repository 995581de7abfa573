import type { Candle, GapInfo } from '../api/types';

/** A stretch without candles that the chart must show as such. Times in Unix ms, `to` exclusive. */
export interface Hole {
  from: number;
  to: number;
  /** Candles missing in this stretch. */
  missing: number;
  reason: string;
  /** Whether the server's gap ledger knows it. */
  inLedger: boolean;
}

/** Markets that never close: there every missing candle is a hole, in the ledger or not. */
export function neverCloses(marketType: string): boolean {
  return marketType.startsWith('crypto');
}

/**
 * The holes between the candles at hand. A ledger entry whose candles have arrived since is no hole; a missing stretch
 * of a market with closing hours (a weekend) is none unless the ledger says so.
 */
export function findHoles(
  candles: readonly Candle[],
  step: number,
  ledger: readonly GapInfo[],
  alwaysOpen: boolean,
): Hole[] {
  const holes: Hole[] = [];
  for (let i = 1; i < candles.length; i += 1) {
    const from = candles[i - 1]![0] + step;
    const to = candles[i]![0];
    if (to > from) holes.push(...holesWithin(from, to, step, ledger, alwaysOpen));
  }
  return holes;
}

function holesWithin(
  from: number,
  to: number,
  step: number,
  ledger: readonly GapInfo[],
  alwaysOpen: boolean,
): Hole[] {
  const known: Hole[] = [];
  for (const gap of ledger) {
    const start = Math.max(from, Date.parse(gap.from));
    const end = Math.min(to, Date.parse(gap.to));
    const missing = Math.round((end - start) / step);
    if (missing > 0) known.push({ from: start, to: end, missing, reason: gap.reason, inLedger: true });
  }
  if (known.length > 0) return known.sort((a, b) => a.from - b.from);
  if (!alwaysOpen) return [];
  return [
    { from, to, missing: Math.round((to - from) / step), reason: 'not in the gap ledger', inLedger: false },
  ];
}

/** Room on the time axis a hole gets at most, in candles: a lost month must not push the rest off the screen. */
export const kMaxBlanksPerHole = 200;

/** The times of empty places to draw for a hole: each missing candle, or an even selection when there are too many. */
export function blanksOf(hole: Hole, step: number): number[] {
  const count = Math.min(hole.missing, kMaxBlanksPerHole);
  return Array.from({ length: count }, (_, i) => hole.from + Math.floor((i * hole.missing) / count) * step);
}
