import { ask, getJson } from './http';
import type {
  Cancels,
  FillList,
  KillSwitch,
  KillSwitchRequest,
  NewOrder,
  Order,
  OrderDetail,
  OrderList,
  Portfolio,
  PortfolioHistory,
  PositionSize,
  PositionSizeRequest,
} from './types';

export function fetchPortfolio(signal?: AbortSignal): Promise<Portfolio> {
  return getJson('/api/portfolio', {}, signal);
}

/** The newest `limit` points, one a minute, oldest first. */
export function fetchEquity(limit: number, signal?: AbortSignal): Promise<PortfolioHistory> {
  return getJson('/api/portfolio/history', { limit }, signal);
}

/** Newest first; `cursor` is the `next` of the page before. */
export function fetchOrders(
  state: 'open' | 'closed',
  limit: number,
  cursor: number | null,
  signal?: AbortSignal,
): Promise<OrderList> {
  return getJson('/api/orders', { state, limit, cursor: cursor ?? undefined }, signal);
}

/** With all that happened to it. */
export function fetchOrder(id: number, signal?: AbortSignal): Promise<OrderDetail> {
  return getJson(`/api/orders/${id}`, {}, signal);
}

/** Placed once, however often it is asked for under its `client_order_id`. */
export function placeOrder(order: NewOrder): Promise<Order> {
  return ask('POST', '/api/orders', {}, undefined, order);
}

export function cancelOrder(id: number): Promise<Order> {
  return ask('DELETE', `/api/orders/${id}`, {});
}

export function cancelAllOrders(): Promise<Cancels> {
  return ask('DELETE', '/api/orders', {});
}

/** Newest first; `cursor` is the `next` of the page before. */
export function fetchFills(limit: number, cursor: number | null, signal?: AbortSignal): Promise<FillList> {
  return getJson('/api/fills', { limit, cursor: cursor ?? undefined }, signal);
}

export function sizePosition(question: PositionSizeRequest, signal?: AbortSignal): Promise<PositionSize> {
  return ask('POST', '/api/risk/position-size', {}, signal, question);
}

export function fetchKillSwitch(signal?: AbortSignal): Promise<KillSwitch> {
  return getJson('/api/kill-switch', {}, signal);
}

export function setKillSwitch(request: KillSwitchRequest): Promise<KillSwitch> {
  return ask('POST', '/api/kill-switch', {}, undefined, request);
}

/** Ends a halt and a cool-down; drawdown is measured anew. */
export function releaseHalt(): Promise<Portfolio> {
  return ask('POST', '/api/risk/release-halt', {}, undefined, { confirm: 'release' });
}
