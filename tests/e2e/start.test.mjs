// The first seconds of a server, while the simulated exchange's past of three days is still read: whoever comes then is
// told so, and sees the present as soon as it is reached.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { candles, fills, symbols } from './support/api.mjs';
import { keep, launch, visit } from './support/browser.mjs';
import { isMock, Server } from './support/server.mjs';

/** The mock has no past to read. */
const options = { skip: isMock };
/** From the end of the past until a page has asked for what it needs and drawn it. */
const kSettleMs = 3_000;
const kMinute = 60_000;
let browser;
let server;

before(async () => {
  if (!isMock) browser = await launch();
});
after(() => browser?.close());
beforeEach(() => {
  server = new Server({ settings: ['trading.strategy='] });
});
afterEach(() => server.dispose());

const stateOf = async (origin, symbol) =>
  (await symbols(origin)).symbols.find((info) => info.symbol === symbol).feed_state;

/** Waits until the past of a symbol is over; what the page's badge said meanwhile. */
async function pastOver(v, symbol) {
  const said = new Set();
  const badge = () => v.page.getByTestId('connection').getAttribute('data-state');
  await v.until(
    async () => {
      const state = await badge();
      // Asked for afterwards: what the server calls the past now was the past then.
      if ((await stateOf(v.origin, symbol)) === 'live') return true;
      said.add(state);
      return false;
    },
    'the past is over',
    60_000,
  );
  return said;
}

test('a chart opened at once says that it catches up, and then is right', options, async () => {
  const origin = await server.start();
  const v = await visit(browser, origin);
  await v.open('#/chart/BTCUSDT/1m?ind=SMA:period=20;RSI:period=14');
  const said = await pastOver(v, 'BTCUSDT');
  const over = Date.now();
  assert.ok(!said.has('live'), `the past was called ${[...said]}`);
  const age = async () => {
    const legend = v.page.locator('[data-testid=legend] .time');
    if ((await legend.count()) === 0) return Infinity;
    return Date.now() - Date.parse((await legend.innerText()).replace(' UTC', 'Z').replace(' ', 'T'));
  };
  await v.until(async () => (await age()) < 2 * kMinute, 'the newest candle is the present', kSettleMs);
  const values = () => v.page.locator('.legends').allInnerTexts();
  await v.until(
    async () => /SMA.*?\d[\d,.]+[\s\S]*RSI.*?\d[\d.]+/i.test((await values()).join('\n')),
    'both indicators have a value',
    kSettleMs,
  );
  await v.until(
    async () => (await v.page.getByTestId('connection').getAttribute('data-state')) === 'live',
    'the badge says so',
    kSettleMs,
  );
  keep('start', { right_after_past_ms: Date.now() - over });
  assert.equal(
    await v.page.getByTestId('gaps').count(),
    0,
    'no hole between what was told and what was asked for',
  );
  const held = Number((await v.text('count')).replace(/\D/g, ''));
  const known = (await candles(origin, 'BTCUSDT', '1m', '?limit=5000')).candles.length;
  assert.ok(held >= Math.min(known, 1_000) - 1, `${held} candles of ${known}`);
  await v.shot('start-chart');
  await v.close();
});

test('the list of markets shows old prices as such, and then those of now', options, async () => {
  const origin = await server.start();
  const v = await visit(browser, origin);
  await v.open('#/markets');
  const said = await pastOver(v, 'BTCUSDT');
  assert.ok(!said.has('live'), `the past was called ${[...said]}`);
  const price = async () =>
    Number(
      (await v.page.locator('[data-key="sim:BTCUSDT"] [data-testid=last]').innerText()).replace(
        /[^\d.]/g,
        '',
      ),
    );
  const last = async () => (await symbols(origin)).symbols.find(({ symbol }) => symbol === 'BTCUSDT').last;
  await v.until(
    async () => Math.abs((await price()) / (await last()) - 1) < 0.002,
    'the price is that of now',
    kSettleMs,
  );
  await v.close();
});

test(
  'an order is refused while its market is in the past, and taken when it is asked for again',
  options,
  async () => {
    const origin = await server.start();
    const place = () =>
      fetch(`${origin}/api/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          symbol: 'BTCUSDT',
          side: 'buy',
          quantity: 0.01,
          client_order_id: 'early',
        }),
      });
    const first = await place();
    assert.equal(first.status, 503);
    assert.equal((await first.json()).code, 'market_in_past');
    assert.match(first.headers.get('retry-after') ?? '', /^\d+$/);
    const end = Date.now() + 60_000;
    let answer = first;
    while (answer.status === 503 && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await place();
    }
    assert.equal(answer.status, 201);
    const order = await answer.json();
    assert.ok(Math.abs(Date.now() - Date.parse(order.created_at)) < kMinute, order.created_at);
    const { last } = (await symbols(origin)).symbols.find(({ symbol }) => symbol === 'BTCUSDT');
    while ((await fills(origin)).length === 0 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const [fill] = await fills(origin);
    assert.ok(
      Math.abs(fill.price / last - 1) < 0.01,
      `filled at ${fill.price}, the market stands at ${last}`,
    );
  },
);
