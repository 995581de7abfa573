import { expect, it } from 'vitest';
import { factsOf } from './market_facts';
import type { TableRow } from './market_table';

const rows = (...states: string[]) => states.map((state) => ({ info: { feed: { state } } }) as TableRow);

it('lets no page pass for the present while a market is in its past', () => {
  expect(factsOf(rows('live', 'catching_up'), 5)).toEqual({
    lastDataAt: 5,
    feedClosed: false,
    catchingUp: true,
  });
  expect(factsOf(rows('live', 'stale'), 5).catchingUp).toBe(false);
});

it('hears nothing from streams that are all over, and knows nothing of none', () => {
  expect(factsOf(rows('closed', 'closed'), 5)).toEqual({
    lastDataAt: null,
    feedClosed: true,
    catchingUp: false,
  });
  expect(factsOf([], 5)).toEqual({ lastDataAt: 5, feedClosed: false, catchingUp: false });
});
