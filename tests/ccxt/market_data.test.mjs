import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Venue } from './support/venue.mjs';

let venue;
let binance;

before(async () => {
  venue = await Venue.start('--symbols', 'BTCUSDT,ETHUSDT,PEPEUSDT');
  binance = await venue.client();
  await binance.loadMarkets();
});
after(async () => assert.equal(await venue.stop(), 0));

function assertBook(book) {
  assert.ok(book.bids.length > 0 && book.asks.length > 0);
  assert.ok(book.bids[0][0] < book.asks[0][0], 'not crossed');
  for (let i = 1; i < book.bids.length; i += 1) assert.ok(book.bids[i][0] < book.bids[i - 1][0]);
  for (let i = 1; i < book.asks.length; i += 1) assert.ok(book.asks[i][0] > book.asks[i - 1][0]);
}

test('markets tell base, quote, precision and limits', async () => {
  assert.deepEqual(Object.keys(binance.markets).sort(), ['BTC/USDT', 'ETH/USDT', 'PEPE/USDT']);
  const market = binance.market('BTC/USDT');
  assert.equal(market.base, 'BTC');
  assert.equal(market.quote, 'USDT');
  assert.equal(market.precision.price, 0.01);
  assert.equal(market.precision.amount, 0.00001);
  assert.equal(market.limits.cost.min, 5);
  assert.ok(market.active && market.spot);
});

test('candles join without gaps, and longer ones are made of shorter ones', async () => {
  const minutes = await binance.fetchOHLCV('BTC/USDT', '1m', undefined, 500);
  assert.equal(minutes.length, 500);
  for (let i = 1; i < minutes.length; i += 1) assert.equal(minutes[i][0] - minutes[i - 1][0], 60_000);
  for (const [, open, high, low, close] of minutes) {
    assert.ok(low <= open && low <= close && high >= open && high >= close);
  }
  const hours = await binance.fetchOHLCV('BTC/USDT', '1h', minutes[60][0], 3);
  const [time, open, high, low, close, volume] = hours[0];
  const inside = minutes.filter((m) => m[0] >= time && m[0] < time + 3_600_000);
  assert.equal(inside.length, 60);
  assert.equal(open, inside[0][1]);
  assert.equal(high, Math.max(...inside.map((m) => m[2])));
  assert.equal(low, Math.min(...inside.map((m) => m[3])));
  assert.equal(close, inside[59][4]);
  const sum = inside.reduce((total, m) => total + m[5], 0);
  assert.ok(Math.abs(volume - sum) < 1e-6 * sum);
});

test('book, trades and tickers agree with each other', async () => {
  const book = await binance.fetchOrderBook('BTC/USDT', 100);
  assertBook(book);
  // The exchange may have begun a moment ago: the first trade is waited for.
  let trades = [];
  for (const end = Date.now() + 10_000; trades.length === 0 && Date.now() < end; )
    trades = await binance.fetchTrades('BTC/USDT', undefined, 100);
  assert.ok(trades.length > 0);
  for (const trade of trades) assert.ok(Math.abs(trade.cost - trade.price * trade.amount) < 1e-6 * trade.cost);
  const ticker = await binance.fetchTicker('BTC/USDT');
  assert.ok(ticker.bid < ticker.ask && ticker.low <= ticker.last && ticker.last <= ticker.high);
  assert.ok(Math.abs(ticker.vwap * ticker.baseVolume - ticker.quoteVolume) < 1e-3 * ticker.quoteVolume);
  const all = await binance.fetchTickers();
  assert.equal(Object.keys(all).length, 3);
});

test('a price of 0.00000842 arrives with all its digits', async () => {
  const ticker = await binance.fetchTicker('PEPE/USDT');
  assert.match(ticker.info.lastPrice, /^0\.0000\d{4}$/);
  assert.equal(ticker.last, Number(ticker.info.lastPrice));
});

test('unknown symbols and bad parameters come as the errors ccxt knows', async () => {
  await assert.rejects(binance.publicGetDepth({ symbol: 'NOPE' }), { name: 'BadSymbol' });
  await assert.rejects(binance.publicGetKlines({ symbol: 'BTCUSDT', interval: '7m' }), { name: 'BadRequest' });
});

test('watched trades have the ids that fetched ones have', async () => {
  const seen = new Map();
  while (seen.size < 10) {
    for (const trade of await binance.watchTrades('BTC/USDT')) seen.set(trade.id, trade);
  }
  const single = { fetchTradesMethod: 'publicGetTrades' }; // else ccxt asks for aggregate trades, with ids of their own
  const list = await binance.fetchTrades('BTC/USDT', undefined, 1000, single);
  const fetched = new Map(list.map((t) => [t.id, t]));
  for (const [id, trade] of seen) {
    const same = fetched.get(id);
    assert.ok(same, `trade ${id} was fetched too`);
    assert.deepEqual(
      [trade.price, trade.amount, trade.side, trade.timestamp],
      [same.price, same.amount, same.side, same.timestamp],
    );
  }
});

test('a watched book stays in step with the fetched one', async () => {
  let book;
  for (let i = 0; i < 25; i += 1) {
    book = await binance.watchOrderBook('BTC/USDT');
    assertBook(book);
  }
  // ccxt throws ChecksumError or resyncs when update ids do not join; here the ids must have gone on.
  const fetched = await binance.fetchOrderBook('BTC/USDT', 5);
  assert.ok(fetched.nonce >= book.nonce);
});

test('watched candles are the fetched ones', async () => {
  const watched = new Map();
  while (watched.size < 4) {
    for (const candle of await binance.watchOHLCV('BTC/USDT', '1s')) watched.set(candle[0], [...candle]);
  }
  const closed = [...watched.values()].slice(0, -1);
  const fetched = await binance.fetchOHLCV('BTC/USDT', '1s', closed[0][0], closed.length);
  assert.deepEqual(closed, fetched);
});

test('perpetuals: markets, book, trades, mark price and funding', async () => {
  const futures = await venue.client({}, { fetchMarkets: { types: ['linear'] }, defaultType: 'swap' });
  await futures.loadMarkets();
  const symbol = 'BTC/USDT:USDT';
  assert.ok(futures.market(symbol).swap && futures.market(symbol).linear);
  assertBook(await futures.fetchOrderBook(symbol, 50));
  assert.ok((await futures.fetchTrades(symbol)).length > 0);
  const rate = await futures.fetchFundingRate(symbol);
  assert.ok(Math.abs(rate.markPrice / rate.indexPrice - 1) < 0.01);
  assert.ok((await futures.fetchOpenInterest(symbol)).openInterestAmount > 0);
  for (let i = 0; i < 10; i += 1) assertBook(await futures.watchOrderBook(symbol));
  assert.ok((await futures.watchTrades(symbol)).length > 0);
});
