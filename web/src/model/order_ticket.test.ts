import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/rest';
import type { Order, SymbolInfo } from '../api/types';
import {
  closingOrder,
  entryOf,
  isClosing,
  kOrderTypes,
  newOrder,
  orderFaults,
  orderNotes,
  orderOf,
  orderText,
  placeOfRefusal,
  reasonText,
  withOrderType,
  type OrderDraft,
} from './order_ticket';

const info = { symbol: 'BTCUSDT', venue: 'sim', tick_size: 0.01, qty_decimals: 5, last: 100 } as SymbolInfo;
const now = Date.parse('2026-11-27T10:00:00Z');
const draft = (change: Partial<OrderDraft>): OrderDraft => ({
  ...newOrder('BTCUSDT'),
  quantity: '0.5',
  ...change,
});
const faults = (change: Partial<OrderDraft>) => orderFaults(draft(change), info, now);

describe('an order that is written', () => {
  it('needs what its type needs, and no more', () => {
    expect(faults({})).toEqual({});
    expect(faults({ quantity: '' })).toEqual({ quantity: 'This number is needed.' });
    for (const [type, form] of Object.entries(kOrderTypes))
      expect(Object.keys(faults({ type: type as OrderDraft['type'] })), type).toEqual(form.prices);
  });

  it('stands on the grid of its instrument', () => {
    const wrong = faults({ type: 'limit', limit_price: '99.995', quantity: '0.000001', stop_loss: '90.001' });
    expect(wrong).toEqual({
      quantity: 'This must be a multiple of 0.00001.',
      limit_price: 'This must be a multiple of 0.01.',
      stop_loss: 'This must be a multiple of 0.01.',
    });
  });

  it('has its stop on the losing side and its target on the other', () => {
    expect(faults({ stop_loss: '99', take_profit: '101' })).toEqual({});
    expect(faults({ stop_loss: '101', take_profit: '99' })).toEqual({
      stop_loss: 'Of this buy it must be below the entry.',
      take_profit: 'Of this buy it must be above the entry.',
    });
    expect(faults({ side: 'sell', stop_loss: '99', take_profit: '101' })).toEqual({
      stop_loss: 'Of this sell it must be above the entry.',
      take_profit: 'Of this sell it must be below the entry.',
    });
    // Of a limit the entry is its price: 96 is above 95.
    expect(faults({ type: 'limit', limit_price: '95', stop_loss: '96' })).toEqual({
      stop_loss: 'Of this buy it must be below the entry.',
    });
  });

  it('says until when, and that must be to come', () => {
    expect(faults({ time: 'gtd' })).toEqual({ good_till: 'Until when?' });
    expect(faults({ time: 'gtd', till: '2026-11-27T09:59' })).toEqual({ good_till: 'This time is over.' });
    expect(faults({ time: 'gtd', till: '2026-11-27T10:01' })).toEqual({});
  });

  it('cannot rest and act at once', () => {
    const wrong = faults({ type: 'limit', limit_price: '99', time: 'ioc', postOnly: true });
    expect(Object.keys(wrong)).toEqual(['post_only']);
  });
});

describe('an order that is sent', () => {
  it('has its amounts as they were typed, and only those of its type', () => {
    const written = draft({
      type: 'limit',
      quantity: ' 0.10000 ',
      limit_price: '99.50',
      trigger_price: '1',
      trail: 'x',
    });
    expect(orderOf(written, 'ui-1')).toEqual({
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'limit',
      quantity: '0.10000',
      limit_price: '99.50',
      client_order_id: 'ui-1',
    });
  });

  it('has its bracket, time and flags', () => {
    const written = draft({
      type: 'limit',
      limit_price: '99',
      stop_loss: '95',
      take_profit: '110',
      time: 'gtd',
      till: '2026-11-28T00:00',
      postOnly: true,
    });
    expect(orderOf(written, 'ui-2')).toMatchObject({
      stop_loss: '95',
      take_profit: '110',
      time_in_force: 'gtd',
      good_till: '2026-11-28T00:00:00Z',
      post_only: true,
    });
    const net = closingOrder('BTCUSDT', { quantity: -0.25, side: 'net' });
    const closing = orderOf({ ...net, stop_loss: '95' }, 'ui-3');
    expect(closing).toMatchObject({ side: 'buy', quantity: '0.25', reduce_only: true });
    expect(closing.stop_loss).toBeUndefined();
  });

  it('says which of two positions it means, and with its side whether it opens or closes', () => {
    const opens = { ...draft({ side: 'sell', position: 'short' }), stop_loss: '105' };
    expect(isClosing(opens)).toBe(false);
    expect(orderOf(opens, 'ui-4')).toMatchObject({ side: 'sell', position: 'short', stop_loss: '105' });
    const closes = { ...draft({ side: 'sell', position: 'long' }), stop_loss: '105' };
    expect(isClosing(closes)).toBe(true);
    expect(orderOf(closes, 'ui-5')).toEqual({
      symbol: 'BTCUSDT',
      side: 'sell',
      position: 'long',
      type: 'market',
      quantity: '0.5',
      client_order_id: 'ui-5',
    });
    expect(orderOf(draft({}), 'ui-6').position).toBeUndefined();
  });

  it('that closes one of two positions leaves the other alone', () => {
    const short = closingOrder('BTCUSDT', { quantity: -0.25, side: 'short' });
    expect(orderOf(short, 'ui-7')).toMatchObject({ side: 'buy', position: 'short', quantity: '0.25' });
    expect(orderOf(short, 'ui-7').reduce_only).toBeUndefined();
    const long = closingOrder('BTCUSDT', { quantity: 0.25, side: 'long' });
    expect(orderOf(long, 'ui-8')).toMatchObject({ side: 'sell', position: 'long' });
  });

  it('gives up the time in force that another type cannot have', () => {
    const changed = withOrderType(draft({ type: 'limit', time: 'fok', postOnly: true }), 'stop');
    expect([changed.time, changed.postOnly]).toEqual(['gtc', false]);
    expect(entryOf(draft({ type: 'stop', trigger_price: '120' }), 100)).toBe(120);
    expect(entryOf(draft({ type: 'trailing_stop', trail: '2' }), 100)).toBe(100);
  });
});

describe('a refusal', () => {
  const refusal = (code: string, field: string) => new ApiError(422, code, 'No.', field);
  it.each([
    ['off_grid', 'limit_price', 'limit_price'],
    ['leverage', 'order', 'quantity'],
    ['price_collar', 'order', 'limit_price'],
    ['kill_switch', 'order', ''],
    ['bad_body', 'body', ''],
  ])('%s at %s stands at %j', (code, field, place) => {
    expect(placeOfRefusal(refusal(code, field), 'limit')).toBe(place);
  });

  it('is told in words, and as it came where there are none', () => {
    expect(reasonText('oco_filled')).toBe('the other leg was filled');
    expect(reasonText('of_tomorrow')).toBe('of_tomorrow');
    expect(reasonText(null)).toBe('');
  });
});

describe('an order in a table', () => {
  const order = { type: 'limit', limit_price: 99, trigger_price: null, trail: null } as Order;
  const price = (value: number) => value.toFixed(2);
  it('says what it waits for', () => {
    expect(orderText(order, price)).toBe('limit 99.00');
    expect(orderText({ ...order, type: 'stop_limit', trigger_price: 98 }, price)).toBe(
      'stop limit 98.00 → 99.00',
    );
    expect(orderText({ ...order, type: 'market', limit_price: null }, price)).toBe('market');
    expect(orderText({ ...order, type: 'trailing_stop', limit_price: null, trail: 2 }, price)).toBe(
      'trailing stop 2.00',
    );
  });

  it('says what else it is', () => {
    const plain = {
      ...order,
      side: 'buy',
      position: 'net',
      time_in_force: 'gtc',
      post_only: false,
      reduce_only: false,
      oco: null,
      parent: null,
    };
    expect(orderNotes(plain as Order)).toBe('');
    const leg = { ...plain, time_in_force: 'ioc', reduce_only: true, oco: 3, parent: 4, state: 'new' };
    expect(orderNotes(leg as Order)).toBe('IOC, reduce-only, one cancels the other, waits for order 4');
    expect(orderNotes({ ...plain, position: 'long' } as Order)).toBe('opens long');
    expect(orderNotes({ ...plain, position: 'short' } as Order)).toBe('closes short');
  });
});
