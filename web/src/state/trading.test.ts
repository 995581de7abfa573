import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backtest, JournalEntry, Order, Portfolio, TradingNews } from '../api/types';
import { Account } from './account.svelte';
import { BacktestRuns } from './backtest_runs.svelte';
import { Drafts } from './drafts.svelte';
import { JournalBook } from './journal_book.svelte';
import { OrderDesk } from './order_desk.svelte';
import { fakeConnection, fakePage, fakeServer } from './testing';

const portfolio = (isKilled: boolean, equity = 10_000) =>
  ({
    currency: 'USDT',
    accounts: [{ currency: 'USDT', equity }],
    risk: { kill_switch: isKilled },
  }) as unknown as Portfolio;
const off = { status: 404, body: { code: 'trading_off', detail: 'Trading is switched off.' } };
const news = (change: Partial<TradingNews['changes'][number]>): TradingNews => ({
  changes: [{ orders: [], fills: [], trades: [], portfolio: portfolio(false), ...change }],
  signals: [],
  steps: [],
});
const settle = () => vi.advanceTimersByTimeAsync(0);

let stop = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  fakePage();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the account', () => {
  it('is asked for, then told, and asks why where the kill switch is engaged', async () => {
    const told = { engaged: true, reason: 'news', changed_at: null, cancels: null, took_us: null };
    const server = fakeServer({
      'GET /api/portfolio': { body: portfolio(false) },
      'GET /api/kill-switch': { body: told },
    });
    const { connection, say } = fakeConnection();
    const account = new Account(connection);
    stop = account.start();
    await settle();
    expect([account.isKilled, server.calls('GET /api/kill-switch').length]).toEqual([false, 0]);
    say('trading', 'portfolio_change', news({ portfolio: portfolio(true, 9_000) }));
    await settle();
    expect(account.isKilled).toBe(true);
    expect(account.killSwitch?.reason).toBe('news');
    expect(account.portfolio.value?.accounts[0]?.equity).toBe(9_000);
  });

  it('is asked for oftener while someone looks', async () => {
    const server = fakeServer({ 'GET /api/portfolio': { body: portfolio(false) } });
    const account = new Account(fakeConnection().connection);
    stop = account.start();
    const count = () => server.calls('GET /api/portfolio').length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(count()).toBe(1);
    const leave = account.watch();
    await vi.advanceTimersByTimeAsync(10_000);
    const looked = count();
    expect(looked).toBeGreaterThan(4);
    leave();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(count()).toBe(looked);
  });

  it('keeps the last good answer when one fails, and is none where trading is off', async () => {
    const server = fakeServer({ 'GET /api/portfolio': { body: portfolio(true) } });
    const account = new Account(fakeConnection().connection);
    stop = account.start();
    await settle();
    server.answers['GET /api/portfolio'] = new TypeError('gone');
    await account.refresh();
    expect([account.isKilled, account.portfolio.error]).toEqual([true, 'The server does not answer']);
    server.answers['GET /api/portfolio'] = off;
    await account.refresh();
    expect([account.isKilled, account.portfolio.error]).toEqual([false, 'Trading is switched off.']);
    const asked = server.asked.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.asked.length, 'nobody asks any more').toBe(asked);
  });

  it('is released with the word that means it', async () => {
    const server = fakeServer({
      'GET /api/portfolio': { body: portfolio(true) },
      'GET /api/kill-switch': { body: { engaged: true } },
      'POST /api/kill-switch': { body: { engaged: false } },
    });
    const account = new Account(fakeConnection().connection);
    stop = account.start();
    await settle();
    server.answers['GET /api/portfolio'] = { body: portfolio(false) };
    await account.release();
    expect(server.calls('POST /api/kill-switch')[0]?.body).toEqual({ engaged: false, confirm: 'release' });
    expect(account.isKilled).toBe(false);
  });
});

describe('orders and fills', () => {
  const order = (id: number, state: Order['state']) => ({ id, state, symbol: 'X' }) as Order;
  it('are asked for, told, and paged backwards', async () => {
    const server = fakeServer({
      'GET /api/orders': { body: { orders: [order(5, 'accepted')], next: null } },
      'GET /api/fills': { body: { fills: [], next: null } },
      'GET /api/portfolio/history': { body: { points: [] } },
    });
    const { connection, say } = fakeConnection();
    const desk = new OrderDesk(connection);
    stop = desk.start();
    await settle();
    expect(desk.orders.value?.open.map(({ id }) => id)).toEqual([5]);
    expect(server.calls('GET /api/orders').map(({ query }) => query)).toEqual([
      'state=open&limit=1000',
      'state=closed&limit=100',
    ]);
    say('trading', 'portfolio_change', news({ orders: [order(5, 'filled'), order(6, 'new')] }));
    expect(desk.orders.value?.open.map(({ id }) => id)).toEqual([6]);
    expect(desk.orders.value?.closed.map(({ id }) => id)).toEqual([5]);
    say('trading', 'trading_signal', { changes: [], signals: [order(7, 'new')] });
    expect(desk.asked?.id).toBe(7);
  });

  it('say why there are none', async () => {
    fakeServer({ 'GET /api/orders': off, 'GET /api/fills': off, 'GET /api/portfolio/history': off });
    const desk = new OrderDesk(fakeConnection().connection);
    stop = desk.start();
    await settle();
    expect([desk.orders.error, desk.fills.error, desk.equity.error]).toEqual(
      Array.from({ length: 3 }, () => 'Trading is switched off.'),
    );
  });
});

describe('the journal', () => {
  const entry = (id: string, change: Partial<JournalEntry> = {}) =>
    ({
      id,
      symbol: 'X',
      venue: 'sim',
      setup: '',
      tags: [],
      entered_at: `2026-11-27T10:00:0${id}Z`,
      exited_at: null,
      ...change,
    }) as JournalEntry;

  it('shows what its filter lets through, and takes what is told of it', async () => {
    const server = fakeServer({
      'GET /api/journal': { body: { trades: [entry('1')], next: 1 } },
      'GET /api/journal/statistics': { body: { by_setup: [{ name: '' }, { name: 'breakout' }] } },
    });
    const { connection, say } = fakeConnection();
    const book = new JournalBook(connection);
    stop = book.start();
    book.show({ symbol: 'X' });
    await settle();
    expect([book.setups, book.hasOlder]).toEqual([['breakout'], true]);
    expect(server.calls('GET /api/journal')[0]?.query).toBe('symbol=X&limit=500');
    say('trading', 'portfolio_change', news({ trades: [entry('2'), entry('3', { symbol: 'Y' })] }));
    expect(book.entries.value?.map(({ id }) => id)).toEqual(['2', '1']);
    await book.more();
    expect(server.calls('GET /api/journal').at(-1)?.query).toBe('symbol=X&limit=500&cursor=1');
  });

  it('takes notes, and says when they were not taken', async () => {
    const server = fakeServer({
      'GET /api/journal/statistics': { body: { by_setup: [] } },
      'GET /api/journal': { body: { trades: [entry('1')], next: null } },
      'PATCH /api/journal/1': new TypeError('gone'),
    });
    const book = new JournalBook(fakeConnection().connection);
    stop = book.start();
    book.show({});
    await settle();
    await expect(book.note('1', { tags: ['news'] })).rejects.toThrow('No connection');
    server.answers['PATCH /api/journal/1'] = { body: entry('1', { tags: ['news'] }) };
    await book.note('1', { tags: ['news'] });
    expect(book.find('1')?.tags).toEqual(['news']);
  });
});

it('keeps what is written of each trade by itself', () => {
  const drafts = new Drafts();
  drafts.note('1', { tags: 'news', notes: 'early' });
  drafts.note('2', { tags: '', notes: 'late' });
  drafts.note('1', null);
  expect(drafts.notes).toEqual({ '2': { tags: '', notes: 'late' } });
});

describe('backtests', () => {
  const job = (state: Backtest['state']) => ({ id: '00000000000000aa', state }) as Backtest;

  it('are asked for oftener while one runs, and its result once it is done', async () => {
    let state: Backtest['state'] = 'running';
    const result = { input: 'sim:X', capital: 1000 };
    const server = fakeServer({
      'GET /api/strategies': new TypeError('gone'),
      'GET /api/backtests': () => ({ body: { backtests: [job(state)] } }),
      'GET /api/backtests/00000000000000aa/result': { body: result },
    });
    const runs = new BacktestRuns();
    stop = runs.start();
    runs.want(['00000000000000aa']);
    await vi.advanceTimersByTimeAsync(3_000);
    const whileRunning = server.calls('GET /api/backtests').length;
    expect(whileRunning).toBeGreaterThan(4);
    expect(runs.strategies.error).toBe('The server does not answer');
    server.answers['GET /api/strategies'] = { body: { strategies: [{ id: 'breakout' }] } };
    expect(runs.results).toEqual({});
    state = 'done';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(runs.results['00000000000000aa']?.value).toEqual(result);
    expect(runs.strategies).toEqual({ value: [{ id: 'breakout' }], error: null });
    const catalogues = server.calls('GET /api/strategies').length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.calls('GET /api/backtests/00000000000000aa/result').length).toBe(1);
    expect(server.calls('GET /api/strategies').length).toBe(catalogues);
    expect(server.calls('GET /api/backtests').length).toBeLessThan(whileRunning + 5);
    runs.want([]);
    expect(runs.results).toEqual({});
  });
});
