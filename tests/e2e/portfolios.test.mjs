// A backtest of several instruments in one account over the real server: its fields, its report, and that its amounts are
// in the currency of the account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backtestResult, backtests, candles, liveMarket } from './support/api.mjs';
import { ask, done, fault, form, idsOf, open } from './support/backtests.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { fillIn, tooWide } from './support/forms.mjs';
import { numberOf } from './support/numbers.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

// The past of three days that the simulated exchange begins with is what is run over.
const server = new Server({ symbols: 'BTCUSDT,ETHUSDT,ETHBTC', settings: ['trading.strategy='] });
/** The mock runs none. */
const site = siteOf(server, { isReal: true, ready: liveMarket });
const { options } = site;

/** One quoted in bitcoin and one in dollars, in an account of dollars; bitcoin itself is read and not traded. */
const kPortfolio = {
  strategy: 'sma_cross',
  fast: '20',
  slow: '50',
  sides: 'both',
  symbol: 'ETHBTC',
  others: 'ETHUSDT',
  currency: 'USDT',
  rates: 'BTCUSDT',
  positions: 'hedging',
  max_leverage: '2',
  timeframe: '1m',
};

const near = (text, value, within = 0.0051) =>
  assert.ok(Math.abs(numberOf(text) - value) <= within, `${text} is ${value}`);

test('what each instrument did is told in the currency of the account', options, async () => {
  const v = await site.visit();
  await open(v);
  await ask(v, kPortfolio);
  await done(v);
  const [id] = idsOf(v);
  const [{ request }] = await backtests(site.origin);
  assert.deepEqual(
    [request.symbol, request.currency, request.rates, request.positions, request.max_leverage],
    ['ETHBTC,ETHUSDT', 'USDT', 'BTCUSDT', 'hedging', '2'],
  );
  const told = await backtestResult(site.origin, id);
  assert.deepEqual([told.currency, told.positions, told.rates], ['USDT', 'hedging', ['BTCUSDT']]);
  assert.equal(await v.text('run-account'), 'One account in USDT, hedging, rates by BTCUSDT.');

  const table = v.page.getByTestId('instruments').locator('tbody tr');
  assert.equal(await table.count(), 2);
  const profits = [];
  for (const [i, one] of told.instruments.entries()) {
    assert.equal(await table.nth(i).locator('th').innerText(), one.symbol);
    const [currency, count, trades, won, , profit] = await table.nth(i).locator('td').allInnerTexts();
    assert.equal(currency, one.symbol === 'ETHBTC' ? 'BTC' : 'USDT');
    assert.deepEqual([numberOf(count), numberOf(trades)], [one.candles, one.statistics.trades]);
    near(won, 100 * one.statistics.win_rate, 0.5);
    near(profit, one.account_profit);
    profits.push(numberOf(profit));
  }
  // In one currency they add up: to what the account has more or less than it began with.
  const gained = told.equity - told.capital;
  assert.ok(Math.abs(profits[0] + profits[1] - gained) < 0.011, `${profits} are ${gained}`);
  const equity = v.page
    .getByTestId('figures')
    .locator('tr', { hasText: /^Equity/ })
    .locator('td')
    .first();
  near(await equity.innerText(), told.equity);
  await v.shot('portfolio');
  assert.equal(await tooWide(v), 0);
  assert.deepEqual(await contrastFaults(v.page), []);
  await v.close();
});

test(
  'a trade counts at the rate of its close, and says what it made in its own currency',
  options,
  async () => {
    const v = await site.visit();
    const [{ id }] = await backtests(site.origin);
    const told = await backtestResult(site.origin, id);
    await open(v, `#/backtests?runs=${id}`);
    const table = v.page.getByTestId('run-trades');
    assert.match(await table.locator('thead').innerText(), /Profit, USDT/);
    const place = told.trades.findIndex(({ symbol }) => symbol === 'ETHBTC');
    const trade = told.trades[place];
    const profit = table.locator('tbody tr').nth(place).locator('td[title$=" BTC"]');
    near(await profit.innerText(), trade.account_profit);
    near(await profit.getAttribute('title'), trade.profit, 5.1e-7);
    // The rate is a close of bitcoin: that of the minute in which it was closed, or of the one before.
    const at = Date.parse(trade.exited);
    const query = `?from=${at - 120_000}&to=${at + 60_000}`;
    const closes = (await candles(site.origin, 'BTCUSDT', '1m', query)).candles.map((candle) => candle[4]);
    const rate = trade.account_profit / trade.profit;
    assert.ok(
      closes.some((close) => Math.abs(close / rate - 1) < 1e-6),
      `${rate} is one of ${closes}`,
    );
    await v.close();
  },
);

test('one instrument is traded in an account of another currency', options, async () => {
  const v = await site.visit();
  await open(v);
  await v.page.getByTestId('new-backtest').click();
  await v.page.getByTestId('backtest-account').click();
  const currency = v.page.getByTestId('backtest-currency');
  await v.page.keyboard.type('EUR');
  assert.equal(await currency.inputValue(), 'EUR', 'the keyboard is there');
  await currency.fill('');
  assert.ok(await currency.isVisible(), 'what is cleared can be written anew');
  await v.shot('portfolio-one');
  const { others: _, ...fields } = kPortfolio;
  await fillIn(v.page, 'backtest', fields);
  await v.page.getByTestId('backtest-run').click();
  await done(v);
  assert.match(await v.text('run-account'), /^One account in USDT, hedging, /);
  const told = await backtestResult(site.origin, idsOf(v)[0]);
  const profit = v.page.getByTestId('instruments').locator('tbody td').last();
  near(await profit.innerText(), told.equity - told.capital);
  await v.close();
});

test('a currency that is none is refused at its field, and nothing typed is lost', options, async () => {
  const v = await site.visit();
  v.forgive(true); // the browser reports the refusals
  await open(v);
  const before = (await backtests(site.origin)).length;
  const typed = { ...kPortfolio, currency: 'dollars!', rates: 'BTCUSDT, ETHUSDT' };
  await ask(v, typed);
  await v.until(async () => (await form(v).locator('.fault').count()) > 0, 'the refusal');
  assert.equal(await fault(v, 'Currency'), "'dollars!' is not a currency; use USDT or EUR");
  await v.page.getByTestId('backtest-currency').fill('USDT');
  await v.page.getByTestId('backtest-max_leverage').fill('much');
  await v.page.getByTestId('backtest-run').click();
  await v.until(async () => (await form(v).locator('.fault').count()) > 0, 'the refusal');
  assert.match(await fault(v, 'Leverage'), /'much' is not a number/);
  await v.shot('portfolio-errors');
  const written = { ...typed, currency: 'USDT', max_leverage: 'much' };
  for (const [name, text] of Object.entries(written))
    assert.equal(await v.page.getByTestId(`backtest-${name}`).inputValue(), text, name);
  assert.equal((await backtests(site.origin)).length, before, 'nothing was run');
  await v.close();
});

test(
  'a currency that no instrument leads to ends the run with its reason; the form has it all again',
  options,
  async () => {
    const v = await site.visit();
    await open(v);
    const typed = { ...kPortfolio, currency: 'EUR' };
    await ask(v, typed);
    const run = v.page.getByTestId('run');
    await v.until(async () => (await run.getAttribute('data-state')) === 'failed', 'it fails');
    assert.match(await run.innerText(), /no instrument that is given says what (BTC|USDT) is worth in EUR/);
    await v.page.getByRole('button', { name: 'Change and run' }).click();
    for (const [name, text] of Object.entries(typed))
      assert.equal(await v.page.getByTestId(`backtest-${name}`).inputValue(), text, name);
    await v.page.getByTestId('backtest-currency').fill('BTC');
    await v.page.getByTestId('backtest-run').click();
    await done(v);
    assert.match(await v.text('run-account'), /^One account in BTC, /);
    await v.close();
  },
);
