import { expect, it } from 'vitest';
import type { Fill, Order } from '../api/types';
import { mergeFills, mergeOrders, timeOrNull } from './own_orders';

const order = (id: number, state: Order['state']) => ({ id, state }) as Order;
const ids = (orders: readonly Order[]) => orders.map(({ id }) => id);

it('moves orders from open to closed, newest first, and never back', () => {
  const held = mergeOrders({ open: [], closed: [] }, [
    order(1, 'accepted'),
    order(3, 'new'),
    order(2, 'rejected'),
  ]);
  expect([ids(held.open), ids(held.closed)]).toEqual([[3, 1], [2]]);
  const filled = mergeOrders(held, [order(1, 'filled')]);
  expect([ids(filled.open), ids(filled.closed)]).toEqual([[3], [2, 1]]);
  // An answer that was on its way while the end was told.
  expect(ids(mergeOrders(filled, [order(1, 'accepted')]).open)).toEqual([3]);
  expect(mergeOrders(filled, [])).toBe(filled);
});

it('holds each fill once, newest first', () => {
  const fill = (id: number, at: string) => ({ venue: 'sim', symbol: 'X', order: 1, id, at }) as Fill;
  const [a, b] = [fill(1, '2026-11-27T10:00:00Z'), fill(2, '2026-11-27T10:00:01Z')];
  expect(mergeFills([a], [b, a])).toEqual([b, a]);
});

it('knows a time that has not come yet', () => {
  expect(timeOrNull('1970-01-01T00:00:00Z')).toBeNull();
  expect(timeOrNull('2026-11-27T10:00:00Z')).toBe(1_795_773_600_000);
});
