import { fetchEquity, fetchFills, fetchOrders } from '../api/rest_trading';
import type { Envelope, Fill, Order, PortfolioHistory, TradingNews } from '../api/types';
import { mergeFills, mergeOrders, type OwnOrders } from '../model/own_orders';
import { ask } from './ask';
import type { Connection } from './connection.svelte';
import type { Report } from './machine.svelte';

const kOpenMost = 1_000;
const kPage = 100;
/** A day of minutes. */
const kPoints = 1_440;
const kEquityEveryMs = 30_000;

/** Our orders, fills and equity: asked for, then kept up by the channel "trading". */
export class OrderDesk {
  orders = $state.raw<Report<OwnOrders>>({ value: null, error: null });
  fills = $state.raw<Report<readonly Fill[]>>({ value: null, error: null });
  equity = $state.raw<Report<PortfolioHistory['points']>>({ value: null, error: null });
  /** What the strategy asked for last, while this is looked at. */
  asked = $state.raw<Order | null>(null);
  /** Whether there are older ones to ask for. */
  hasOlderOrders = $state(false);
  hasOlderFills = $state(false);
  readonly #connection: Connection;
  #olderOrders: number | null = null;
  #olderFills: number | null = null;
  #stop = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): () => void {
    const unlisten = this.#connection.listen('trading', (envelope) => this.#take(envelope));
    this.refresh();
    void this.#askEquity();
    const timer = setInterval(
      () => document.visibilityState === 'visible' && void this.#askEquity(),
      kEquityEveryMs,
    );
    return () => {
      unlisten();
      clearInterval(timer);
      this.#stop.abort();
    };
  }

  refresh(): void {
    void this.#askOrders();
    void this.#askFills(null);
  }

  /** What an answer said of an order, before the channel does. */
  told(orders: OwnOrders['open']): void {
    this.#hold({ orders });
  }

  async moreOrders(): Promise<void> {
    if (this.#olderOrders === null) return;
    await ask(
      this.#stop.signal,
      () => fetchOrders('closed', kPage, this.#olderOrders, this.#stop.signal),
      ({ orders, next }) => {
        this.#hold({ orders });
        this.#setOlderOrders(next);
      },
      (error) => (this.orders = { ...this.orders, error }),
    );
  }

  moreFills(): Promise<void> {
    return this.#olderFills === null ? Promise.resolve() : this.#askFills(this.#olderFills);
  }

  #take(envelope: Envelope): void {
    // A snapshot stands for messages that were lost.
    if (envelope.type === 'snapshot') this.refresh();
    if (envelope.type === 'trading_signal')
      this.asked = (envelope.data as TradingNews).signals.at(-1) ?? this.asked;
    if (envelope.type !== 'portfolio_change') return;
    for (const change of (envelope.data as TradingNews).changes) this.#hold(change);
  }

  #hold({ orders = [], fills = [] }: { orders?: OwnOrders['open']; fills?: readonly Fill[] }): void {
    const held = this.orders.value;
    if (held !== null) this.orders = { value: mergeOrders(held, orders), error: null };
    if (this.fills.value !== null) this.fills = { value: mergeFills(this.fills.value, fills), error: null };
  }

  #askOrders(): Promise<void> {
    const { signal } = this.#stop;
    return ask(
      this.#stop.signal,
      () =>
        Promise.all([
          fetchOrders('open', kOpenMost, null, signal),
          fetchOrders('closed', kPage, null, signal),
        ]),
      ([open, closed]) => {
        const older = this.orders.value?.closed ?? [];
        const value = mergeOrders({ open: [], closed: older }, [...open.orders, ...closed.orders]);
        this.orders = { value, error: null };
        if (older.length === 0) this.#setOlderOrders(closed.next);
      },
      (error) => (this.orders = { ...this.orders, error }),
    );
  }

  #askFills(cursor: number | null): Promise<void> {
    return ask(
      this.#stop.signal,
      () => fetchFills(kPage, cursor, this.#stop.signal),
      ({ fills, next }) => {
        const held = this.fills.value;
        this.fills = { value: mergeFills(held ?? [], fills), error: null };
        if (cursor !== null || held === null) this.#setOlderFills(next);
      },
      (error) => (this.fills = { ...this.fills, error }),
    );
  }

  #askEquity(): Promise<void> {
    return ask(
      this.#stop.signal,
      () => fetchEquity(kPoints, this.#stop.signal),
      ({ points }) => (this.equity = { value: points, error: null }),
      (error) => (this.equity = { ...this.equity, error }),
    );
  }

  #setOlderOrders(next: number | null): void {
    this.#olderOrders = next;
    this.hasOlderOrders = next !== null;
  }

  #setOlderFills(next: number | null): void {
    this.#olderFills = next;
    this.hasOlderFills = next !== null;
  }
}
