import { describe, expect, it } from 'vitest';
import type { BacktestResult, BacktestTrade, SearchRun } from '../api/backtest_result';
import { ApiError } from '../api/rest';
import type { Backtest, ParameterInfo, StrategyInfo } from '../api/types';
import {
  backtestFaults,
  combinationsOf,
  draftOf,
  hasAccount,
  isSearched,
  newBacktest,
  parameterHint,
  placeOfFault,
  requestOf,
  requestText,
  symbolsText,
  withValue,
} from './backtest_form';
import { countOf, parametersText, scoreText, wonText } from './backtest_search';
import {
  accountText,
  bestOf,
  drawdownLine,
  equityLine,
  heatOf,
  heldLine,
  openTexts,
  priceDecimals,
  profitOf,
  progressText,
  returnLine,
  shareText,
  sortTrades,
  tradedAddress,
  yearsOf,
} from './backtest_view';
import type { PlotPoint } from './line_plot';
import { kTimeframes } from './timeframe';

const parameter = (name: string, range: [number, number, number], change: Partial<ParameterInfo> = {}) => {
  const [fallback, min, max] = range;
  const rest = { unit: '', integer: true, option: false, choices: [] };
  return { name, title: name, default: fallback, min, max, ...rest, ...change };
};
const strategy = (change: Partial<StrategyInfo>): StrategyInfo => ({
  id: 'sma_cross',
  title: 'Crossing averages',
  rule: '',
  needs: 'candles',
  timeframes: [...kTimeframes],
  parameters: [],
  ...change,
});

describe('a backtest that is asked for', () => {
  const cross = strategy({
    parameters: [
      parameter('fast', [10, 1, 10_000], { unit: 'candles' }),
      parameter('slow', [30, 2, 100_000], { unit: 'candles' }),
      parameter('sides', [0, 0, 1], { choices: ['long', 'both'] }),
    ],
  });
  const breakout = strategy({
    id: 'breakout',
    parameters: [parameter('stop', [2, 0.1, 100], { unit: 'ATR', integer: false })],
  });
  const draft = newBacktest('sma_cross', 'BTCUSDT');

  it('leaves out what stands at its default', () => {
    expect(backtestFaults(draft, cross)).toEqual({});
    expect(requestOf(draft, cross)).toEqual({ strategy: 'sma_cross', symbol: 'BTCUSDT', timeframe: '1h' });
    expect(requestOf(withValue(draft, 'sides', 'long'), cross).parameters).toBeUndefined();
  });

  it('has parameters, costs and times as typed, and can be written again', () => {
    const written = {
      ...withValue(withValue(draft, 'fast', '20'), 'sides', 'both'),
      costs: { fees: '0.02%,0.05%', capital: '10000' },
      from: '2026-01-01T00:00',
      fills: 'optimistic' as const,
    };
    const request = requestOf(written, cross);
    expect(request).toEqual({
      strategy: 'sma_cross',
      symbol: 'BTCUSDT',
      timeframe: '1h',
      from: '2026-01-01T00:00:00Z',
      parameters: ['fast=20', 'sides=both'],
      fees: '0.02%,0.05%',
      fills: 'optimistic',
    });
    expect(requestOf(draftOf(request), cross)).toEqual(request);
    expect(requestText(request)).toBe(
      'fast=20 sides=both · fees 0.02%,0.05% · optimistic fills · 2026-01-01 to last',
    );
  });

  it('names several instruments, and the account that trades them', () => {
    expect(hasAccount(draft)).toBe(false);
    const several = { ...draft, others: ' ETHUSDT, ETHBTC ' };
    expect(hasAccount(several)).toBe(true);
    expect(requestOf(several, cross)).toEqual({
      strategy: 'sma_cross',
      symbol: 'BTCUSDT,ETHUSDT,ETHBTC',
      timeframe: '1h',
    });
    const account = { currency: 'EUR', rates: 'EURUSDT', positions: 'hedging' as const, max_leverage: '2' };
    const request = requestOf({ ...several, ...account }, cross);
    expect(request).toEqual({
      strategy: 'sma_cross',
      symbol: 'BTCUSDT,ETHUSDT,ETHBTC',
      timeframe: '1h',
      currency: 'EUR',
      rates: 'EURUSDT',
      positions: 'hedging',
      max_leverage: '2',
    });
    expect(draftOf(request)).toMatchObject({ symbol: 'BTCUSDT', others: 'ETHUSDT, ETHBTC', ...account });
    expect(requestOf(draftOf(request), cross)).toEqual(request);
    expect(symbolsText(request)).toBe('BTCUSDT, ETHUSDT, ETHBTC');
    expect(requestText(request)).toBe('in EUR · rates by EURUSDT · hedging · leverage up to 2');
    const search = withValue(several, 'fast', '5,10');
    expect(backtestFaults(search, cross)).toEqual({ others: 'A search runs over one instrument.' });
  });

  it('keeps what another strategy was told', () => {
    const changed = { ...withValue(draft, 'fast', '20'), strategy: 'breakout' };
    expect(requestOf(changed, breakout).parameters).toBeUndefined();
    expect(requestOf({ ...changed, strategy: 'sma_cross' }, cross).parameters).toEqual(['fast=20']);
  });

  it('says what a parameter may be', () => {
    expect(cross.parameters.map(parameterHint)).toEqual([
      '1 to 10,000 candles, usually 10',
      '2 to 100,000 candles, usually 30',
      'usually long',
    ]);
    expect(parameterHint(breakout.parameters[0]!)).toBe('0.1 to 100 ATR, usually 2');
    expect(parameterHint(parameter('strength', [0.5, 0, 1]))).toBe('0 to 1, usually 0.5');
  });

  it('is checked against what the catalogue says', () => {
    const fault = (name: string, text: string) => backtestFaults(withValue(draft, name, text), cross)[name];
    expect(['x', '', '1e3', '0x10'].map((text) => fault('fast', text))).toEqual(
      Array<string>(4).fill('This must be a number.'),
    );
    expect(['0', '-1', '10001'].map((text) => fault('fast', text))).toEqual(
      Array<string>(3).fill('This must be from 1 to 10,000.'),
    );
    expect(fault('fast', '2.5')).toBe('This must be a whole number.');
    expect(fault('sides', 'short')).toBe('This must be long or both.');
    const stop = (text: string) =>
      backtestFaults(withValue({ ...draft, strategy: 'breakout' }, 'stop', text), breakout)['stop'];
    expect([stop('2.5'), stop('0')]).toEqual([undefined, 'This must be from 0.1 to 100.']);
    expect(backtestFaults(draft, strategy({ timeframes: ['1m', '5m'] }))).toEqual({
      timeframe: 'This strategy decides on candles of 1m or 5m.',
    });
    expect(backtestFaults(draft, undefined)).toEqual({ strategy: 'There is no such strategy.' });
  });

  it('is checked for what belongs to every strategy', () => {
    const wrong = {
      ...draft,
      symbol: '',
      costs: { fees: ' ' },
      from: '2026-02-01T00:00',
      to: '2026-01-01T00:00',
    };
    expect(backtestFaults(wrong, cross)).toEqual({
      symbol: 'A backtest runs over the candles of an instrument.',
      fees: 'Fees must be given.',
      to: 'This must be after the beginning.',
    });
  });

  it('is a search where a parameter has several values', () => {
    const several = withValue(withValue(draft, 'fast', '5, 10'), 'slow', '20:60:20');
    expect([isSearched(draft, cross), isSearched(several, cross)]).toEqual([false, true]);
    // Two times 20, 40, 60.
    expect(combinationsOf(several, cross)).toBe(6);
    const forward = { judged: 'walk_forward', walk_forward: '4000, 1000' } as const;
    const request = requestOf({ ...withValue(several, 'sides', 'both'), ...forward }, cross);
    expect(request).toEqual({
      strategy: 'sma_cross',
      symbol: 'BTCUSDT',
      timeframe: '1h',
      parameters: ['sides=both'],
      grid: ['fast=5,10', 'slow=20:60:20'],
      objective: 'sharpe',
      walk_forward: '4000,1000',
    });
    expect(requestOf(draftOf(request), cross)).toEqual(request);
    expect(requestText(request)).toBe(
      'sides=both fast=5,10 slow=20:60:20 · by sharpe · walk-forward 4000,1000',
    );
    const fault = (text: string) => backtestFaults(withValue(draft, 'fast', text), cross)['fast'];
    expect(['5,10', '5:30:5', '5 : 30 : 5'].map(fault)).toEqual(Array(3).fill(undefined));
    expect(['5:30', '30:5:5', '5:30:0', '5:30:x', ':'].map(fault)).toEqual(
      Array<string>(5).fill('Several are written 5,10,20, or 5:30:5 for 5 to 30 in steps of 5.'),
    );
    expect(fault('5,')).toBe('This must be a number.');
    expect(fault('5,10001')).toBe('This must be from 1 to 10,000.');
    expect(fault('0:30:5')).toBe('This must be from 1 to 10,000.');
    const least = requestOf({ ...several, min_trades: '3' }, cross);
    expect(least.min_trades).toBe(3);
    expect(requestOf(draftOf(least), cross)).toEqual(least);
    expect(requestText(least)).toBe('fast=5,10 slow=20:60:20 · by sharpe · from 3 trades');
    expect(backtestFaults({ ...several, min_trades: '-3' }, cross)).toEqual({
      min_trades: 'This must be a whole number, 0 or more.',
    });
    const short = { ...forward, walk_forward: '4000' };
    expect(backtestFaults({ ...several, ...short }, cross)).toEqual({
      walk_forward: 'This must be two numbers of candles, as 4000,1000.',
    });
    // Of a single run it says nothing, and neither where the search is judged otherwise.
    expect(backtestFaults({ ...draft, ...short }, cross)).toEqual({});
    expect(requestOf({ ...draft, ...short }, cross).walk_forward).toBeUndefined();
    expect(backtestFaults({ ...several, ...short, judged: 'whole' }, cross)).toEqual({});
    expect(requestOf({ ...several, ...short, judged: 'whole' }, cross).walk_forward).toBeUndefined();
  });

  it('is judged in folds where that is asked for', () => {
    const search = { ...withValue(draft, 'fast', '5,10'), judged: 'folds' } as const;
    const request = requestOf(
      { ...search, walk_forward: '4000,1000', folds: '4', purge: ' 50', embargo: '20' },
      cross,
    );
    expect(request).toMatchObject({ folds: 4, purge: 50, embargo: 20 });
    expect(request.walk_forward).toBeUndefined();
    expect(requestOf(draftOf(request), cross)).toEqual(request);
    expect(requestText(request)).toBe('fast=5,10 · by sharpe · 4 folds');
    expect(backtestFaults({ ...search, folds: '1', purge: '', embargo: '-1' }, cross)).toEqual({
      folds: 'This must be a whole number from 2 to 20.',
      purge: 'This must be a whole number, 0 or more.',
      embargo: 'This must be a whole number, 0 or more.',
    });
    expect(backtestFaults({ ...search, folds: '21' }, cross)['folds']).toMatch(/2 to 20/);
    expect(backtestFaults({ ...search, folds: '20' }, cross)).toEqual({});
  });

  it('has refusals of parameters at the parameter they are about', () => {
    const refusal = (message: string, field: string) => new ApiError(422, 'bad_parameter', message, field);
    const slow = refusal('sma_cross: parameter slow is 1, but must be more', 'parameters');
    expect(placeOfFault(slow, cross)).toBe('slow');
    expect(placeOfFault(refusal(slow.message, 'grid'), cross)).toBe('slow');
    expect(placeOfFault(slow, undefined)).toBe('');
    expect(placeOfFault(refusal("'x' is not a share", 'fees'), cross)).toBe('fees');
  });
});

it('tells what a search found', () => {
  const run = {
    parameters: { fast: 5, sides: 'both' },
    score: -0.25,
    trades: 8,
    won: 6,
  } as unknown as SearchRun;
  expect(parametersText(run)).toBe('fast 5, sides both');
  expect(scoreText(run)).toBe('\u22120.250');
  expect(wonText(run)).toMatch(/^75/);
  expect([scoreText({ ...run, score: null }), wonText({ ...run, trades: 0 })]).toEqual(['–', '–']);
  expect(['5,10,20', '5:30:5', '0.1:0.3:0.1', '7'].map(countOf)).toEqual([3, 6, 3, 1]);
});

it('says how far a run is', () => {
  const job = (change: Partial<Backtest>) =>
    ({ state: 'running', progress: null, candles: 12_000, ...change }) as Backtest;
  expect(progressText(job({ progress: 0.456 }))).toBe('running, 45\u202f%');
  expect(progressText(job({}))).toBe('running, 12,000 candles');
  expect(progressText(job({ state: 'queued' }))).toBe('queued');
});

const at = (minute: number) => new Date(minute * 60_000).toISOString();
const trade = (number: number, exited: number, profit: number, change: Partial<BacktestTrade> = {}) =>
  ({
    number,
    entered: at(exited - 5),
    exited: at(exited),
    profit,
    r_multiple: null,
    ...change,
  }) as BacktestTrade;
const result = {
  from: at(0),
  capital: 1000,
  curve: {
    time: [10, 20, 40].map((minute) => minute * 60_000),
    equity: [1100, 900, 1050],
    buy_and_hold: [990, 1200, 800],
    price: [50, 60, 40],
    drawdown: [0, 0.25, 0.05],
  },
} as unknown as BacktestResult;

describe('the lines of a run', () => {
  const minutes = (line: readonly PlotPoint[]) => line.map((point) => [point.at / 60_000, point.value]);
  it('go from the capital over the curve', () => {
    expect(minutes(equityLine(result))).toEqual([
      [0, 1000],
      [10, 1100],
      [20, 900],
      [40, 1050],
    ]);
    expect(minutes(heldLine(result)).slice(0, 2)).toEqual([
      [0, 1000],
      [10, 990],
    ]);
    // 1050 of 1000
    expect(returnLine(equityLine(result)).at(-1)!.value).toBeCloseTo(0.05, 12);
  });

  it('have the drawdown as the report says it, downwards', () => {
    expect(minutes(drawdownLine(result))).toEqual([
      [0, 0],
      [10, 0],
      [20, -0.25],
      [40, -0.05],
    ]);
  });

  it('are empty where a result has no curve yet', () => {
    const { curve: _, ...old } = result;
    for (const line of [equityLine(old), heldLine(old), drawdownLine(old)]) expect(line).toEqual([]);
    expect(returnLine(equityLine(old))).toEqual([]);
  });
});

describe('figures', () => {
  it('are compared where one side is better', () => {
    expect(bestOf([1, 3, 3, null], 'high')).toEqual([1, 2]);
    expect(bestOf([1, 3, null], 'low')).toEqual([0]);
    expect(bestOf([2, 2], 'high')).toEqual([]);
    expect(bestOf([1, 2], undefined)).toEqual([]);
    expect(bestOf([1, null], 'high')).toEqual([]);
  });

  it('stay readable when they are absurd', () => {
    expect(shareText(0.1234)).toBe('+12.34\u202f%');
    expect(shareText(4.4e51)).toBe('+4.4e+51');
  });
});

it('puts months into rows of years', () => {
  const rows = yearsOf([
    { year: 2025, month: 12, return: 0.1 },
    { year: 2026, month: 1, return: 0.1 },
    { year: 2026, month: 3, return: -0.5 },
  ]);
  expect(rows.map(({ year }) => year)).toEqual([2025, 2026]);
  expect(rows[1]!.months.slice(0, 4)).toEqual([0.1, null, -0.5, null]);
  // 1.1 x 0.5 - 1
  expect(rows[1]!.total).toBeCloseTo(-0.45, 12);
  expect([heatOf(0.05), heatOf(-3)]).toEqual([0.5, 1]);
});

it('sorts trades, those without a value last', () => {
  const trades = [trade(1, 10, 5, { r_multiple: 1 }), trade(2, 20, -5), trade(3, 30, 9, { r_multiple: 2 })];
  const numbers = (column: 'profit' | 'r' | 'number', descending: boolean) =>
    sortTrades(trades, { column, descending }).map(({ number }) => number);
  expect(numbers('profit', true)).toEqual([3, 1, 2]);
  expect(numbers('r', true)).toEqual([3, 1, 2]);
  expect(numbers('r', false)).toEqual([1, 3, 2]);
  expect(numbers('number', true)).toEqual([3, 2, 1]);
});

describe('a portfolio’s result', () => {
  const portfolio = {
    input: 'binance:BTCUSDT, binance:ETHBTC',
    currency: 'USDT',
    positions: 'hedging',
    rates: ['EURUSDT'],
    open_positions: [
      { qty: -0.5, cost: -1, unrealized: 0.0125, symbol: 'ETHBTC', currency: 'BTC', side: 'short' },
    ],
    instruments: [
      { symbol: 'BTCUSDT', venue: 'binance' },
      { symbol: 'ETHBTC', venue: 'binance' },
    ],
  } as unknown as BacktestResult;
  const trade = { symbol: 'ETHBTC', currency: 'BTC', profit: 0.02, account_profit: 1200 } as BacktestTrade;

  it('says of which account and instrument it is', () => {
    expect(accountText(portfolio)).toBe('One account in USDT, hedging, rates by EURUSDT');
    expect(openTexts(portfolio)).toEqual(['0.5 ETHBTC short, +0.012500 BTC unrealized']);
    expect(tradedAddress(portfolio, trade)).toBe('binance:ETHBTC');
    expect(profitOf(trade)).toBe(1200);
  });

  it('writes the prices of each instrument with the decimals they need', () => {
    const priced = (symbol: string, entry_price: number, exit_price: number) =>
      ({ symbol, entry_price, exit_price }) as BacktestTrade;
    const found = priceDecimals([
      priced('ETHBTC', 0.042, 0.04229),
      priced('ETHUSDT', 2900, 2836.5),
      priced('ETHBTC', 0.0000001, 0.04),
    ]);
    expect([found.get('ETHBTC'), found.get('ETHUSDT')]).toEqual([7, 1]);
  });

  it('is told apart from that of one instrument', () => {
    const one = {
      input: 'binance:BTCUSDT',
      open_position: { qty: 2, cost: 100, unrealized: -5 },
    } as unknown as BacktestResult;
    expect(accountText(one)).toBe('');
    expect(openTexts(one)).toEqual(['2, −5.00 unrealized']);
    expect(openTexts({ ...one, open_position: null })).toEqual([]);
    const plain = { profit: 3 } as BacktestTrade;
    expect([tradedAddress(one, plain), profitOf(plain)]).toEqual(['binance:BTCUSDT', 3]);
  });
});
