// Supply and demand zones and market structure on the chart: what is drawn is what the server found, it can be filtered,
// asked for its life, found in the candles in view, and follows the live channel.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { candles, firstSymbol, structure, zones } from './support/api.mjs';
import { kOnPhone, kPhone, visit } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';
import { zoneCandles } from './support/zone_candles.mjs';

const kAll = 'zones=sdcf:atbfe';
const server = new Server({ history: 6_000, candles: zoneCandles });
const without = new Server({
  settings: ['analysis.zones=off', 'analysis.structure=off'],
});
let symbol;
/** The mock has neither zones nor structure. */
const site = siteOf(server, { isReal: true, ready: () => (symbol = server.historySymbol) });
const { options } = site;
after(() => without.dispose());

const numberIn = async (v, testId) =>
  Number(/([\d,]+) (?:zones|marks)/.exec(await v.text(testId))?.[1].replaceAll(',', '') ?? 0);
const shown = (v) => numberIn(v, 'zone-legend');

async function openZones(query = kAll, page = {}) {
  const v = await site.visit(page);
  await v.open(`#/chart/${symbol}/1m?${query}`);
  await v.ready();
  await v.until(async () => (await shown(v)) > 0, 'zones are drawn');
  return v;
}

/** Those whose life touches the candles the page holds at first. */
async function expected() {
  const page = await candles(site.origin, symbol, '1m', '?limit=1000');
  const from = page.candles[0][0];
  const end = page.candles.at(-1)[0] + 60_000;
  return (await zones(site.origin, symbol, '1m', `?start_time=${from}&end_time=${end}&limit=5000`)).zones;
}

test('an address draws the zones the server has, of the types and statuses it names', options, async () => {
  const v = await openZones();
  const all = await expected();
  assert.ok(all.length > 10, `the candles make zones: ${all.length}`);
  assert.equal(await shown(v), all.length);
  await v.shot('zones-dark');
  await v.page.keyboard.press('z');
  const panel = v.page.getByRole('region', {
    name: 'Supply and demand zones',
  });
  await panel.waitFor();
  await v.page.getByTestId('zone-status-broken').click();
  await v.until(() => v.hash.includes('zones=sdcf:atfe'), 'the address has the filter');
  const rest = all.filter((zone) => zone.status !== 'broken').length;
  await v.until(async () => (await shown(v)) === rest, `${rest} are left`);
  await v.page.getByTestId('zone-supply').click();
  const isSupply = (zone) =>
    zone.zone_type === 'supply' && zone.status !== 'flipped' && zone.formation !== 'flip';
  const others = all.filter((zone) => zone.status !== 'broken' && !isSupply(zone)).length;
  await v.until(async () => (await shown(v)) === others, `${others} are left`);
  await v.shot('zones-panel');
  await v.page.getByRole('button', { name: 'Show no zones' }).click();
  await v.page.getByTestId('zone-legend').waitFor({ state: 'detached' });
  assert.ok(!v.hash.includes('zones='));
  await v.close();
});

test('by keyboard from zone to zone, and the card tells its life', options, async () => {
  const v = await openZones();
  await v.page.getByTestId('chart').focus();
  await v.page.keyboard.press('[');
  const card = v.page.getByTestId('zone-card');
  await card.waitFor();
  const newest = (await expected())[0];
  const text = await card.innerText();
  const iso = (time) => time.slice(0, 16).replace('T', ' ');
  for (const told of [
    iso(newest.left_time),
    iso(newest.known_at).slice(11),
    `strength ${Math.round(newest.strength * 100)}`,
  ])
    assert.ok(text.includes(told), `${told} in ${text}`);
  assert.match(
    text,
    new RegExp(`(Not tested yet|Tested ${newest.test_count} times?, held ${newest.success_count})`),
  );
  for (let i = 0; i < 12; i += 1) {
    await v.page.keyboard.press('[');
    if (/Tested [1-9]/.test(await card.innerText())) break;
  }
  assert.match(await card.innerText(), /rejection \d+ %/);
  await v.shot('zone-card');
  assert.match(await v.page.locator('[aria-live=polite].spoken').innerText(), /zone .* to .*strength \d+ %/);
  await v.page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  await v.close();
});

test('the pointer shows the zone it is over, and a click keeps it', options, async () => {
  const v = await openZones();
  const box = await v.page.getByTestId('chart').boundingBox();
  const card = v.page.getByTestId('zone-card');
  for (let y = 60; y < box.height * 0.8 && (await card.count()) === 0; y += 4) {
    await v.page.mouse.move(box.x + box.width * 0.85, box.y + y);
    await v.page.waitForTimeout(60);
  }
  await card.waitFor();
  const close = v.page.getByRole('button', { name: 'Close this zone' });
  assert.equal(await close.count(), 0);
  await v.page.mouse.down();
  await v.page.mouse.up();
  await v.page.mouse.move(box.x + box.width + 40, box.y + 20);
  await close.waitFor();
  await v.shot('zone-pinned');
  await close.click();
  await card.waitFor({ state: 'detached' });
  await v.close();
});

test('zones are detected in the candles in view', options, async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  const box = v.page.getByTestId('detected');
  await v.page.keyboard.press('z');
  const request = v.page.waitForRequest(/detect-realtime/);
  await v.page.getByTestId('detect-zones').click();
  const posted = JSON.parse((await request).postData());
  await box.waitFor();
  const answer = await fetch(`${site.origin}/api/supply-demand-zones/detect-realtime`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(posted),
  });
  const found = (await answer.json()).zones;
  const text = await box.innerText();
  assert.ok(text.includes(`${found.length} zone`), text);
  assert.ok(text.includes(`${posted.candles.length.toLocaleString('en-US')} candles`), text);
  assert.match(v.hash, /zones=/, 'what was found is drawn');
  await v.until(async () => (await v.text('zone-legend')).includes('detected'), 'the legend says so');
  await v.shot('zones-detected');
  await v.page.getByTestId('detect-clear').click();
  await v.until(
    async () => !(await v.text('zone-legend')).includes('detected'),
    "the server's zones are back",
  );
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 14; i += 1) await v.page.keyboard.press('+');
  await v.page.waitForTimeout(300);
  await v.page.getByTestId('detect-zones').click();
  assert.match(await v.text('detect-fault'), /At least 30 candles/);
  await v.close();
});

test('the statistics are the server’s, for as many days as asked', options, async () => {
  const v = await openZones();
  await v.page.keyboard.press('z');
  const panel = v.page.getByTestId('zone-statistics');
  for (const days of [30, 7]) {
    await panel.getByLabel('Days back').selectOption(String(days));
    const answer = await fetch(`${site.origin}/api/supply-demand-statistics/${symbol}/1m?days_back=${days}`);
    const { total } = await answer.json();
    await v.until(
      async () => (await panel.innerText()).includes(`Created\n${total.created}`),
      `${days} days`,
    );
    assert.match(await panel.innerText(), new RegExp(`Held\\s+${Math.round(total.success_rate * 100)} %`));
  }
  await v.close();
});

test('a zone that is said live is drawn, and what becomes of it', options, async () => {
  const v = await site.visit();
  let socket;
  let seq = 0;
  const channel = `zones:${symbol}:1m`;
  await v.page.routeWebSocket(/\/ws\/stream/, (page) => {
    const upstream = page.connectToServer();
    upstream.onMessage((text) => {
      const message = JSON.parse(text);
      if (message.channel === channel) seq = message.seq;
      page.send(text);
    });
    socket = page;
  });
  await v.open(`#/chart/${symbol}/1m?${kAll}`);
  await v.ready();
  await v.until(async () => (await shown(v)) > 0, 'zones are drawn');
  const before = await shown(v);
  const [model] = await expected();
  const newest = (await candles(site.origin, symbol, '1m', '?limit=1')).candles[0];
  const time = new Date(newest[0]).toISOString();
  const zone = {
    ...model,
    id: 'fedcba9876543210',
    status: 'active',
    ended_at: null,
    ended_by: '',
    top_price: newest[4] + 0.2,
    bottom_price: newest[4] - 0.2,
    created_at: time,
    updated_at: time,
    tests: [],
    test_count: 0,
    origin: 'live',
  };
  const say = (type, change) => {
    seq += 1;
    const data = {
      symbol,
      venue: 'import',
      timeframe: '1m',
      zones: [{ ...zone, ...change }],
    };
    socket.send(
      JSON.stringify({
        type,
        channel,
        timestamp: new Date().toISOString(),
        seq,
        data,
      }),
    );
  };
  say('sd_zone_created', {});
  await v.until(async () => (await shown(v)) === before + 1, 'the new zone is drawn');
  await v.page.getByTestId('chart').focus();
  await v.page.keyboard.press('[');
  assert.match(await v.text('zone-card'), /Not tested yet/);
  say('sd_zone_tested', {
    status: 'tested',
    test_count: 1,
    tests: [
      {
        ...(model.tests[0] ?? {}),
        number: 1,
        time,
        test_type: 'touch',
        outcome: 'open',
        price: newest[4],
        rejection_strength: 0,
        volume: 1,
        subsequent_move_pips: 0,
      },
    ],
  });
  await v.until(async () => /Tested 1 time/.test(await v.text('zone-card')), 'the test is told');
  await v.close();
});

test('where the server has no zones and no structure, the page says so', options, async () => {
  const bare = await without.start();
  const v = await visit(site.browser, bare);
  v.forgive(true);
  const first = (await firstSymbol(bare)).symbol;
  await v.open(`#/chart/${first}/1m?${kAll}&str=swings`);
  await v.ready();
  await v.until(async () => /switched off/.test(await v.text('zone-legend')), 'the legend says why');
  assert.match(await v.text('structure-legend'), /switched off/);
  await v.page.keyboard.press('z');
  await v.until(async () => /switched off/.test(await v.text('zone-statistics')), 'so do the statistics');
  await v.shot('zones-off');
  await v.close();
});

test('structure is drawn layer by layer, and the address has them', options, async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m?str=swings`);
  await v.ready();
  await v.until(async () => (await numberIn(v, 'structure-legend')) > 0, 'swings are drawn');
  const page = await candles(site.origin, symbol, '1m', '?limit=1000');
  const { events } = await structure(
    site.origin,
    symbol,
    '1m',
    `?kinds=swing,trend&from=${page.candles[0][0]}&limit=20000`,
  );
  const swings = new Set(events.filter(({ kind }) => kind === 'swing').map(({ id }) => id)).size;
  const marks = await numberIn(v, 'structure-legend');
  // A note for each swing, and a leg between each two; one that was confirmed at the edge may lie before it.
  assert.ok(Math.abs(marks - (2 * swings - 1)) <= 2, `${marks} marks of ${swings} swings`);
  const trend = events.findLast(({ kind }) => kind === 'trend')?.side;
  if (trend === 'bullish' || trend === 'bearish')
    assert.match(await v.text('structure-legend'), trend === 'bullish' ? /trend ▲ up/ : /trend ▼ down/);
  await v.shot('structure-swings');
  await v.page.keyboard.press('z');
  for (const name of ['breaks', 'gaps', 'blocks']) {
    const earlier = await numberIn(v, 'structure-legend');
    await v.page.getByTestId(`structure-${name}`).check();
    await v.until(async () => (await numberIn(v, 'structure-legend')) > earlier, `${name} are drawn`);
  }
  assert.match(v.hash, /str=gaps,blocks,breaks,swings/);
  await v.shot('structure-breaks');
  for (const name of ['gaps', 'blocks', 'breaks', 'swings'])
    await v.page.getByTestId(`structure-${name}`).uncheck();
  await v.page.getByTestId('structure-legend').waitFor({ state: 'detached' });
  assert.ok(!v.hash.includes('str='));
  for (const name of ['fibonacci', 'periods', 'levels', 'liquidity'])
    await v.page.getByTestId(`structure-${name}`).check();
  await v.until(async () => (await numberIn(v, 'structure-legend')) > 0, 'levels are drawn');
  await v.page.waitForTimeout(300);
  await v.shot('structure-levels');
  await v.close();
});

test('a finding of structure says what it is and when it was known', options, async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m?str=gaps,breaks,swings`);
  await v.ready();
  await v.until(async () => (await numberIn(v, 'structure-legend')) > 0, 'structure is drawn');
  const box = await v.page.getByTestId('chart').boundingBox();
  const card = v.page.getByTestId('structure-card');
  for (let y = 60; y < box.height * 0.8 && (await card.count()) === 0; y += 4) {
    await v.page.mouse.move(box.x + box.width * 0.7, box.y + y);
    await v.page.waitForTimeout(60);
  }
  await card.waitFor();
  assert.match(
    await card.innerText(),
    /(Fair value gap|Break of structure|Change of character|Swing (high|low))/,
  );
  assert.match(await card.innerText(), /Formed\s+\d{4}-\d\d-\d\d \d\d:\d\d, known /);
  await v.page.mouse.down();
  await v.page.mouse.up();
  await v.page.mouse.move(box.x + box.width + 40, box.y + 20);
  const close = v.page.getByRole('button', { name: 'Close this finding' });
  await close.waitFor();
  assert.deepEqual(await contrastFaults(v.page), []);
  await v.shot('structure-card');
  await close.click();
  await card.waitFor({ state: 'detached' });
  await v.close();
});

test('the cloud of Ichimoku reaches ahead of the newest candle, and goes with it', options, async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m?ind=ICHIMOKU`);
  await v.ready();
  // Pixels with a color in the last columns of the candles' pane: six candles' room without the cloud, empty but for
  // the price line.
  const colored = () =>
    v.page.evaluate(() => {
      const canvases = [...document.querySelectorAll('[data-testid=chart] canvas')];
      const pane = canvases.find(({ width }) => width > 500);
      const { data } = pane.getContext('2d').getImageData(pane.width - 32, 0, 16, pane.height * 0.75);
      let count = 0;
      for (let i = 0; i < data.length; i += 4)
        if (Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 16)
          count += 1;
      return count;
    });
  await v.until(async () => (await colored()) > 100, 'the cloud is drawn ahead');
  await v.shot('ichimoku');
  await v.page.getByRole('button', { name: /^Remove/ }).click();
  await v.until(async () => (await colored()) < 60, 'it is gone with the indicator');
  await v.close();
});

for (const scheme of ['dark', 'light']) {
  test(`all text about levels has enough contrast in the ${scheme} theme`, options, async () => {
    const v = await openZones(`${kAll}&str=swings,breaks,gaps`, {
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await v.page.keyboard.press('z');
    await v.page.getByTestId('zones-near').waitFor();
    await v.page.getByTestId('detect-zones').click();
    await v.page.getByTestId('detected').waitFor();
    await v.page.getByTestId('chart').focus();
    await v.page.keyboard.press('[');
    await v.page.getByTestId('zone-card').waitFor();
    await v.page.waitForTimeout(300);
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.shot(`levels-${scheme}`);
    await v.close();
  });
}

test('on a phone: zones, their panel and a tapped card fit', options, async () => {
  const v = await openZones(kAll, kOnPhone);
  const box = await v.page.getByTestId('chart').boundingBox();
  const card = v.page.getByTestId('zone-card');
  for (let y = 80; y < box.height * 0.8 && (await card.count()) === 0; y += 9) {
    await v.page.touchscreen.tap(box.x + box.width * 0.6, box.y + y);
    await v.page.waitForTimeout(150);
  }
  await card.waitFor();
  await v.shot('zones-phone');
  const frame = await card.boundingBox();
  assert.ok(frame.x >= 0 && frame.x + frame.width <= kPhone.width, 'the card is within the screen');
  await v.page.getByTestId('levels').tap();
  await v.page.getByTestId('zones-on').waitFor();
  assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const small = await v.page.$$eval('button', (all) =>
    all
      .map((b) => [b.innerText || b.ariaLabel, b.getBoundingClientRect()])
      .filter(([, r]) => r.width > 0 && (r.width < 24 || r.height < 24)),
  );
  assert.deepEqual(
    small.map(([name]) => name),
    [],
    'targets under 24 px',
  );
  await v.shot('zones-phone-panel');
  await v.close();
});
