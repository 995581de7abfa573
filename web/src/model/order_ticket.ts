import type { ApiError } from '../api/rest';
import type { Fill, NewOrder, Order, Position, SymbolInfo } from '../api/types';
import { amountFault, gridFault, type Faults } from './form_faults';

export type OrderType = NonNullable<NewOrder['type']>;
export type TimeInForce = NonNullable<NewOrder['time_in_force']>;
export type HedgedSide = NonNullable<NewOrder['position']>;
type PriceName = 'limit_price' | 'trigger_price' | 'trail';

interface TypeForm {
  title: string;
  hint: string;
  prices: readonly PriceName[];
  /** It rests, so it may say for how long, and that it may not take. */
  canRest: boolean;
  times: readonly TimeInForce[];
}

const kAll: readonly TimeInForce[] = ['gtc', 'ioc', 'fok', 'gtd'];
/** A stop that had to act at once would not be one. */
const kWaiting: readonly TimeInForce[] = ['gtc', 'gtd'];

/** What each type of order asks for, in the order in which they are offered. */
export const kOrderTypes: Record<OrderType, TypeForm> = {
  market: { title: 'Market', hint: 'Takes what is there.', prices: [], canRest: false, times: kAll },
  limit: {
    title: 'Limit',
    hint: 'Takes what is there up to its price, then rests.',
    prices: ['limit_price'],
    canRest: true,
    times: kAll,
  },
  stop: {
    title: 'Stop',
    hint: 'A market order once the price comes to the trigger against its side.',
    prices: ['trigger_price'],
    canRest: false,
    times: kWaiting,
  },
  stop_limit: {
    title: 'Stop limit',
    hint: 'A limit order once the price comes to the trigger against its side.',
    prices: ['trigger_price', 'limit_price'],
    canRest: false,
    times: kWaiting,
  },
  take_profit: {
    title: 'Take profit',
    hint: 'A market order once the price comes to the trigger in favor of its side.',
    prices: ['trigger_price'],
    canRest: false,
    times: kWaiting,
  },
  trailing_stop: {
    title: 'Trailing stop',
    hint: 'A stop whose trigger follows the best price at this distance.',
    prices: ['trail'],
    canRest: false,
    times: kWaiting,
  },
};

export const kPriceTitles: Record<PriceName, string> = {
  limit_price: 'Limit price',
  trigger_price: 'Trigger',
  trail: 'Trail',
};

export const kTimeTitles: Record<TimeInForce, string> = {
  gtc: 'good till canceled',
  ioc: 'immediate or cancel',
  fok: 'fill or kill',
  gtd: 'good till a date',
};

/** An order while it is written: amounts as typed, of every type at once. */
export interface OrderDraft {
  symbol: string;
  side: Order['side'];
  /** Which of a hedging account's two; null: of the one there is */
  position: HedgedSide | null;
  type: OrderType;
  quantity: string;
  limit_price: string;
  trigger_price: string;
  trail: string;
  time: TimeInForce;
  /** "2026-11-27T12:00", UTC */
  till: string;
  postOnly: boolean;
  reduceOnly: boolean;
  stop_loss: string;
  take_profit: string;
}

export function newOrder(symbol: string): OrderDraft {
  return {
    symbol,
    side: 'buy',
    position: null,
    type: 'market',
    quantity: '',
    limit_price: '',
    trigger_price: '',
    trail: '',
    time: 'gtc',
    till: '',
    postOnly: false,
    reduceOnly: false,
    stop_loss: '',
    take_profit: '',
  };
}

/** Another type: the time in force stays where it can. */
export function withOrderType(draft: OrderDraft, type: OrderType): OrderDraft {
  const form = kOrderTypes[type];
  const time = form.times.includes(draft.time) ? draft.time : 'gtc';
  return { ...draft, type, time, postOnly: form.canRest && draft.postOnly };
}

/** The position of a hedging account that orders of this side add to; those of the other take from it. */
export const openedBy = (side: Order['side']): HedgedSide => (side === 'buy' ? 'long' : 'short');

/** The order that makes a position flat, at the market and no further: of two the other stays as it is. */
export function closingOrder(
  symbol: string,
  { quantity, side: held }: Pick<Position, 'quantity' | 'side'>,
): OrderDraft {
  const order: OrderDraft = {
    ...newOrder(symbol),
    side: quantity > 0 ? 'sell' : 'buy',
    quantity: String(Math.abs(quantity)),
  };
  return held === 'net' ? { ...order, reduceOnly: true } : { ...order, position: held };
}

/** Where it would be entered: its own price, else the last one; null = not known. */
export function entryOf(draft: OrderDraft, last: number | null): number | null {
  const { prices } = kOrderTypes[draft.type];
  const own = prices.includes('limit_price')
    ? draft.limit_price
    : prices.includes('trigger_price')
      ? draft.trigger_price
      : '';
  return amountFault(own, true) === null ? Number(own) : last;
}

/** It only takes from a position; of two, side and position say so. */
export const isClosing = ({ side, position, reduceOnly }: OrderDraft) =>
  position === null ? reduceOnly : position !== openedBy(side);

const hasBracket = (draft: OrderDraft) => !isClosing(draft);

/** What can be told without the server, which checks everything again. */
export function orderFaults(draft: OrderDraft, info: SymbolInfo | null, now: number): Faults {
  const faults: Record<string, string> = {};
  const { prices, canRest } = kOrderTypes[draft.type];
  const put = (name: string, fault: string | null) => {
    if (fault !== null) faults[name] ??= fault;
  };
  if (draft.symbol === '') put('symbol', 'An order is of an instrument.');
  put('quantity', amountFault(draft.quantity, true));
  if (info !== null) put('quantity', gridFault(draft.quantity, 10 ** -info.qty_decimals));
  for (const name of prices) put(name, amountFault(draft[name], true));
  if (hasBracket(draft))
    for (const name of ['stop_loss', 'take_profit'] as const) put(name, amountFault(draft[name], false));
  for (const name of ['limit_price', 'trigger_price', 'trail', 'stop_loss', 'take_profit'] as const)
    if (info !== null && faults[name] === undefined && isAsked(draft, name))
      put(name, gridFault(draft[name], info.tick_size));
  if (draft.time === 'gtd') put('good_till', tillFault(draft.till, now));
  if (canRest && draft.postOnly && (draft.time === 'ioc' || draft.time === 'fok'))
    put('post_only', 'An order that must act at once cannot be post-only.');
  putBracket(draft, entryOf(draft, info?.last ?? null), put);
  return faults;
}

function isAsked(draft: OrderDraft, name: PriceName | 'stop_loss' | 'take_profit'): boolean {
  if (name === 'stop_loss' || name === 'take_profit') return hasBracket(draft);
  return kOrderTypes[draft.type].prices.includes(name);
}

function tillFault(till: string, now: number): string | null {
  if (till === '') return 'Until when?';
  return Date.parse(`${till}Z`) > now ? null : 'This time is over.';
}

/** A stop stands on the losing side of the entry, a target on the other. */
function putBracket(
  draft: OrderDraft,
  entry: number | null,
  put: (name: string, fault: string | null) => void,
): void {
  if (!hasBracket(draft) || entry === null) return;
  const isBuy = draft.side === 'buy';
  for (const [name, isBelow] of [
    ['stop_loss', isBuy],
    ['take_profit', !isBuy],
  ] as const) {
    if (amountFault(draft[name], true) !== null) continue;
    const price = Number(draft[name]);
    if (isBelow ? price >= entry : price <= entry)
      put(name, `Of this ${draft.side} it must be ${isBelow ? 'below' : 'above'} the entry.`);
  }
}

/** As it is sent: only what its type has, amounts as they were typed. */
export function orderOf(draft: OrderDraft, clientId: string): NewOrder {
  const { prices, canRest } = kOrderTypes[draft.type];
  const bracket = (['stop_loss', 'take_profit'] as const).filter(
    (name) => hasBracket(draft) && draft[name].trim() !== '',
  );
  const amounts = [...prices, ...bracket].map((name) => [name, draft[name].trim()]);
  return {
    symbol: draft.symbol,
    side: draft.side,
    ...(draft.position === null ? {} : { position: draft.position }),
    type: draft.type,
    quantity: draft.quantity.trim(),
    ...Object.fromEntries(amounts),
    ...(draft.time === 'gtc' ? {} : { time_in_force: draft.time }),
    ...(draft.time === 'gtd' ? { good_till: `${draft.till}:00Z` } : {}),
    ...(canRest && draft.postOnly ? { post_only: true } : {}),
    ...(draft.position === null && draft.reduceOnly ? { reduce_only: true } : {}),
    client_order_id: clientId,
  };
}

/** Fields that the risk gate's reasons are about; of the others the whole order is. */
const kFieldsOfReasons: Readonly<Record<string, keyof OrderDraft>> = {
  bad_qty: 'quantity',
  too_large: 'quantity',
  leverage: 'quantity',
  instrument_exposure: 'quantity',
  portfolio_exposure: 'quantity',
  duplicate: 'quantity',
  no_price: 'symbol',
  no_rate: 'symbol',
  unknown_instrument: 'symbol',
};

/** The field of the ticket that a refusal is about. */
export function placeOfRefusal({ field, code }: ApiError, type: OrderType): string {
  if (field !== 'order') return field === 'body' ? '' : field;
  if (code === 'price_collar' || code === 'bad_price') return kOrderTypes[type].prices.at(-1) ?? '';
  return kFieldsOfReasons[code] ?? '';
}

/** Why an order was rejected, canceled or has expired. */
const kReasons: Readonly<Record<string, string>> = {
  bad_qty: 'quantity not positive, or off the grid',
  bad_price: 'a price missing, or off the grid',
  bad_combination: 'its parts do not go together',
  id_taken: 'its id belongs to another order',
  kill_switch: 'the kill switch was engaged',
  halted: 'halted after a loss of the day or a drawdown',
  cool_down: 'cooling down after losses in a row',
  too_many_orders: 'too many open orders',
  too_large: 'worth more than one order may be',
  duplicate: 'the same again, too soon',
  price_collar: 'its price is too far from the market',
  instrument_exposure: 'too much of this instrument',
  portfolio_exposure: 'too much of all instruments',
  leverage: 'worth more than the account may hold',
  no_price: 'no price is known yet',
  no_rate: 'what its currency is worth is not known yet',
  unknown_instrument: 'no such instrument',
  would_take: 'post-only, but it would have taken',
  nothing_to_close: 'reduce-only without a position',
  no_liquidity: 'nothing to trade with',
  not_fillable: 'could not be filled at once and whole',
  rest: 'what was not filled at once',
  good_till: 'its time was over',
  requested: 'asked for',
  oco_filled: 'the other leg was filled',
  parent_ended: 'the order it waited for is over, unfilled',
  not_ready: 'the venue was not ready',
  venue: 'the venue refused it, or took it off',
  lost: 'the venue never heard of it',
};

export const reasonText = (reason: string | null) => (reason === null ? '' : (kReasons[reason] ?? reason));

/** "limit 100.00", "stop limit 99.00 → 98.50", "trailing stop 2.00" */
export function orderText(order: Order, price: (value: number) => string): string {
  const { trigger_price: trigger, limit_price: limit, trail } = order;
  const title = kOrderTypes[order.type].title.toLowerCase();
  const told = [trigger, limit].filter((value) => value !== null).map(price);
  if (trail !== null) return `${title} ${price(trail)}${trigger === null ? '' : `, now ${price(trigger)}`}`;
  return told.length === 0 ? title : `${title} ${told.join(' \u2192 ')}`;
}

/** "opens long", "closes short"; nothing where there is but one position */
export function effectText({ side, position }: Pick<Order | Fill, 'side' | 'position'>): string {
  if (position === 'net') return '';
  return `${position === openedBy(side) ? 'opens' : 'closes'} ${position}`;
}

/** "opens long, GTC, post-only", "waits for order 4" */
export function orderNotes(order: Order): string {
  const effect = effectText(order);
  const notes: string[] = effect === '' ? [] : [effect];
  if (order.time_in_force !== 'gtc') notes.push(order.time_in_force.toUpperCase());
  if (order.post_only) notes.push('post-only');
  if (order.reduce_only) notes.push('reduce-only');
  if (order.oco !== null) notes.push('one cancels the other');
  if (order.parent !== null && order.state === 'new') notes.push(`waits for order ${order.parent}`);
  return notes.join(', ');
}
