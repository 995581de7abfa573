import { describe, expect, it } from 'vitest';
import type { SymbolInfo } from '../api/types';
import { addressOf, canonicalSymbol, findByAddress, matchSymbols } from './symbol_search';

const info = (symbol: string, venue = 'sim'): SymbolInfo => ({
  symbol,
  venue,
  market_type: 'crypto_spot',
  price_decimals: 2,
  qty_decimals: 5,
  tick_size: 0.01,
  last: null,
  change_24h_pct: null,
  volume_24h: null,
  feed_state: 'live',
  feed: { state: 'live', since: null, reason: null },
  quality: null,
  signals: 'open',
  subscribed: true,
  gaps_open: 0,
  bid: null,
  ask: null,
  regime: null,
  confluence: null,
  zones_active: null,
  signal: null,
  sparkline: [],
  timeframes: [],
});

describe('symbols', () => {
  const list = [info('WBTCUSDT'), info('BTCUSDT'), info('ETHBTC'), info('BTCUSDT', 'binance')];

  it('are found however they are written, those that begin with the text first', () => {
    expect(canonicalSymbol('btc/usdt')).toBe('BTCUSDT');
    expect(matchSymbols(list, 'btc-us').map((found) => found.symbol)).toEqual([
      'BTCUSDT',
      'BTCUSDT',
      'WBTCUSDT',
    ]);
    expect(matchSymbols(list, 'zzz')).toEqual([]);
    expect(matchSymbols(list, '')).toEqual(list);
  });

  it('have an address that leads back to them, with the venue where it is needed', () => {
    expect(list.map((row) => addressOf(row, list))).toEqual([
      'WBTCUSDT',
      'BTCUSDT',
      'ETHBTC',
      'binance:BTCUSDT',
    ]);
    for (const row of list) expect(findByAddress(addressOf(row, list), list)).toBe(row);
    expect(findByAddress('NONE', list)).toBeNull();
    expect(findByAddress(null, list)).toBeNull();
  });
});
