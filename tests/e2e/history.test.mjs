// Paging into the past: older candles join on the left, nothing moves under the eye, the window stays bounded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candles, firstSymbol } from './support/api.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server({ history: 60_000 });
let symbol;
const site = siteOf(server, {
  ready: async (origin) => (symbol = server.historySymbol ?? (await firstSymbol(origin)).symbol),
});

const count = async (v) => Number((await v.text('count')).replaceAll(/\D/g, ''));

async function drag(v, share) {
  const box = await v.page.getByTestId('chart').boundingBox();
  const y = box.y + box.height * 0.3;
  const x = box.x + box.width * 0.15;
  await v.page.mouse.move(x, y);
  await v.page.mouse.down();
  await v.page.mouse.move(x + box.width * share, y, { steps: 8 });
  await v.page.mouse.up();
  await v.page.mouse.move(box.x + box.width * 0.5, 20);
}

const shownFrom = (v) => Date.parse(new URLSearchParams(v.hash.split('?')[1]).get('from'));

test('dragging to the right brings older candles', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  const start = await count(v);
  assert.equal(start, 1000);
  for (let i = 0; i < 12 && (await count(v)) === start; i += 1) {
    await drag(v, 0.7);
    await v.page.waitForTimeout(150);
  }
  await v.until(async () => (await count(v)) > start, 'more candles held');
  await v.page.getByTestId('go-live').waitFor();
  await v.shot('history');
  await v.close();
});

test('missing candles are shown as missing, and counted', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  await v.until(async () => (await v.page.getByTestId('gaps').count()) === 1, 'a chip for gaps');
  assert.match(await v.text('gaps'), /^1\s+gap, 23 candles$/);
  await v.shot('gap');
  await v.close();
});

test('the view stays where it is while older candles join', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 40 && (await count(v)) === 1000; i += 1) {
    await v.page.keyboard.press('Shift+ArrowLeft');
    await v.page.waitForTimeout(30);
  }
  await v.until(async () => (await count(v)) > 1000, 'a page joined');
  await v.page.waitForTimeout(700);
  const before = shownFrom(v);
  await v.page.waitForTimeout(1200);
  assert.equal(shownFrom(v), before);
  await v.close();
});

test('far back the newest candles are let go, and come back on return', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 14; i += 1) await v.page.keyboard.press('-');
  let largest = 0;
  for (let i = 0; i < 160; i += 1) {
    await v.page.keyboard.press('Shift+ArrowLeft');
    await v.page.waitForTimeout(40);
    const now = await count(v);
    assert.ok(now <= 20_000, `${now} candles held`);
    if (now < largest) break;
    largest = now;
  }
  assert.ok(largest > 5_000, `window grew to ${largest}`);
  for (let i = 0; i < 80 && shownFrom(v) >= Date.now() - 3 * 86_400_000; i += 1) {
    await v.page.keyboard.press('Shift+ArrowLeft');
    await v.page.waitForTimeout(40);
  }
  await v.until(() => shownFrom(v) < Date.now() - 3 * 86_400_000, 'the address is days back');
  await v.shot('history-far');
  await v.page.keyboard.press('End');
  await v.until(
    async () => (await v.page.getByTestId('go-live').count()) === 0,
    'at the newest candle again',
  );
  const newest = (await candles(site.origin, symbol, '1m', '?limit=1')).candles[0][0];
  const time = async () =>
    Date.parse(`${(await v.page.locator('[data-testid=legend] .time').innerText()).replace(' UTC', '')}Z`);
  await v.until(async () => (await time()) >= newest, 'the newest candle in the legend');
  await v.close();
});
