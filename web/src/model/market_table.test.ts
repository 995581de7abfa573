import { describe, expect, it } from 'vitest';
import type { MarketRow, SymbolInfo } from '../api/types';
import {
  changeRows,
  filterRows,
  keepOrder,
  placeInRange,
  replaceRows,
  sortRows,
  spreadOf,
  type TableRow,
} from './market_table';

function info(symbol: string, change: Partial<SymbolInfo> = {}): SymbolInfo {
  return {
    symbol,
    venue: 'sim',
    market_type: 'crypto_spot',
    price_decimals: 2,
    qty_decimals: 5,
    tick_size: 0.01,
    last: 100,
    change_24h_pct: 0,
    feed_state: 'live',
    quality: 1,
    signals: 'open',
    timeframes: ['1m'],
    subscribed: true,
    feed: { state: 'live', since: null, reason: null },
    volume_24h: 5,
    sparkline: [],
    gaps_open: 0,
    regime: null,
    confluence: null,
    zones_active: null,
    signal: null,
    bid: null,
    ask: null,
    ...change,
  };
}

/** As the channel tells it: without what only the list has. */
function change(symbol: string, fields: Partial<MarketRow>): MarketRow {
  const { market_type, price_decimals, qty_decimals, tick_size, feed_state, timeframes, sparkline, ...row } =
    info(symbol);
  return { ...row, ...fields };
}

const rowsOf = (...list: SymbolInfo[]) => replaceRows([], list);
const names = (rows: readonly TableRow[]) => rows.map((row) => row.info.symbol);

describe('rows', () => {
  it('stay the same objects while nothing in them changes', () => {
    const rows = rowsOf(info('A'), info('B'));
    const again = replaceRows(rows, [info('A'), info('B', { last: 101 })]);
    expect(again[0]).toBe(rows[0]);
    expect(again[1]).not.toBe(rows[1]);
  });

  it('remember where the price went, and count its changes', () => {
    let rows = rowsOf(info('A'));
    const say = (last: number | null) => (rows = changeRows(rows, [change('A', { last })]).rows);
    expect(rows[0]).toMatchObject({ direction: null, ticks: 0 });
    say(101);
    expect(rows[0]).toMatchObject({ direction: 'up', ticks: 1 });
    say(101);
    expect(rows[0]).toMatchObject({ direction: 'up', ticks: 1 });
    say(99.5);
    expect(rows[0]).toMatchObject({ direction: 'down', ticks: 2 });
  });

  it('take a change of some fields and keep the others', () => {
    const rows = rowsOf(info('A', { sparkline: [1, 2] }), info('B'));
    const { rows: next, unknown } = changeRows(rows, [change('A', { gaps_open: 2, quality: 0.8 })]);
    expect(next[0]!.info).toMatchObject({ quality: 0.8, gaps_open: 2, sparkline: [1, 2] });
    expect(next[1]).toBe(rows[1]);
    expect(unknown).toBe(false);
  });

  it('say so when a change names an instrument they do not hold, also one of another venue', () => {
    const rows = rowsOf(info('A'));
    const changed = changeRows(rows, [change('A', { venue: 'binance', last: 3 })]);
    expect(changed.unknown).toBe(true);
    expect(changed.rows[0]).toBe(rows[0]);
  });
});

describe('filterRows', () => {
  const regime = { timeframe: '1h', name: 'falling_low_volatility' } as const;
  const signal = {
    type: 'weak_sell',
    direction: 'bearish',
    status: 'open',
    confidence: 50,
    known_at: '2026-01-01T00:00:00Z',
    trace_id: 'file:EURUSD@1',
  } as const;
  const rows = rowsOf(
    info('BTCUSDT'),
    info('ETHUSDT', { feed: { state: 'stale', since: null, reason: null } }),
    info('EURUSD', { venue: 'file', market_type: 'forex', regime, signal }),
  );

  it.each([
    ['', ['BTCUSDT', 'ETHUSDT', 'EURUSD']],
    ['usdt', ['BTCUSDT', 'ETHUSDT']],
    ['btc/usdt', ['BTCUSDT']],
    ['forex', ['EURUSD']],
    ['stale eth', ['ETHUSDT']],
    ['nothing', []],
    ['falling volatility', ['EURUSD']],
    ['weak sell', ['EURUSD']],
  ])('%j', (text, expected) => {
    expect(names(filterRows(rows, text))).toEqual(expected);
  });
});

describe('sortRows', () => {
  it('sorts by value either way, what has none comes last, equals stand by name', () => {
    const rows = rowsOf(
      info('C', { change_24h_pct: null }),
      info('B', { change_24h_pct: 2 }),
      info('D', { change_24h_pct: -1 }),
      info('A', { change_24h_pct: 2 }),
    );
    expect(names(sortRows(rows, { column: 'change', descending: true }))).toEqual(['A', 'B', 'D', 'C']);
    expect(names(sortRows(rows, { column: 'change', descending: false }))).toEqual(['D', 'A', 'B', 'C']);
  });

  it('puts streams that cannot be trusted first when sorted by state, the worst at the top', () => {
    const state = (symbol: string, name: SymbolInfo['feed']['state']) =>
      info(symbol, { feed: { state: name, since: null, reason: null } });
    const rows = rowsOf(state('A', 'live'), state('B', 'gapped'), state('C', 'stale'), state('D', 'polling'));
    expect(names(sortRows(rows, { column: 'state', descending: true }))).toEqual(['C', 'B', 'D', 'A']);
  });
});

describe('keepOrder', () => {
  it('keeps places; newcomers follow, those gone leave no hole', () => {
    const rows = rowsOf(info('A'), info('B'), info('C'));
    expect(names(keepOrder(rows, ['sim:C', 'sim:X', 'sim:A']))).toEqual(['C', 'A', 'B']);
  });
});

describe('numbers', () => {
  it('spread: 1 on 9,999.5 to 10,000.5 is one basis point of the middle', () => {
    expect(spreadOf({ bid: 9_999.5, ask: 10_000.5 })).toBeCloseTo(1, 12);
    expect(spreadOf({ bid: null, ask: 3 })).toBeNull();
    expect(spreadOf({ bid: 4, ask: 3 })).toBeNull();
  });

  it('place in the range of the day', () => {
    expect(placeInRange({ sparkline: [10, 20], last: 12.5 })).toBe(0.25);
    expect(placeInRange({ sparkline: [10, 20], last: 25 })).toBe(1);
    expect(placeInRange({ sparkline: [], last: null })).toBeNull();
  });
});
