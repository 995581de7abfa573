import { describe, expect, it } from 'vitest';
import type { SignalInfo } from '../api/types';
import { filterSignals, inRisks, kMostSignals, lookOf, mergeSignals } from './signal_table';

const signal = (minute: number, change: Partial<SignalInfo> = {}): SignalInfo => ({
  symbol: 'BTCUSDT',
  venue: 'sim',
  number: minute,
  type: 'weak_buy',
  direction: 'bullish',
  status: 'open',
  score: 0.25,
  confluence: 0.2,
  confidence: 55,
  entry: 100,
  stop: 98,
  targets: [103],
  risk_reward: 1.5,
  risk_percent: 0.5,
  size_hint: 0.25,
  candle: new Date(minute * 60_000).toISOString(),
  known_at: new Date((minute + 1) * 60_000).toISOString(),
  expires: new Date((minute + 241) * 60_000).toISOString(),
  ended: null,
  exit: null,
  result: null,
  mfe: 0,
  mae: 0,
  trace_id: `sim:BTCUSDT@${(minute + 1) * 60_000}`,
  logic_version: 1,
  ...change,
});
const ended = (minute: number) =>
  signal(minute, { status: 'stopped', ended: new Date((minute + 9) * 60_000).toISOString(), result: -1 });

describe('mergeSignals', () => {
  it('keeps the newest first, and each as it stood last', () => {
    const held = mergeSignals([], [signal(1), signal(3)]);
    const now = mergeSignals(held, [ended(1), signal(2)]);
    expect(now.map(({ number, status }) => [number, status])).toEqual([
      [3, 'open'],
      [2, 'open'],
      [1, 'stopped'],
    ]);
  });

  it('does not open again what has ended', () => {
    expect(mergeSignals([ended(1)], [signal(1)])[0]?.status).toBe('stopped');
  });

  it('tells both sides of one instrument apart, and the same moment of two instruments', () => {
    const other = signal(1, { symbol: 'ETHUSDT', trace_id: 'sim:ETHUSDT@120000' });
    expect(mergeSignals([signal(1)], [signal(1, { direction: 'bearish' }), other]).length).toBe(3);
  });

  it('forgets the oldest beyond what a page holds', () => {
    const many = Array.from({ length: kMostSignals + 5 }, (_, i) => signal(i));
    const held = mergeSignals([], many);
    expect(held.length).toBe(kMostSignals);
    expect(held.at(-1)?.number).toBe(5);
  });
});

describe('filterSignals', () => {
  const all = [
    signal(1),
    signal(2, { symbol: 'ETHUSDT', type: 'strong_sell', direction: 'bearish' }),
    ended(3),
  ];
  it.each([
    ['', 3],
    ['btc', 2],
    ['sell', 1],
    ['btc stopped', 1],
    ['strong bear', 1],
    ['usdt', 0],
  ])('“%s” leaves %i', (filter, count) => {
    expect(filterSignals(all, filter).length).toBe(count);
  });
});

it('marks the way a type points without color', () => {
  expect([lookOf('weak_buy').mark, lookOf('strong_sell').mark, lookOf('neutral').mark]).toEqual([
    '▲',
    '▼',
    '■',
  ]);
});

// Risk 100 - 98 = 2, so 3 of price is one and a half of it.
it('measures excursions in risks', () => {
  expect(inRisks(signal(1), 3)).toBe(1.5);
  expect(inRisks(signal(1, { stop: 100 }), 3)).toBeNull();
});
