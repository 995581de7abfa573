import { expect, test } from 'vitest';
import type { Envelope, FormingPatterns } from '../api/types';
import type { Connection } from './connection.svelte';
import { FormingShown, formingText } from './forming_patterns.svelte';

const said = (names: string[]): FormingPatterns => ({
  symbol: 'BTCUSDT',
  venue: 'sim',
  timeframe: '1m',
  state: 'provisional',
  time: '2024-01-01T00:01:00Z',
  patterns: names.map((name) => ({
    name: `CDL${name}`,
    title: `${name} Pattern`,
    direction: name === 'DOJI' ? 'neutral' : 'bullish',
    value: 100,
    level: 1,
    candles: 1,
  })),
});

test('each word on the forming candle replaces the one before, and a snapshot ends what was said before it', () => {
  let hear: ((envelope: Envelope) => void) | null = null;
  const channels: string[] = [];
  const connection = {
    listen(channel: string, handler: (envelope: Envelope) => void) {
      channels.push(channel);
      hear = handler;
      return () => (hear = null);
    },
  } as unknown as Connection;
  const tell = (type: Envelope['type'], data: FormingPatterns) =>
    hear?.({ type, channel: channels[0]!, timestamp: '', seq: 1, data });
  const stop = new AbortController();
  let changes = 0;
  const series = { symbol: 'BTCUSDT', timeframe: '1m' } as const;
  const shown = new FormingShown(series, stop.signal, connection, () => (changes += 1));
  expect(channels).toEqual([]);

  shown.setLayer({ minConfidence: 90, names: [] });
  expect(channels).toEqual(['patterns:BTCUSDT:1m']);
  tell('pattern_forming', said(['ENGULFING', 'DOJI']));
  expect(formingText(shown.patterns)).toBe('▲ ENGULFING, ◆ DOJI');
  expect([shown.time, changes]).toEqual([Date.parse('2024-01-01T00:01:00Z'), 1]);
  tell('pattern_forming', said([]));
  expect(shown.patterns).toEqual([]);
  expect(changes).toBe(2);

  shown.setLayer({ minConfidence: 0, names: ['DOJI'] });
  tell('pattern_forming', said(['ENGULFING', 'DOJI']));
  expect(formingText(shown.patterns)).toBe('◆ DOJI');
  tell('snapshot', said([]));
  expect(shown.patterns).toEqual([]);

  tell('pattern_forming', said(['DOJI']));
  stop.abort();
  expect(shown.patterns).toEqual([]);
  expect(hear).toBeNull();
});
