// Tidemark trading live at a venue, and ccxt, which knows nothing of Tidemark, as a second client of the same account:
// both see the same orders, fills and balances, also after faults, and after Tidemark was killed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LiveServer, until } from './support/server.mjs';
import { kAlice, Venue } from './support/venue.mjs';

// All amounts of the venue are decimals of 8 digits: exact as integers of 10^-8.
const units = (value) => BigInt(Math.round(Number(value) * 1e8));
const sum = (values) => values.reduce((total, value) => total + value, 0n);

for (const { broker, symbol, market } of [
  { broker: 'binance', symbol: 'BTC/USDT', market: 'spot' },
  { broker: 'binance_usdm', symbol: 'BTC/USDT:USDT', market: 'usdm' },
]) {
  const spot = market === 'spot';
  let venue;
  let alice;
  let server;

  const low = async () => Number(alice.priceToPrecision(symbol, (await alice.fetchTicker(symbol)).last * 0.97));
  const place = async (order) => {
    const { status, json } = await server.post('/api/orders', { symbol: `${broker}:BTCUSDT`, ...order });
    assert.ok(status === 200 || status === 201, `${status} ${JSON.stringify(json)}`);
    return json.order ?? json;
  };
  const rest = async (quantity = '0.01') =>
    place({ side: 'buy', type: 'limit', quantity, limit_price: String(await low()) });

  before(async () => {
    venue = await Venue.start('--symbols', 'BTCUSDT', '--markets', market, '--history', '6h', '--seed', '3');
    alice = spot ? await venue.client(kAlice) : await venue.futures(kAlice);
    await alice.loadMarkets();
    server = new LiveServer(venue, broker, kAlice);
    await server.start();
  });
  after(async () => {
    await server?.stop();
    assert.equal(await venue.stop(), 0);
  });

  test(`${market}: an order of Tidemark's is seen by ccxt, and its cancel by ccxt is seen by Tidemark`, async () => {
    const { id } = await rest();
    await server.order(id, 'accepted');
    const [open] = await alice.fetchOpenOrders(symbol);
    assert.equal(open.clientOrderId, `tm-${id}`);
    assert.equal(open.side, 'buy');
    assert.equal(open.amount, 0.01);
    await alice.cancelOrder(open.id, symbol);
    const canceled = await server.order(id, 'canceled');
    assert.equal(canceled.reason, 'venue');
    assert.deepEqual(await alice.fetchOpenOrders(symbol), []);
  });

  test(`${market}: an order that Tidemark cancels is gone for ccxt`, async () => {
    const { id } = await rest();
    await server.order(id, 'accepted');
    await server.delete(`/api/orders/${id}`);
    const canceled = await server.order(id, 'canceled');
    assert.equal(canceled.reason, 'requested');
    assert.deepEqual(await alice.fetchOpenOrders(symbol), []);
  });

  test(`${market}: fills, position and cash are those of the venue's own account`, async () => {
    const bought = await place({ side: 'buy', type: 'market', quantity: '0.05' });
    await server.order(bought.id, 'filled');
    const sold = await place({ side: 'sell', type: 'market', quantity: '0.02' });
    await server.order(sold.id, 'filled');
    const trades = (await alice.fetchMyTrades(symbol)).map(({ info }) => ({
      buys: info.isBuyer ?? info.buyer,
      qty: units(info.qty),
      quote: units(info.quoteQty),
      fee: units(info.commission),
      asset: info.commissionAsset,
      order: info.orderId,
    }));
    const quote = sum(trades.map((t) => (t.buys ? -t.quote : t.quote)));
    const fees = sum(trades.map((t) => (t.asset === 'USDT' ? t.fee : 0n)));
    // An order's fees in coins are counted in whole steps of 0.00001, rounded up.
    const coins = new Map();
    for (const t of trades) if (t.asset !== 'USDT') coins.set(t.order, (coins.get(t.order) ?? 0n) + t.fee);
    const kept = sum([...coins.values()].map((fee) => ((fee + 999n) / 1000n) * 1000n));
    const held = sum(trades.map((t) => (t.buys ? t.qty : -t.qty))) - kept;
    const { accounts, positions, faults } = await server.get('/api/portfolio');
    assert.equal(faults, 0);
    assert.equal(units(positions[0].quantity), held);
    assert.equal(units(accounts[0].cash), units(50_000) + quote - fees);
    const { info } = await alice.fetchBalance();
    if (spot) {
      const usdt = info.balances.find((b) => b.asset === 'USDT');
      assert.equal(units(usdt.free) + units(usdt.locked) - units(100_000), quote - fees);
    }
  });

  test(`${market}: a bracket's target is sent when the price has come to it, and its stop goes`, async () => {
    const { last } = await alice.fetchTicker(symbol);
    const bought = await place({
      side: 'buy',
      type: 'market',
      quantity: '0.01',
      // Reached with the next trade.
      take_profit: String(Number(alice.priceToPrecision(symbol, last * 0.99))),
      stop_loss: String(Number(alice.priceToPrecision(symbol, last * 0.95))),
    });
    await server.order(bought.id, 'filled');
    const stop = await server.order(bought.id + 1, 'canceled');
    assert.equal(stop.reason, 'oco_filled');
    const target = await server.order(bought.id + 2, 'filled');
    assert.equal(target.side, 'sell');
    const trades = await alice.fetchMyTrades(symbol);
    const sold = sum(trades.filter((t) => t.side === 'sell').map((t) => units(t.amount)));
    assert.ok(sold >= units(target.filled));
  });

  test(`${market}: a bracket rests at the venue, also after a crash, and is found again`, async () => {
    const { last } = await alice.fetchTicker(symbol);
    const bought = await place({
      side: 'buy',
      type: 'market',
      quantity: '0.01',
      take_profit: String(Number(alice.priceToPrecision(symbol, last * 1.04))),
      stop_loss: String(Number(alice.priceToPrecision(symbol, last * 0.96))),
    });
    const legs = [`tm-${bought.id + 1}`, `tm-${bought.id + 2}`];
    const there = async () => {
      const open = await alice.fetchOpenOrders(symbol);
      if (!spot) open.push(...(await alice.fetchOpenOrders(symbol, undefined, undefined, { trigger: true })));
      return open.map((o) => o.clientOrderId ?? o.info.clientAlgoId).sort();
    };
    await until('both legs are at the venue', async () => (await there()).length === 2);
    assert.deepEqual(await there(), legs);
    assert.deepEqual((await server.get('/api/portfolio')).kept_here, []);
    await server.end('SIGKILL');
    assert.deepEqual(await there(), legs, 'they protect without Tidemark');
    await server.start();
    await until('the venue is connected', async () => (await server.get('/api/portfolio')).link === 'ready');
    assert.deepEqual((await server.get('/api/portfolio')).kept_here, []);
    assert.deepEqual(await there(), legs, 'neither lost nor placed twice');
    await server.delete(`/api/orders/${bought.id + 1}`);
    await server.order(bought.id + 1, 'canceled');
    await until('the target rests alone', async () => (await there()).length === 1);
    assert.deepEqual(await there(), [legs[1]]);
    await server.delete(`/api/orders/${bought.id + 2}`);
    await server.order(bought.id + 2, 'canceled');
    assert.deepEqual(await there(), []);
    const sold = await place({ side: 'sell', type: 'market', quantity: '0.009' });
    await server.order(sold.id, 'filled');
  });

  test(`${market}: after a crash it learns what ccxt did meanwhile, and trades on`, async () => {
    const canceled = await rest('0.011');
    const stays = await rest('0.012');
    await server.order(canceled.id, 'accepted');
    await server.order(stays.id, 'accepted');
    await server.end('SIGKILL');
    const open = await alice.fetchOpenOrders(symbol);
    await alice.cancelOrder(open.find((o) => o.clientOrderId === `tm-${canceled.id}`).id, symbol);
    await server.start();
    await server.order(canceled.id, 'canceled');
    assert.equal((await server.order(stays.id, 'accepted')).filled, 0);
    assert.equal((await server.get('/api/portfolio')).risk.kill_switch, false);
    await server.delete(`/api/orders/${stays.id}`);
    await server.order(stays.id, 'canceled');
  });

  test(`${market}: a cut line and lost answers leave the same state on both sides`, async () => {
    const price = String(await low());
    const faults = 'cut@0s, swallow@0s-3s:p=0.5, duplicate@0s-6s:p=0.3';
    const answer = await fetch(`${venue.url}/sim/faults`, { method: 'POST', body: faults });
    assert.ok(answer.ok, await answer.text());
    const ids = [];
    for (let i = 0; i < 12; i += 1) {
      const { status, json } = await server.post('/api/orders', {
        symbol: `${broker}:BTCUSDT`,
        side: 'buy',
        type: 'limit',
        quantity: (0.01 + i / 1000).toFixed(3),
        limit_price: price,
      });
      const id = json?.order?.id ?? json?.id;
      if (status < 300 && id !== undefined) ids.push(id);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await fetch(`${venue.url}/sim/faults`, { method: 'DELETE' });
    for (const id of ids) await server.order(id, 'accepted', 'rejected');
    await until('both sides to agree', async () => {
      const theirs = (await alice.fetchOpenOrders(symbol)).map((o) => o.clientOrderId).sort();
      const { orders } = await server.get('/api/orders?state=open');
      const ours = orders.map((o) => `tm-${o.id}`).sort();
      return JSON.stringify(theirs) === JSON.stringify(ours);
    });
  });

  test(`${market}: the kill switch cancels at the venue`, async () => {
    for (let i = 0; i < 10; i += 1) await server.order((await rest(`0.02${i}`)).id, 'accepted');
    const { status, json } = await server.post('/api/kill-switch', { engaged: true, reason: 'test' });
    assert.equal(status, 200);
    assert.ok(json.cancels >= 10);
    await until('no order to be open', async () => (await alice.fetchOpenOrders(symbol)).length === 0);
    const refused = await server.post('/api/orders', { symbol: `${broker}:BTCUSDT`, side: 'buy', quantity: '0.01' });
    assert.equal(refused.status, 422);
    assert.equal(refused.json.code, 'kill_switch');
  });

  test(`${market}: no key and no secret is ever printed`, () => {
    assert.ok(!server.output.includes(kAlice.secret));
    assert.ok(!server.output.includes(kAlice.apiKey));
    assert.ok(!server.output.includes('signature='));
  });
}
