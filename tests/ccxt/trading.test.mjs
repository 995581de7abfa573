import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { kAlice, kBob, Venue } from './support/venue.mjs';

const kSymbol = 'BTC/USDT';
// All amounts are decimals of 8 digits: exact as integers of 10^-8.
const units = (text) => BigInt(Math.round(Number(text) * 1e8));

let venue;
let alice;

before(async () => {
  venue = await Venue.start('--symbols', 'BTCUSDT,ETHUSDT');
  alice = await venue.client(kAlice);
  await alice.loadMarkets();
});
after(async () => assert.equal(await venue.stop(), 0));

/** Free and locked together, by asset, in units of 10^-8. */
async function totals(client) {
  const { info } = await client.fetchBalance();
  return Object.fromEntries(info.balances.map((b) => [b.asset, units(b.free) + units(b.locked)]));
}

/** What fills must have done to the account: price times quantity, and the fee. */
function effect(trades) {
  const change = { BTC: 0n, USDT: 0n };
  for (const { info } of trades) {
    const quote = units(info.quoteQty);
    const base = units(info.qty);
    // price * qty has 2 + 5 decimals here: exact.
    assert.equal(quote, (units(info.price) * base) / 100_000_000n);
    change.BTC += info.isBuyer ? base : -base;
    change.USDT += info.isBuyer ? -quote : quote;
    change[info.commissionAsset] -= units(info.commission);
    assert.equal(units(info.commission), (info.isBuyer ? base : quote) / 1000n, '0.1 % of what was received');
  }
  return change;
}

test('a market order changes the balance by exactly price times quantity and fee', async () => {
  const before = await totals(alice);
  const order = await alice.createOrder(kSymbol, 'market', 'buy', 0.05);
  assert.equal(order.status, 'closed');
  assert.equal(order.filled, 0.05);
  const trades = await alice.fetchOrderTrades(order.id, kSymbol);
  const change = effect(trades);
  assert.equal(change.BTC, 5_000_000n - trades.reduce((sum, t) => sum + units(t.info.commission), 0n));
  const afterwards = await totals(alice);
  assert.equal(afterwards.BTC - before.BTC, change.BTC);
  assert.equal(afterwards.USDT - before.USDT, change.USDT);
  const mine = await alice.fetchMyTrades(kSymbol);
  assert.ok(trades.every((t) => mine.some((m) => m.id === t.id)));
});

test('a market order by cost spends at most that', async () => {
  const order = await alice.createMarketBuyOrderWithCost(kSymbol, 1000);
  assert.equal(order.status, 'closed');
  assert.ok(order.cost <= 1000 && order.cost > 999);
});

test('a limit order rests, is found, locks its money, and is canceled', async () => {
  const { bid } = await alice.fetchTicker(kSymbol);
  const price = Number(alice.priceToPrecision(kSymbol, bid * 0.9));
  const before = await alice.fetchBalance();
  const order = await alice.createOrder(kSymbol, 'limit', 'buy', 0.01, price, { clientOrderId: 'rest-me' });
  assert.equal(order.status, 'open');
  assert.equal(order.clientOrderId, 'rest-me');
  const open = await alice.fetchOpenOrders(kSymbol);
  assert.deepEqual(open.map((o) => o.id), [order.id]);
  const locked = await alice.fetchBalance();
  assert.equal(units(locked.USDT.used), units(before.USDT.used) + units(price) / 100n);
  const queried = await alice.fetchOrder(order.id, kSymbol);
  assert.equal(queried.price, price);
  await assert.rejects(
    alice.createOrder(kSymbol, 'limit', 'buy', 0.01, price, { clientOrderId: 'rest-me' }),
    /Duplicate order sent/,
  );
  const canceled = await alice.cancelOrder(order.id, kSymbol);
  assert.equal(canceled.status, 'canceled');
  assert.deepEqual(await alice.fetchOpenOrders(kSymbol), []);
  assert.equal((await alice.fetchOrder(order.id, kSymbol)).status, 'canceled');
  assert.equal((await alice.fetchBalance()).USDT.used, before.USDT.used);
  await assert.rejects(alice.cancelOrder(order.id, kSymbol), { name: 'OrderNotFound' });
});

test('stop orders wait for their price', async () => {
  const { bid } = await alice.fetchTicker(kSymbol);
  const stop = Number(alice.priceToPrecision(kSymbol, bid * 0.95));
  const order = await alice.createOrder(kSymbol, 'market', 'sell', 0.01, undefined, { stopLossPrice: stop });
  const waiting = await alice.fetchOrder(order.id, kSymbol);
  assert.equal(waiting.status, 'open');
  assert.equal(waiting.info.type, 'STOP_LOSS');
  assert.equal(waiting.info.isWorking, false);
  assert.equal(waiting.triggerPrice, stop);
  await assert.rejects(
    alice.createOrder(kSymbol, 'market', 'sell', 0.01, undefined, { stopLossPrice: Number((bid * 1.05).toFixed(2)) }),
    /Stop price would trigger immediately/,
  );
  const profit = await alice.createOrder(kSymbol, 'limit', 'sell', 0.01, Number((bid * 1.2).toFixed(2)), {
    takeProfitPrice: Number((bid * 1.1).toFixed(2)),
  });
  assert.equal((await alice.fetchOpenOrders(kSymbol)).length, 2);
  await alice.cancelAllOrders(kSymbol);
  assert.equal((await alice.fetchOrder(profit.id, kSymbol)).status, 'canceled');
  const all = await alice.fetchOrders(kSymbol);
  assert.ok(all.some((o) => o.id === order.id && o.status === 'canceled'));
});

test('what an account cannot do is refused by name', async () => {
  await assert.rejects(alice.createOrder(kSymbol, 'market', 'sell', 50), { name: 'InsufficientFunds' });
  await assert.rejects(alice.createOrder(kSymbol, 'limit', 'buy', 0.00001, 100), /Filter failure/);
  const { ask } = await alice.fetchTicker(kSymbol);
  await assert.rejects(
    alice.createOrder(kSymbol, 'limit', 'buy', 0.01, Number((ask * 1.01).toFixed(2)), { postOnly: true }),
    { name: 'OrderImmediatelyFillable' },
  );
  const impostor = await venue.client({ ...kAlice, secret: 'wrong' });
  await assert.rejects(impostor.fetchBalance(), { name: 'AuthenticationError' });
});

test('accounts trade with each other, and watch it', async () => {
  const bob = await venue.client(kBob);
  await bob.loadMarkets();
  const orders = bob.watchOrders(kSymbol);
  const balance = bob.watchBalance();
  // The subscription is acknowledged before the order is sent.
  await bob.fetchBalance();
  const started = await totals(bob);
  const { ask } = await alice.fetchTicker(kSymbol);
  const price = Number((ask * 0.9999).toFixed(2));
  const maker = await bob.createOrder(kSymbol, 'limit', 'sell', 0.02, price);
  const [seen] = await orders;
  assert.equal(seen.id, maker.id);
  assert.equal(seen.side, 'sell');
  // Takes all there is up to bob's price; somebody of the crowd may have been quicker.
  await alice.createOrder(kSymbol, 'limit', 'buy', 0.5, price, { timeInForce: 'IOC' });
  let last = seen;
  while (last.status !== 'closed') {
    for (const order of await bob.watchOrders(kSymbol)) {
      if (order.id === maker.id) last = order;
    }
  }
  assert.equal(last.filled, 0.02);
  assert.ok((await balance).USDT.total > 0);
  const trades = await bob.fetchOrderTrades(maker.id, kSymbol);
  const change = effect(trades);
  const ended = await totals(bob);
  assert.equal(ended.USDT - started.USDT, change.USDT);
  assert.equal(ended.BTC - started.BTC, change.BTC);
});

test('orders go over the WebSocket too', async () => {
  const { bid } = await alice.fetchTicker(kSymbol);
  const order = await alice.createOrderWs(kSymbol, 'limit', 'buy', 0.01, Number((bid * 0.9).toFixed(2)));
  assert.equal(order.status, 'open');
  assert.equal((await alice.cancelOrderWs(order.id, kSymbol)).status, 'canceled');
});

test('an OCO is two open orders of which one cancel takes both', async () => {
  const before = await alice.fetchBalance();
  const { last } = await alice.fetchTicker(kSymbol);
  const price = (factor) => alice.priceToPrecision(kSymbol, last * factor);
  const list = await alice.privatePostOrderListOco({
    symbol: 'BTCUSDT',
    side: 'SELL',
    quantity: '0.01',
    aboveType: 'LIMIT_MAKER',
    abovePrice: price(1.1),
    aboveClientOrderId: 'target',
    belowType: 'STOP_LOSS',
    belowStopPrice: price(0.9),
    belowClientOrderId: 'stop',
  });
  assert.equal(list.listOrderStatus, 'EXECUTING');
  const open = await alice.fetchOpenOrders(kSymbol);
  assert.deepEqual(open.map((o) => o.clientOrderId).sort(), ['stop', 'target']);
  assert.ok(open.every((o) => o.side === 'sell' && o.amount === 0.01));
  assert.ok(open.every((o) => String(o.info.orderListId) === String(list.orderListId)));
  assert.equal(units((await alice.fetchBalance()).BTC.used), units(before.BTC.used) + 1_000_000n, 'locked once');
  assert.equal((await alice.privateGetOpenOrderList()).length, 1);
  await alice.cancelOrder(open[0].id, kSymbol);
  assert.deepEqual(await alice.fetchOpenOrders(kSymbol), []);
  assert.equal((await alice.privateGetOrderList({ orderListId: list.orderListId })).listOrderStatus, 'ALL_DONE');
  assert.equal((await alice.fetchBalance()).BTC.used, before.BTC.used);
});
