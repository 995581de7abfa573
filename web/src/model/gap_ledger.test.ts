import { describe, expect, it } from 'vitest';
import type { SymbolInfo } from '../api/types';
import { isUnfinished, ledgerKeys, sortLedger, type LedgerEntry } from './gap_ledger';
import { replaceRows } from './market_table';

const info = (symbol: string, gaps_open: number) =>
  ({
    symbol,
    venue: 'sim',
    market_type: 'crypto_spot',
    gaps_open,
    feed: { state: 'live' },
    regime: null,
    signal: null,
  }) as SymbolInfo;

describe('ledgerKeys', () => {
  it('names instruments with open gaps first, filtered, and not without end', () => {
    const rows = replaceRows([], [info('B', 0), info('A', 0), info('C', 2)]);
    expect(ledgerKeys(rows, '')).toEqual(['sim:C', 'sim:A', 'sim:B']);
    expect(ledgerKeys(rows, 'b')).toEqual(['sim:B']);
    const many = replaceRows(
      [],
      Array.from({ length: 1000 }, (_, i) => info(`X${i}`, i)),
    );
    expect(ledgerKeys(many, '').length).toBe(40);
    expect(ledgerKeys(many, '')[0]).toBe('sim:X999');
  });
});

describe('sortLedger', () => {
  const entry = (state: string, from: string): LedgerEntry => ({
    symbol: 'A',
    venue: 'sim',
    timeframe: '1m',
    from,
    to: from,
    candles: 1,
    reason: '',
    state,
  });

  it('puts what is missing still before what is settled, the newest first', () => {
    const sorted = sortLedger([
      entry('filled', '2026-01-03T00:00:00Z'),
      entry('open', '2026-01-01T00:00:00Z'),
      entry('unrecoverable', '2026-01-02T00:00:00Z'),
      entry('open', '2026-01-02T00:00:00Z'),
      entry('repairing', '2026-01-01T00:00:00Z'),
    ]);
    expect(sorted.map(({ state, from }) => `${state} ${from.slice(8, 10)}`)).toEqual([
      'open 02',
      'open 01',
      'repairing 01',
      'unrecoverable 02',
      'filled 03',
    ]);
  });

  it('tells what is still being waited for', () => {
    expect(['open', 'repairing', 'filled', 'unrecoverable'].map((state) => isUnfinished({ state }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
