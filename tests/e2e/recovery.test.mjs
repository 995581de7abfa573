// The server goes away and comes back: the page says so, and mends itself without a hole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candles, firstSymbol, liveMarket } from './support/api.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
let symbol;
const site = siteOf(server, {
  ready: async (origin) => {
    ({ symbol } = await firstSymbol(origin));
    await liveMarket(origin);
  },
});

const state = (v) => v.page.getByTestId('connection').getAttribute('data-state');
const gaps = async (v) => (await v.page.getByTestId('gaps').allInnerTexts())[0] ?? 'none';

test('a killed server is reported at once, and the page recovers when it is back', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m?ind=RSI:period=14`);
  await v.ready();
  await v.until(async () => (await state(v)) === 'live', 'live');
  const before = await gaps(v);

  v.forgive(true);
  await server.stop('SIGKILL');
  await v.until(async () => (await state(v)) === 'reconnecting', 'badge: reconnecting', 5_000);
  assert.match(await v.text('connection'), /Reconnecting/);
  assert.ok(await v.page.locator('.stage.faded').count(), 'what is old looks old');
  await v.shot('server-gone');

  await v.page.waitForTimeout(3_000);
  await server.start();
  await v.until(async () => (await state(v)) === 'live', 'badge: live again', 30_000);
  v.forgive(false);
  // The simulated exchange makes its past anew when it starts: until that has arrived, candles are missing.
  await v.until(async () => (await gaps(v)) === before, 'no hole but those that were there before', 20_000);
  const close = await v.text('legend-C');
  await v.until(async () => (await v.text('legend-C')) !== close, 'candles move again', 15_000);
  await v.shot('server-back');
  await v.close();
});

test('what the page holds after a restart is what the server holds', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  v.forgive(true);
  await server.stop('SIGINT');
  await v.until(async () => (await state(v)) === 'reconnecting', 'reconnecting', 5_000);
  await server.start();
  await v.until(async () => (await state(v)) === 'live', 'live again', 30_000);
  await v.page.waitForTimeout(1_500);
  // Step through the newest closed candles with the keyboard and compare each with the server's.
  const rows = (await candles(site.origin, symbol, '1m', '?limit=20')).candles;
  const byTime = new Map(
    rows.map((row) => [new Date(row[0]).toISOString().slice(0, 16).replace('T', ' '), row]),
  );
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 8; i += 1) {
    await v.page.keyboard.press('ArrowLeft');
    const time = (await v.page.locator('[data-testid=legend] .time').innerText()).replace(' UTC', '');
    const row = byTime.get(time);
    assert.ok(row, `the server holds ${time}`);
    const shown = await Promise.all(['O', 'H', 'L', 'C'].map((mark) => v.text(`legend-${mark}`)));
    assert.deepEqual(
      shown.map((text) => Number(text.replaceAll(',', ''))),
      row.slice(1, 5),
      time,
    );
  }
  await v.close();
});

test('a stream that falls silent is called stale', async () => {
  const v = await site.visit();
  await v.page.routeWebSocket(/\/ws\/stream/, (socket) => {
    const upstream = socket.connectToServer();
    const opened = Date.now();
    upstream.onMessage((text) => {
      const isPong = JSON.parse(text).type === 'pong';
      if (isPong || Date.now() - opened < 2_000) socket.send(text);
    });
  });
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  await v.until(async () => (await state(v)) === 'stale', 'badge: stale', 25_000);
  assert.match(await v.text('connection'), /Stale \d+/);
  await v.shot('stale');
  await v.close();
});

test('the table of markets heals by itself: no row twice, prices move again', async () => {
  const v = await site.visit();
  await v.open('#/markets');
  const rows = v.page.locator('[data-testid=market-table] [data-key]');
  const keys = () => rows.evaluateAll((all) => all.map((row) => row.dataset.key));
  const prices = async () => (await v.page.locator('[data-testid=last] .price').allInnerTexts()).join();
  await v.until(async () => (await rows.count()) > 1 && (await state(v)) === 'live', 'live rows');
  const before = await keys();
  v.forgive(true);
  await server.stop('SIGKILL');
  await v.until(async () => (await state(v)) === 'reconnecting', 'reconnecting', 5_000);
  assert.ok(await v.page.locator('.table.faded').count(), 'what is old looks old');
  assert.deepEqual(await keys(), before, 'the rows stay in sight');
  await v.shot('markets-server-gone');
  await server.start();
  await v.until(async () => (await state(v)) === 'live', 'live again', 30_000);
  v.forgive(false);
  assert.deepEqual(await keys(), before);
  const shown = await prices();
  await v.until(async () => (await prices()) !== shown, 'prices move again', 15_000);
  await v.close();
});

test('a dropped connection is taken up where it was left: no message twice, none missing', async () => {
  const v = await site.visit();
  let drop;
  const sent = [];
  await v.page.routeWebSocket(/\/ws\/stream/, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((text) => {
      sent.push(JSON.parse(text));
      upstream.send(text);
    });
    upstream.onMessage((text) => socket.send(text));
    drop = () => {
      upstream.close();
      socket.close();
    };
  });
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  await v.until(async () => (await state(v)) === 'live', 'live');
  const gapsBefore = await gaps(v);
  await v.page.waitForTimeout(1_000);
  drop();
  await v.until(() => sent.some((request) => request.resume !== undefined), 'asks to go on');
  const { resume } = sent.find((request) => request.resume !== undefined);
  assert.ok(resume[`candles:${symbol}:1m`] > 0, JSON.stringify(resume));
  await v.until(async () => (await state(v)) === 'live', 'live again');
  await v.page.waitForTimeout(1_000);
  assert.equal(await gaps(v), gapsBefore);
  const close = await v.text('legend-C');
  await v.until(async () => (await v.text('legend-C')) !== close, 'candles move', 15_000);
  await v.close();
});
