import type { Fill, Order } from '../api/types';

const kOpen: ReadonlySet<Order['state']> = new Set(['new', 'accepted', 'partially_filled']);
export const isOpen = (order: Order) => kOpen.has(order.state);

export interface OwnOrders {
  /** Newest first */
  open: readonly Order[];
  closed: readonly Order[];
}

/** `held` with what was told of some: what is over does not open again. */
export function mergeOrders(held: OwnOrders, told: readonly Order[]): OwnOrders {
  if (told.length === 0) return held;
  const byId = new Map([...held.open, ...held.closed].map((order) => [order.id, order]));
  for (const order of told) {
    const known = byId.get(order.id);
    if (known === undefined || isOpen(known) || !isOpen(order)) byId.set(order.id, order);
  }
  const all = [...byId.values()].sort((a, b) => b.id - a.id);
  return { open: all.filter(isOpen), closed: all.filter((order) => !isOpen(order)) };
}

/** Newest first, each once. */
export function mergeFills(held: readonly Fill[], told: readonly Fill[]): readonly Fill[] {
  if (told.length === 0) return held;
  const keyOf = (fill: Fill) => `${fill.venue}:${fill.symbol} ${fill.order} ${fill.id}`;
  const byKey = new Map([...held, ...told].map((fill) => [keyOf(fill), fill]));
  return [...byKey.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id);
}

/** A time the server has not been told yet stands at the epoch. */
export function timeOrNull(text: string): number | null {
  const time = Date.parse(text);
  return time > 0 ? time : null;
}
