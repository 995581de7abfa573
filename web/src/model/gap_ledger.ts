import type { GapInfo } from '../api/types';
import { filterRows, type TableRow } from './market_table';

/** A hole with the instrument it is in. */
export interface LedgerEntry extends GapInfo {
  symbol: string;
  venue: string;
}

/** The ledger is asked for instrument by instrument: at most for this many. */
const kMost = 40;

/** Keys of the instruments whose holes are worth asking for: those with open ones first, then the rest by name. */
export function ledgerKeys(rows: readonly TableRow[], filter: string): string[] {
  return [...filterRows(rows, filter)]
    .sort((a, b) => b.info.gaps_open - a.info.gaps_open || (a.key < b.key ? -1 : 1))
    .slice(0, kMost)
    .map((row) => row.key);
}

const kStates = ['open', 'repairing', 'unrecoverable', 'filled'];

export function isUnfinished(entry: Pick<GapInfo, 'state'>): boolean {
  return entry.state === 'open' || entry.state === 'repairing';
}

/** What is still missing first, then the newest. */
export function sortLedger(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const rank = (entry: LedgerEntry) => (kStates.indexOf(entry.state) + kStates.length) % kStates.length;
  return [...entries].sort(
    (a, b) => rank(a) - rank(b) || Date.parse(b.from) - Date.parse(a.from) || (a.symbol < b.symbol ? -1 : 1),
  );
}

export interface GapLook {
  icon: 'broken' | 'refresh' | 'check' | 'stop';
  tone: 'neutral' | 'warning';
}

export function gapLook(state: string): GapLook {
  if (state === 'filled') return { icon: 'check', tone: 'neutral' };
  if (state === 'repairing') return { icon: 'refresh', tone: 'warning' };
  return state === 'unrecoverable' ? { icon: 'stop', tone: 'neutral' } : { icon: 'broken', tone: 'warning' };
}
