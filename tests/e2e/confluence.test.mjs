// Confluence on the chart: bars at the price axis are what the server says, live and in the past, and tell their reasons.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { confluence, firstSymbol, liveMarket } from './support/api.mjs';
import { kOnPhone } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
let info;
/** The mock knows no confluence. */
const site = siteOf(server, { isReal: true, ready: liveMarket });
const { options } = site;

// Prices are put around the last one, which is that of now and not of the past the market begins with.
beforeEach(async () => {
  if (!options.skip) info = await firstSymbol(site.origin);
});

const counted = async (v) => Number(/(\d+) price range/.exec(await v.text('confluence-legend'))?.[1] ?? 0);

function zone(direction, price, score, factors = []) {
  const features = { factor_count: 2, type_count: 2, mean_strength: 0.5, sd_zone_count: 0 };
  const more = { sd_zone_strength_avg: 0, sd_fibonacci_alignment_count: 0 };
  const counts = { sd_fresh_zone_count: 0, sd_tested_zone_count: 0 };
  const sides = { top: price * 1.001, bottom: price * 0.999 };
  return {
    direction,
    price,
    ...sides,
    score,
    bonus: 0.1,
    features: { ...features, ...more, ...counts },
    factors,
  };
}

const reason = (type, kind, contribution) => ({
  type,
  timeframe: '5m',
  price: 1,
  strength: 1,
  confidence: 1,
  freshness: 1,
  weight: contribution,
  contribution,
  finding: {
    source: 'structure',
    kind,
    id: 1,
    time: '2026-01-01T00:00:00Z',
    known_at: '2026-01-01T00:05:00Z',
  },
});

/** A page whose confluence is what the test says: `answer` to requests, `say` live. Requests are kept in `asked`. */
async function told(v, zones) {
  const asked = [];
  let socket;
  let seq = 0;
  const channel = `confluence:${info.symbol}:1m`;
  const page = (list) => ({
    symbol: info.symbol,
    venue: info.venue,
    timeframe: '1m',
    time: '2026-01-01T00:00:00Z',
    known_at: '2026-01-01T00:01:00Z',
    zones: list,
  });
  await v.page.routeWebSocket(/\/ws\/stream/, (client) => {
    const upstream = client.connectToServer();
    client.onMessage((text) => upstream.send(text));
    upstream.onMessage((text) => {
      if (JSON.parse(text).channel !== channel) client.send(text);
    });
    socket = client;
  });
  await v.page.route(/\/api\/confluence\//, (route) => {
    asked.push(new URL(route.request().url()));
    return route.fulfill({ json: page(zones) });
  });
  const say = (list) => {
    seq += 1;
    const type = seq === 1 ? 'snapshot' : 'confluence_update';
    const timestamp = new Date().toISOString();
    socket.send(JSON.stringify({ type, channel, timestamp, seq, data: page(list) }));
  };
  return { asked, say };
}

test('the bars are the price ranges the server has, from the least score on', options, async () => {
  const v = await site.visit();
  // It is said with the first candle of a minute that closes.
  const end = Date.now() + 100_000;
  let said = { time: null };
  while (said.time === null && Date.now() < end) {
    said = await confluence(site.origin, info.symbol, '1m');
    if (said.time === null) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.notEqual(said.time, null, 'something is known');
  await v.open(`#/chart/${info.symbol}/1m?conf=0`);
  await v.ready();
  await v.until(
    async () => (await counted(v)) === (await confluence(site.origin, info.symbol, '1m')).zones.length,
    'as many as the server has',
  );
  await v.shot('confluence-live');
  const least = 20;
  await v.open(`#/chart/${info.symbol}/1m?conf=${least}`);
  await v.until(async () => {
    const { zones } = await confluence(site.origin, info.symbol, '1m');
    return (await counted(v)) === zones.filter(({ score }) => Math.round(100 * score) >= least).length;
  }, 'only those so high');
  await v.close();
});

test('what is said live is drawn at once, and its card tells the reasons', options, async () => {
  const v = await site.visit();
  const { say } = await told(v, []);
  await v.open(`#/chart/${info.symbol}/1m?conf=10`);
  await v.ready();
  await v.until(async () => (await v.text('confluence-legend')).includes('none so high'), 'none at first');
  const reasons = [
    reason('support_resistance', 'support_resistance', 0.2),
    reason('supply_demand', 'demand', 0.4),
  ];
  say([zone('bullish', info.last, 0.7, reasons), zone('bearish', info.last, 0.05)]);
  await v.until(async () => (await counted(v)) === 1, 'the one that is high enough');
  await v.page.keyboard.press('z');
  await v.page.getByTestId('confluence-list').getByRole('button').first().click();
  const card = v.page.getByTestId('confluence-card');
  await card.waitFor();
  const text = (await card.innerText()).replaceAll(/\s+/g, ' ');
  assert.match(text, /▲ bullish score 70/);
  assert.match(text, /supply demand, 5m: demand \+40\.0 support resistance, 5m \+20\.0/);
  await v.shot('confluence-card');
  assert.deepEqual(await contrastFaults(v.page), []);
  await card.getByRole('button', { name: 'Close this confluence' }).click();
  await card.waitFor({ state: 'detached' });
  await v.close();
});

test('the pointer shows what it is over in the strip, and a click keeps it', options, async () => {
  const v = await site.visit();
  const reasons = ['fibonacci', 'supply_demand', 'abc_pattern', 'volume', 'macd'];
  const factors = reasons.map((type, i) => reason(type, type, 0.2 - i / 100));
  await told(v, [zone('bearish', info.last * 1.004, 0.3), zone('bullish', info.last, 0.9, factors)]);
  await v.open(`#/chart/${info.symbol}/1m?conf=10`);
  await v.ready();
  await v.until(async () => (await counted(v)) === 2, 'both');
  const box = await v.page.getByTestId('chart').boundingBox();
  const axis = await v.page
    .getByTestId('chart')
    .locator('tr:first-child td:last-child')
    .first()
    .boundingBox();
  const card = v.page.getByTestId('confluence-card');
  /** Down the pane, so many pixels left of the price axis, until a card of such a text is shown. */
  const find = async (left, text) => {
    for (let y = 40; y < box.height * 0.95; y += 3) {
      await v.page.mouse.move(axis.x - left, box.y + y);
      await v.page.waitForTimeout(40);
      if ((await card.count()) > 0 && text.test(await card.innerText())) return true;
    }
    return false;
  };
  assert.ok(await find(20, /bearish/), 'the shorter bar near the axis');
  assert.ok(await find(90, /bullish/), 'the longer one farther away');
  assert.match(
    (await card.innerText()).replaceAll(/\s+/g, ' '),
    /\+20\.0 .*\+19\.0 .*\+18\.0 3 more: click\./,
  );
  assert.equal(await v.page.getByRole('button', { name: 'Close this confluence' }).count(), 0);
  await v.shot('confluence-hover');
  await v.page.mouse.down();
  await v.page.mouse.up();
  await v.page.mouse.move(box.x + 200, box.y + box.height * 0.9);
  await v.page.getByRole('button', { name: 'Close this confluence' }).waitFor();
  assert.match(await card.innerText(), /Fibonacci level at a zone/);
  await v.shot('confluence-pinned');
  await v.page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  assert.ok(!(await find(90, /bearish/)), 'nothing where the shorter bar does not reach');
  await v.close();
});

test('the panel switches it, sets the least score, and leads to each by keyboard', options, async () => {
  const v = await site.visit();
  await told(v, [zone('bullish', info.last, 0.3), zone('bearish', info.last * 1.01, 0.6)]);
  await v.open(`#/chart/${info.symbol}/1m`);
  await v.ready();
  await v.page.keyboard.press('z');
  await v.page.getByTestId('confluence-on').check();
  await v.until(async () => (await counted(v)) === 2, 'both');
  const list = v.page.getByTestId('confluence-list').getByRole('button');
  assert.match(await list.first().getAttribute('aria-label'), /^Bearish confluence, score 60 of 100/);
  await list.first().focus();
  await v.page.keyboard.press('Enter');
  await v.page.getByTestId('confluence-card').waitFor();
  await v.page.getByTestId('confluence-least').fill('50');
  await v.until(async () => (await counted(v)) === 1, 'the higher one');
  assert.match(v.hash, /conf=50/);
  await v.shot('confluence-panel');
  await v.page.getByRole('button', { name: 'Show no confluence' }).click();
  await v.until(async () => !v.hash.includes('conf='), 'the address without it');
  await v.close();
});

test('looking at the past shows what was known then', options, async () => {
  const v = await site.visit();
  const { asked, say } = await told(v, [zone('bullish', info.last, 0.3)]);
  await v.open(`#/chart/${info.symbol}/1m?conf=0`);
  await v.ready();
  await v.until(async () => (await counted(v)) === 1, 'that of now');
  assert.equal(asked.at(-1).searchParams.get('to'), null);
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 4; i += 1) await v.page.keyboard.press('Shift+ArrowLeft');
  await v.until(async () => asked.at(-1).searchParams.get('to') !== null, 'a question about the past');
  const to = Number(asked.at(-1).searchParams.get('to'));
  assert.ok(to < Date.now() - 60_000, new Date(to).toISOString());
  say([]);
  await v.page.waitForTimeout(300);
  assert.equal(await counted(v), 1, 'news of the present do not change the past');
  await v.page.keyboard.press('End');
  await v.until(async () => asked.at(-1).searchParams.get('to') === null, 'the present again');
  await v.close();
});

test('where the server knows no confluence, the page says so; on a phone it fits', options, async () => {
  const v = await site.visit(kOnPhone);
  v.forgive(true);
  await v.page.route(/\/api\/confluence\//, (route) =>
    route.fulfill({
      status: 404,
      contentType: 'application/problem+json',
      json: { status: 404, code: 'decision_off', detail: 'Decisions are switched off.' },
    }),
  );
  await v.open(`#/chart/${info.symbol}/1d?conf=0`);
  await v.ready();
  await v.until(
    async () => /switched off|none so high/.test(await v.text('confluence-legend')),
    'the reason in the legend',
  );
  assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await v.shot('phone-confluence');
  await v.close();
});
