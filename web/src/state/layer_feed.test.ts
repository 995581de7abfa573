import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Envelope } from '../api/types';
import type { Span } from '../model/coverage';
import type { Connection } from './connection.svelte';
import { LayerFeed, type FeedSource } from './layer_feed.svelte';

/** Numbers at times; a layer is the least number wanted. */
type Item = [time: number, value: number];

class Table {
  items: Item[] = [];
  get size() {
    return this.items.length;
  }
  merge(items: readonly Item[]) {
    this.items.push(...items);
  }
  replace(items: readonly Item[]) {
    this.items = [...items];
  }
  keep(from: number, to: number) {
    this.items = this.items.filter(([time]) => time >= from && time <= to);
  }
  clear() {
    this.items = [];
  }
}

let asked: Span[];
let answer: Item[][];
let hear: ((envelope: Envelope) => void) | null;
let channels: string[];

const connection = {
  listen(channel: string, handler: (envelope: Envelope) => void) {
    channels.push(channel);
    hear = handler;
    return () => (hear = null);
  },
} as unknown as Connection;

function feedOf(change: Partial<FeedSource<number, Item>> = {}) {
  const source: FeedSource<number, Item> = {
    channel: 'numbers',
    fetches: 'missing',
    text: String,
    key: String,
    takes: (least, [, value]) => value >= least,
    async *pages(_series, _layer, span) {
      asked.push(span);
      yield* answer;
    },
    read: ({ type, data }) => (type === 'snapshot' || type === 'trades' ? (data as unknown as Item[]) : null),
    ...change,
  };
  const stop = new AbortController();
  const changes = { count: 0 };
  const series = { symbol: 'X', timeframe: '1m' } as const;
  const feed = new LayerFeed(
    source,
    new Table(),
    series,
    stop.signal,
    connection,
    () => (changes.count += 1),
  );
  return { feed, stop, changes };
}

const say = (type: Envelope['type'], items: Item[]) =>
  hear?.({ type, channel: 'numbers:X:1m', data: items } as unknown as Envelope);
const settled = () => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => {
  vi.useFakeTimers();
  [asked, answer, hear, channels] = [[], [], null, []];
});
afterEach(() => vi.useRealTimers());

describe('LayerFeed', () => {
  it('asks for nothing before a layer is wanted, then for the candles held, page by page', async () => {
    answer = [
      [[110, 5]],
      [
        [120, 1],
        [130, 7],
      ],
    ];
    const { feed } = feedOf();
    feed.cover({ from: 100, to: 200 });
    expect(asked).toEqual([]);
    feed.setLayer(2);
    await settled();
    expect(asked).toEqual([{ from: 100, to: 200 }]);
    expect(feed.table.items).toEqual([
      [110, 5],
      [130, 7],
    ]);
    expect([feed.count, feed.loading]).toEqual([2, false]);
    expect(channels).toEqual(['numbers:X:1m']);
  });

  it('asks for what joined, or for everything where answers belong together', async () => {
    for (const [fetches, wanted] of [
      ['missing', { from: 50, to: 100 }],
      ['whole', { from: 50, to: 200 }],
    ] as const) {
      asked = [];
      const { feed } = feedOf({ fetches });
      feed.cover({ from: 100, to: 200 });
      feed.setLayer(0);
      await settled();
      feed.cover({ from: 50, to: 200 });
      await settled();
      expect(asked.at(-1)).toEqual(wanted);
    }
  });

  it('takes in what the channel says of the layer, and forgets what falls out', async () => {
    const { feed } = feedOf();
    feed.cover({ from: 100, to: 200 });
    feed.setLayer(2);
    await settled();
    say('trades', [
      [150, 1],
      [160, 9],
    ]);
    expect(feed.table.items).toEqual([[160, 9]]);
    feed.cover({ from: 170, to: 200 });
    expect(feed.table.items).toEqual([]);
  });

  it('fetches anew after a second snapshot: it stands for messages that were lost', async () => {
    const { feed } = feedOf();
    feed.cover({ from: 100, to: 200 });
    feed.setLayer(0);
    say('snapshot', [[190, 1]]);
    await settled();
    expect(asked.length).toBe(1);
    say('snapshot', [[195, 1]]);
    await settled();
    expect(asked).toEqual([
      { from: 100, to: 200 },
      { from: 100, to: 200 },
    ]);
  });

  it('fetches nothing for a layer that only draws less of the same', async () => {
    const { feed, changes } = feedOf({ key: () => 'all', takes: () => true });
    feed.cover({ from: 100, to: 200 });
    feed.setLayer(1);
    await settled();
    const before = changes.count;
    feed.setLayer(2);
    await settled();
    expect([asked.length, changes.count - before, feed.layer]).toEqual([1, 1, 2]);
    feed.setLayer(2);
    expect(changes.count - before).toBe(1);
  });

  it('says what went wrong, and ends with its signal', async () => {
    const { feed, stop } = feedOf({
      async *pages() {
        throw new Error('gone');
      },
    });
    feed.cover({ from: 100, to: 200 });
    feed.setLayer(0);
    await settled();
    expect([feed.error?.message, feed.loading]).toEqual(['Error: gone', false]);
    stop.abort();
    expect([hear, feed.layer]).toEqual([null, null]);
  });
});
