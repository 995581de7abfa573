// USD-M perpetuals: ccxt's `binanceusdm`, which knows nothing of Tidemark, places orders and holds positions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { kAlice, kBob, Venue } from './support/venue.mjs';

const kSymbol = 'BTC/USDT:USDT';
// All amounts are decimals of 8 digits: exact as integers of 10^-8.
const units = (text) => BigInt(Math.round(Number(text) * 1e8));

let venue;
let alice;

before(async () => {
  venue = await Venue.start('--symbols', 'BTCUSDT,ETHUSDT');
  alice = await venue.futures(kAlice);
  await alice.loadMarkets();
});
after(async () => assert.equal(await venue.stop(), 0));

const wallet = async (client) => units((await client.fetchBalance()).info.totalWalletBalance);
const position = async (client) => (await client.fetchPositions([kSymbol]))[0];

test('markets, candles, book and trades', async () => {
  assert.deepEqual(Object.keys(alice.markets).sort(), ['BTC/USDT:USDT', 'ETH/USDT:USDT']);
  const market = alice.market(kSymbol);
  assert.ok(market.swap && market.linear && market.active);
  assert.equal(market.limits.cost.min, 100);
  const candles = await alice.fetchOHLCV(kSymbol, '1m', undefined, 100);
  assert.equal(candles.length, 100);
  const book = await alice.fetchOrderBook(kSymbol, 50);
  assert.ok(book.bids[0][0] < book.asks[0][0]);
  assert.ok((await alice.fetchTrades(kSymbol)).length > 0);
});

test('a round trip changes the wallet by exactly its realized profit and its fees', async () => {
  const before = await wallet(alice);
  const opened = await alice.createOrder(kSymbol, 'market', 'buy', 0.05);
  assert.equal(opened.status, 'closed');
  assert.equal(opened.filled, 0.05);
  const held = await position(alice);
  assert.equal(held.side, 'long');
  assert.equal(held.contracts, 0.05);
  assert.ok(Math.abs(held.entryPrice - opened.average) < 0.01);
  assert.ok(held.liquidationPrice === undefined || held.liquidationPrice < held.entryPrice);
  const closed = await alice.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, { reduceOnly: true });
  assert.equal(closed.status, 'closed');
  assert.deepEqual(await alice.fetchPositions([kSymbol]), []);
  const trades = (await alice.fetchMyTrades(kSymbol)).filter((t) => [opened.id, closed.id].includes(t.order));
  let profit = 0n;
  let fees = 0n;
  let flow = 0n;
  for (const { info } of trades) {
    profit += units(info.realizedPnl);
    fees += units(info.commission);
    flow += info.buyer ? -units(info.quoteQty) : units(info.quoteQty);
    assert.equal(units(info.commission), (units(info.quoteQty) * 5n) / 10_000n, '0.05 % of a taker’s value');
  }
  assert.equal(profit, flow);
  assert.equal((await wallet(alice)) - before, profit - fees);
});

test('a limit order rests, is found, needs its margin, and is canceled', async () => {
  const { last } = await alice.fetchTicker(kSymbol);
  const price = Number(alice.priceToPrecision(kSymbol, last * 0.9));
  await alice.setLeverage(10, kSymbol);
  const before = (await alice.fetchBalance()).USDT;
  const order = await alice.createOrder(kSymbol, 'limit', 'buy', 0.1, price, { clientOrderId: 'rest-me' });
  assert.equal(order.status, 'open');
  assert.equal(order.clientOrderId, 'rest-me');
  assert.deepEqual((await alice.fetchOpenOrders(kSymbol)).map((o) => o.id), [order.id]);
  const during = (await alice.fetchBalance()).USDT;
  assert.ok(Math.abs(during.used - before.used - price * 0.1 / 10) < 1e-6);
  assert.equal((await alice.fetchOrder(order.id, kSymbol)).price, price);
  assert.equal((await alice.cancelOrder(order.id, kSymbol)).status, 'canceled');
  assert.deepEqual(await alice.fetchOpenOrders(kSymbol), []);
  assert.equal((await alice.fetchBalance()).USDT.used, before.used);
  await assert.rejects(alice.cancelOrder(order.id, kSymbol), { name: 'OrderNotFound' });
  assert.ok((await alice.fetchOrders(kSymbol)).some((o) => o.id === order.id && o.status === 'canceled'));
});

test('what an account cannot do is refused by name', async () => {
  const { last } = await alice.fetchTicker(kSymbol);
  const above = Number(alice.priceToPrecision(kSymbol, last * 1.01));
  // ccxt tells futures errors from spot ones by the host, which is ours: it passes on code and words.
  const refused = (order, words) => assert.rejects(alice.createOrder(kSymbol, ...order), words);
  const price = Number(alice.priceToPrecision(kSymbol, last));
  await refused(['limit', 'buy', 40, price], /-2019.*Margin is insufficient/);
  await refused(['limit', 'buy', 0.1, above, { postOnly: true }], /-5022.*Post Only order will be rejected/);
  await refused(['market', 'sell', 1, undefined, { reduceOnly: true }], /-2022.*ReduceOnly Order is rejected/);
  await refused(['limit', 'buy', 0.001, price], /-4164.*no smaller than 100/);
  await assert.rejects(alice.setPositionMode(true), /-4084/);
  await assert.rejects((await venue.futures({ ...kAlice, secret: 'wrong' })).fetchBalance(), {
    name: 'AuthenticationError',
  });
});

test('a stop rests at the algo service, is found there, and is canceled', async () => {
  await alice.createOrder(kSymbol, 'market', 'buy', 0.05);
  const { last } = await alice.fetchTicker(kSymbol);
  const stopLossPrice = Number(alice.priceToPrecision(kSymbol, last * 0.9));
  const asked = { stopLossPrice, reduceOnly: true };
  const stop = await alice.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, asked);
  assert.equal(stop.status, 'open');
  assert.equal(stop.triggerPrice, stopLossPrice);
  assert.equal(stop.reduceOnly, true);
  const found = await alice.fetchOpenOrders(kSymbol, undefined, undefined, { trigger: true });
  assert.deepEqual(found.map((o) => o.id), [stop.id]);
  assert.deepEqual(await alice.fetchOpenOrders(kSymbol), [], 'the matching engine has not heard of it');
  assert.equal((await alice.fetchOrder(stop.id, kSymbol, { trigger: true })).status, 'open');
  const above = { stopLossPrice: Number(alice.priceToPrecision(kSymbol, last * 1.1)), reduceOnly: true };
  const refused = alice.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, above);
  await assert.rejects(refused, /-2021.*immediately trigger/);
  await alice.cancelOrder(stop.id, kSymbol, { trigger: true });
  assert.deepEqual(await alice.fetchOpenOrders(kSymbol, undefined, undefined, { trigger: true }), []);
  assert.equal((await alice.fetchOrder(stop.id, kSymbol, { trigger: true })).status, 'canceled');
  await alice.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, { reduceOnly: true });
});

test('a trailing stop and a stop by the mark price wait for their prices and sell', async () => {
  // An hour of the market in a minute.
  const fast = await Venue.start('--symbols', 'BTCUSDT', '--speed', '60');
  const client = await fast.futures(kAlice);
  await client.loadMarkets();
  await client.createOrder(kSymbol, 'market', 'buy', 0.1);
  const asked = { trailingPercent: 0.1, reduceOnly: true };
  const trailing = await client.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, asked);
  assert.equal(trailing.status, 'open');
  assert.equal(trailing.info.orderType, 'TRAILING_STOP_MARKET');
  assert.equal(trailing.info.callbackRate, '0.1');
  const { info } = await client.fetchFundingRate(kSymbol);
  const stopLossPrice = Number(client.priceToPrecision(kSymbol, Number(info.markPrice) * 0.999));
  const byMark = { stopLossPrice, workingType: 'MARK_PRICE', reduceOnly: true };
  const stop = await client.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, byMark);
  assert.equal(stop.info.workingType, 'MARK_PRICE');
  for (const { id } of [trailing, stop]) {
    let order;
    do {
      order = await client.fetchOrder(id, kSymbol, { trigger: true });
    } while (order.status === 'open');
    assert.equal(order.status, 'closed');
    assert.equal((await client.fetchOrder(order.info.actualOrderId, kSymbol)).filled, 0.05);
  }
  assert.deepEqual(await client.fetchPositions([kSymbol]), []);
  const tooFar = client.createOrder(kSymbol, 'market', 'sell', 0.05, undefined, { trailingPercent: 11 });
  await assert.rejects(tooFar, /-2007.*Invalid callBack rate/);
  assert.equal(await fast.stop(), 0);
});

test('orders, positions and balances can be watched', async () => {
  const bob = await venue.futures(kBob);
  await bob.loadMarkets();
  assert.deepEqual(await bob.watchPositions([kSymbol]), [], 'what there is, first: nothing');
  const orders = bob.watchOrders(kSymbol);
  const trades = bob.watchMyTrades(kSymbol);
  const positions = bob.watchPositions([kSymbol]);
  // All three wait on an open connection before the order is sent: what came earlier would not be told again.
  const isWaiting = () => {
    const socket = Object.values(bob.clients).find((client) => client.url?.includes('/private/'));
    const waited = Object.keys(socket?.futures ?? {});
    const isOpen = socket?.connection?.readyState === 1;
    return isOpen && ['orders:', 'myTrades:', 'positions::'].every((n) => waited.some((h) => h.includes(n)));
  };
  while (!isWaiting()) await new Promise((resolve) => setImmediate(resolve));
  const maker = await bob.createOrder(kSymbol, 'market', 'sell', 0.02);
  let seen = (await orders).find((order) => order.id === maker.id);
  while (seen?.status !== 'closed') {
    seen = (await bob.watchOrders(kSymbol)).find((order) => order.id === maker.id) ?? seen;
  }
  assert.equal(seen.filled, 0.02);
  assert.equal((await trades)[0].order, maker.id);
  let watched = (await positions).find((p) => p.symbol === kSymbol && p.contracts === 0.02);
  while (!watched) watched = (await bob.watchPositions([kSymbol])).find((p) => p.contracts === 0.02);
  assert.equal(watched.side, 'short');
  assert.equal((await position(bob)).contracts, 0.02);
});

test('the book and trades can be watched', async () => {
  for (let i = 0; i < 10; i += 1) {
    const book = await alice.watchOrderBook(kSymbol);
    assert.ok(book.bids[0][0] < book.asks[0][0]);
  }
  assert.ok((await alice.watchTrades(kSymbol)).length > 0);
});
