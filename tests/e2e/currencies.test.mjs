// An account of two currencies over the real server: a cross is bought from the page, the balances say what is owed for
// it and what that comes to, and the ticket and the calculator reckon in what the instrument is quoted in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fills, liveMarket, portfolio } from './support/api.mjs';
import { numberOf } from './support/numbers.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server({
  symbols: 'BTCUSDT,ETHBTC',
  settings: ['trading.strategy=', 'trading.currencies=BTC'],
});
/** The mock takes no orders. */
const site = siteOf(server, { isReal: true, ready: liveMarket });
const { options } = site;

const cell = (v, currency, column) =>
  v.page.getByTestId('balances').locator(`[data-currency=${currency}] td`).nth(column);

test(
  'a cross is bought with bitcoin that is owed, and the page says what that comes to',
  options,
  async () => {
    const v = await site.visit();
    await v.open('#/trading');
    await v.page.getByTestId('balances').waitFor();
    await v.until(async () => (await portfolio(site.origin)).accounts[1].rate !== null, 'a rate of bitcoin');
    await v.page.getByTestId('order-symbol').selectOption('ETHBTC');
    await v.page.getByTestId('order-quantity').fill('0.5');
    await v.until(
      async () => /Worth about 0\.\d+ BTC, \d+\.\d.% of the equity/.test(await v.text('ticket')),
      'the worth in bitcoin, and its share of the whole equity',
    );
    await v.page.getByTestId('order-send').click();
    // One fill of each price there was; they are told once they are in the database.
    let told = [];
    await v.until(async () => {
      told = await fills(site.origin);
      return told.reduce((sum, { quantity }) => sum + quantity, 0) === 0.5;
    }, 'all is filled');
    assert.ok(told.every(({ currency }) => currency === 'BTC'));
    const owed = told.reduce((sum, { price, quantity, fee }) => sum + price * quantity + fee, 0);
    await v.until(
      async () => Math.abs(numberOf(await cell(v, 'BTC', 0).innerText()) + owed) < 1e-5,
      'what is owed stands in the balances',
    );
    assert.equal(await cell(v, 'USDT', 0).innerText(), '10,000.00');
    assert.ok(numberOf(await cell(v, 'BTC', 3).innerText()) > 1000, 'the rate');
    await v.until(
      async () =>
        /BTC/.test(await v.page.getByTestId('positions').locator('[data-position=ETHBTC]').innerText()),
      'amounts of the position say that they are bitcoin',
    );
    assert.match(await v.page.getByTestId('fills').innerText(), /0\.0000\d+ BTC/, 'a fee of some satoshis');
    await v.shot('trading-currencies');
    await v.page.getByTestId('calculator').locator('select').first().selectOption('ETHBTC');
    await v.page.getByTestId('size-method').selectOption('fraction');
    await v.page.getByTestId('size-fraction_percent').fill('10');
    await v.page.getByTestId('size-ask').click();
    await v.until(async () => / BTC at /.test(await v.text('size')), 'the size is reckoned in bitcoin');
    await v.close();
  },
);
