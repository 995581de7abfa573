// Smoothness, in generous bounds: a full window under the pointer, with live updates. The figures are printed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { firstSymbol } from './support/api.mjs';
import { launch, visit } from './support/browser.mjs';
import { Server } from './support/server.mjs';

const server = new Server({ history: 60_000 });
let browser;
let origin;

before(async () => {
  origin = await server.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server.dispose();
});

const frames = (page, ms) =>
  page.evaluate(
    (length) =>
      new Promise((resolve) => {
        const times = [];
        const start = performance.now();
        const step = (now) => {
          times.push(now);
          if (now - start < length) requestAnimationFrame(step);
          else resolve(times.slice(1).map((time, i) => time - times[i]));
        };
        requestAnimationFrame(step);
      }),
    ms,
  );

const quantile = (values, q) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];

test('the first paint is early', async (t) => {
  const v = await visit(browser, origin);
  await v.open('#/chart');
  await v.ready();
  const paint = await v.page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  t.diagnostic(`first contentful paint ${paint?.toFixed(0)} ms`);
  assert.ok(paint < 3_000, `${paint} ms`);
  await v.close();
});

test('a full window pans and updates without stalling', async (t) => {
  const symbol = server.historySymbol ?? (await firstSymbol(origin)).symbol;
  const v = await visit(browser, origin);
  await v.open(`#/chart/${symbol}/1m?ind=SMA:period=20;RSI:period=14`);
  await v.ready();
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 14; i += 1) await v.page.keyboard.press('-');
  for (let i = 0; i < 80; i += 1) {
    await v.page.keyboard.press('Shift+ArrowLeft');
    await v.page.waitForTimeout(30);
    if (Number((await v.text('count')).replaceAll(/\D/g, '')) > 17_000) break;
  }
  const held = await v.text('count');
  const box = await v.page.getByTestId('chart').boundingBox();
  await v.page.mouse.move(box.x + 300, box.y + 200);
  const still = await frames(v.page, 2_000);
  const measuring = frames(v.page, 2_000);
  await v.page.mouse.down();
  for (let i = 0; i < 60; i += 1) await v.page.mouse.move(box.x + 300 + i * 8, box.y + 200);
  await v.page.mouse.up();
  const panning = await measuring;
  const say = (all) => `p50 ${quantile(all, 0.5).toFixed(1)} ms, p95 ${quantile(all, 0.95).toFixed(1)} ms`;
  t.diagnostic(`${held}: still ${say(still)}; panning ${say(panning)}`);
  assert.ok(quantile(panning, 0.5) < 200, 'frames while panning');
  await v.close();
});
