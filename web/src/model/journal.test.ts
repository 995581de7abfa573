import { describe, expect, it } from 'vitest';
import type { JournalEntry, NamedTally, SymbolInfo, TradeTally } from '../api/types';
import {
  filterEntries,
  heldOf,
  inRisks,
  mergeEntries,
  passes,
  outcomeOf,
  parseTags,
  sortEntries,
  sourceWord,
  tagsFault,
  tagsOf,
} from './journal_table';
import { kDefaultJournal, type JournalColumn } from './journal_view';
import { newTrade, tradeFaults, tradeOf } from './manual_trade';
import { barOf, groupTitle, kFewTrades, sampleText, withTrades } from './tally';
import { hashToView, kDefaultView, viewToHash, type View } from './view_url';

const entry = (id: string, change: Partial<JournalEntry>): JournalEntry => ({
  id,
  source: 'paper',
  venue: 'sim',
  symbol: 'BTCUSDT',
  position: 'net',
  direction: 'long',
  setup: '',
  regime: null,
  strategy: null,
  trace: null,
  currency: 'USDT',
  entered_at: `2026-11-27T10:00:0${id}Z`,
  exited_at: '2026-11-27T10:30:00Z',
  quantity: 1,
  open_quantity: 0,
  entry_price: 100,
  exit_price: 101,
  entry_value: 100,
  exit_value: 101,
  fees: 0,
  unvalued_fees: 0,
  funding: 0,
  profit: 1,
  account_profit: change.exited_at === null ? null : (change.profit ?? 1),
  best: 2,
  worst: -1,
  risk: 2,
  r_multiple: 0.5,
  tags: [],
  notes: '',
  ...change,
});
const all = [
  entry('1', { symbol: 'ETHUSDT', profit: -3, r_multiple: null, tags: ['news'] }),
  entry('2', { setup: 'breakout', profit: 5, r_multiple: 2.5, notes: 'entered too early' }),
  entry('3', { exited_at: null, exit_price: null, profit: 0, r_multiple: null }),
  entry('4', { profit: 0, tags: ['news', 'late'] }),
];
const ids = (entries: readonly JournalEntry[]) => entries.map(({ id }) => id).join('');

describe('trades in a table', () => {
  it('are open, won, lost or even', () => {
    expect(all.map(outcomeOf)).toEqual(['lost', 'won', 'open', 'even']);
    expect(heldOf(all[0]!)).toBe(29 * 60_000 + 59_000);
    expect(heldOf(all[2]!)).toBeNull();
    expect(inRisks(all[0]!, -3)).toBe(-1.5);
    expect(inRisks({ ...all[0]!, risk: null }, -3)).toBeNull();
  });

  it('are sorted both ways, what has no value last', () => {
    const sorted = (column: JournalColumn, descending: boolean) =>
      ids(sortEntries(all, { column, descending }));
    expect(sorted('entered', true)).toBe('4321');
    expect(sorted('profit', true)).toBe('2413');
    expect(sorted('profit', false)).toBe('1423');
    expect(sorted('r', true)).toBe('2431');
    expect(sorted('setup', false)).toBe('2431');
    expect(sorted('symbol', false)).toBe('4321');
  });

  it('are narrowed by outcome and words', () => {
    expect(ids(filterEntries(all, 'all', ''))).toBe('1234');
    expect(ids(filterEntries(all, 'open', ''))).toBe('3');
    expect(ids(filterEntries(all, 'lost', 'eth news'))).toBe('1');
    expect(ids(filterEntries(all, 'all', 'EARLY breakout'))).toBe('2');
    expect(tagsOf(all)).toEqual(['late', 'news']);
  });

  it('say whether the money was real, and are found by it', () => {
    const mixed = [entry('1', {}), entry('2', { source: 'live' }), entry('3', { source: 'manual' })];
    expect(mixed.map(sourceWord)).toEqual(['', 'real money', 'by hand']);
    expect(ids(filterEntries(mixed, 'all', 'real money'))).toBe('2');
    expect(ids(filterEntries(mixed, 'all', 'live'))).toBe('2');
    expect(ids(filterEntries(mixed, 'all', 'by hand'))).toBe('3');
  });

  it('pass what the server is asked for', () => {
    const passing = (filter: Parameters<typeof passes>[1]) => ids(all.filter((one) => passes(one, filter)));
    expect(passing({})).toBe('1234');
    expect(passing({ symbol: 'sim:BTCUSDT' })).toBe('234');
    expect(passing({ symbol: 'BTCUSDT', setup: 'breakout' })).toBe('2');
    expect(passing({ tag: 'late' })).toBe('4');
  });

  it('are held as they stood last, and do not open again', () => {
    const closed = entry('3', { profit: 7 });
    expect(mergeEntries(all, [closed, entry('5', {})]).map(({ id, profit }) => [id, profit])).toEqual([
      ['5', 1],
      ['4', 0],
      ['3', 7],
      ['2', 5],
      ['1', -3],
    ]);
    expect(mergeEntries([closed], [all[2]!])).toEqual([closed]);
  });
});

describe('tags', () => {
  it('are texts between commas, each once', () => {
    expect(parseTags(' news, late entry ,, news')).toEqual(['news', 'late entry']);
    expect(parseTags('')).toEqual([]);
  });

  it('are few and short: 20 of 40 bytes, as the server has it', () => {
    expect(tagsFault(Array.from({ length: 20 }, (_, i) => i).join())).toBeNull();
    expect(tagsFault(Array.from({ length: 21 }, (_, i) => i).join())).toMatch(/At most 20/);
    expect(tagsFault('x'.repeat(40))).toBeNull();
    expect(tagsFault('é'.repeat(21))).toMatch(/longer than 40 bytes/);
  });
});

describe('a trade entered by hand', () => {
  const info = { qty_decimals: 3 } as SymbolInfo;
  const good = {
    ...newTrade('BTCUSDT'),
    quantity: '0.5',
    entry_price: '100',
    exit_price: '110.5',
    entered_at: '2026-11-27T10:00',
    exited_at: '2026-11-27T11:00',
  };

  it('needs what a trade has', () => {
    expect(tradeFaults(good, info)).toEqual({});
    expect(Object.keys(tradeFaults(newTrade(''), null))).toEqual([
      'symbol',
      'quantity',
      'entry_price',
      'exit_price',
      'entered_at',
      'exited_at',
    ]);
    expect(tradeFaults({ ...good, exited_at: '2026-11-27T09:59', fees: '0' }, info)).toEqual({
      exited_at: 'The exit is not before the entry.',
    });
    expect(tradeFaults({ ...good, quantity: '0.0005', stop: '-1', fees: 'x' }, info)).toEqual({
      quantity: 'This must be a multiple of 0.001.',
      stop: 'This must be a number above 0.',
      fees: 'This must be a number above 0.',
    });
  });

  it('is sent with amounts as typed, without what is empty', () => {
    expect(tradeOf({ ...good, stop: ' 95 ', tags: 'news, news' })).toEqual({
      symbol: 'BTCUSDT',
      direction: 'long',
      quantity: '0.5',
      entry_price: '100',
      exit_price: '110.5',
      entered_at: '2026-11-27T10:00:00Z',
      exited_at: '2026-11-27T11:00:00Z',
      stop: '95',
      tags: ['news'],
    });
  });
});

describe('what trades have to say', () => {
  const tally = (trades: number) => ({ trades }) as TradeTally;
  it('stands under readable names', () => {
    expect(groupTitle('hour', '9')).toBe('09:00');
    expect(groupTitle('weekday', 'mon')).toBe('Monday');
    expect(groupTitle('setup', 'zone_bounce')).toBe('zone bounce');
    expect(groupTitle('regime', '')).toBe('(none)');
  });

  it('is drawn around zero', () => {
    expect(barOf(10, 20)).toEqual({ left: 50, width: 25 });
    expect(barOf(-20, 20)).toEqual({ left: 0, width: 50 });
    expect(barOf(0, 0)).toEqual({ left: 50, width: 0 });
  });

  it('is worth little from few', () => {
    expect(sampleText(tally(0))).toMatch(/No trade/);
    expect(sampleText(tally(1))).toMatch(/^1 closed trade\. Fewer than 30/);
    expect(sampleText(tally(kFewTrades))).toBe('30 closed trades.');
    const groups: NamedTally[] = [
      { name: 'a', tally: tally(0) },
      { name: 'b', tally: tally(2) },
    ];
    expect(withTrades(groups).map(({ name }) => name)).toEqual(['b']);
  });
});

describe('the address of the journal', () => {
  const view: View = {
    ...kDefaultView,
    page: 'journal',
    filter: 'late entry',
    trade: '0000000000000001',
    journal: {
      symbol: 'BTCUSDT',
      setup: 'zone bounce & more',
      tag: 'news',
      outcome: 'lost',
      order: { column: 'profit', descending: true },
    },
  };

  it('restores what it was made of', () => {
    expect(viewToHash(view)).toBe(
      '#/journal?filter=late%20entry&symbol=BTCUSDT&setup=zone%20bounce%20%26%20more&tag=news&outcome=lost&sort=-profit&trade=0000000000000001',
    );
    expect(hashToView(viewToHash(view))).toEqual(view);
    expect(viewToHash({ ...kDefaultView, page: 'journal' })).toBe('#/journal');
  });

  it('falls back where it cannot be read', () => {
    const read = hashToView('#/journal?outcome=maybe&sort=-nothing&trade=../x');
    expect([read.journal, read.trade]).toEqual([kDefaultJournal, null]);
  });

  it('names backtests, each once and not too many', () => {
    const id = (i: number) => i.toString(16).padStart(16, '0');
    const runs = Array.from({ length: 8 }, (_, i) => id(i));
    expect(hashToView(`#/backtests?runs=${runs.join()},${id(0)}`).runs).toEqual(runs.slice(0, 6));
    expect(viewToHash({ ...kDefaultView, page: 'backtests', runs: [id(1), id(2)] })).toBe(
      `#/backtests?runs=${id(1)},${id(2)}`,
    );
    expect(hashToView('#/backtests?runs=new').runs).toEqual(['new']);
    expect(hashToView('#/backtests?runs=<script>').runs).toEqual([]);
  });
});
