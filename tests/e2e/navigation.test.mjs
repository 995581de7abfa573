// Addresses, history, keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candles, firstSymbol, symbols } from './support/api.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
let symbol;
const site = siteOf(server, { ready: async (origin) => ({ symbol } = await firstSymbol(origin)) });

const title = (v) => v.page.locator('[data-testid=legend] .title').innerText();

test('the timeframe is switched by button and by key, and back by the browser', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  await v.until(() => v.hash.startsWith(`#/chart/${symbol}/1m`), 'the address names what is shown');
  await v.page.getByRole('button', { name: '5 minutes', exact: true }).click();
  await v.until(async () => (await title(v)) === `${symbol} · 5m`, '5m');
  await v.page.keyboard.press('5');
  await v.until(async () => (await title(v)) === `${symbol} · 1h`, '1h');
  assert.match(v.hash, /\/1h/);
  await v.page.goBack();
  await v.until(async () => (await title(v)) === `${symbol} · 5m`, 'back at 5m');
  await v.page.goForward();
  await v.until(async () => (await title(v)) === `${symbol} · 1h`, 'forward at 1h');
  await v.shot('timeframe-1h');
  await v.close();
});

test('every timeframe key shows its timeframe', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  for (const [i, name] of ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'].entries()) {
    await v.page.keyboard.press(String(i + 1));
    await v.until(() => v.hash.startsWith(`#/chart/${symbol}/${name}`), name);
    const pressed = v.page.locator('.timeframes [aria-pressed=true]');
    assert.equal(await pressed.innerText(), name);
  }
  await v.close();
});

test('a deep link restores symbol, timeframe, range, indicators and theme', async () => {
  const all = (await candles(site.origin, symbol, '1m', '?limit=600')).candles;
  const from = all[Math.floor(all.length * 0.2)][0];
  const to = all[Math.floor(all.length * 0.5)][0];
  const minute = (time) => `${new Date(time).toISOString().slice(0, 16)}Z`;
  const hash = `#/chart/${symbol}/1m?ind=RSI:period=14;SMA:period=20&from=${minute(from)}&to=${minute(to)}&theme=light`;
  const v = await site.visit();
  await v.open(hash);
  await v.ready();
  assert.equal(await title(v), `${symbol} · 1m`);
  assert.equal(await v.page.evaluate(() => document.documentElement.dataset.theme), 'light');
  await v.page.locator('[data-name="RSI:period=14"]').waitFor();
  await v.page.locator('[data-name="SMA:period=20"]').waitFor();
  await v.page.getByTestId('go-live').waitFor();
  await v.page.waitForTimeout(800);
  const shown = new URLSearchParams(v.hash.split('?')[1]);
  const step = 60_000;
  assert.ok(
    Math.abs(Date.parse(shown.get('from')) - from) <= 3 * step,
    `from ${shown.get('from')} for ${minute(from)}`,
  );
  assert.ok(
    Math.abs(Date.parse(shown.get('to')) - to) <= 3 * step,
    `to ${shown.get('to')} for ${minute(to)}`,
  );
  await v.shot('deep-link-light');
  await v.page.getByTestId('go-live').click();
  await v.until(() => !v.hash.includes('from='), 'the address follows the live edge again');
  await v.close();
});

test('a mangled address falls back to something that works', async () => {
  for (const hash of [
    '#/chart/%E0%A4%A/9m?from=x&to=y&ind=;;=',
    '#/chart/<script>/1m',
    '#/chart?ind=RSI:period=abc',
  ]) {
    const v = await site.visit();
    await v.open(hash);
    await v.ready();
    assert.equal(await title(v), `${symbol} · 1m`);
    await v.close();
  }
});

test('a symbol is found by keyboard alone', async () => {
  const list = (await symbols(site.origin)).symbols;
  const wanted = list.at(-1).symbol;
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  await v.page.keyboard.press('/');
  await v.page.getByRole('combobox').waitFor();
  await v.page.keyboard.type(wanted.toLowerCase());
  await v.shot('symbol-search');
  await v.page.keyboard.press('Enter');
  await v.until(async () => (await title(v)) === `${wanted} · 1m`, wanted);
  await v.page.keyboard.press('/');
  await v.page.keyboard.press('Escape');
  await v.page.getByRole('combobox').waitFor({ state: 'detached' });
  assert.equal(await title(v), `${wanted} · 1m`);
  await v.close();
});

test('keys typed into a field are no shortcuts, and shortcuts can be switched off', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  await v.page.keyboard.press('/');
  await v.page.getByRole('combobox').pressSequentially('t5w');
  await v.page.keyboard.press('Escape');
  assert.equal(await title(v), `${symbol} · 1m`);
  await v.page.keyboard.press('?');
  await v.shot('settings');
  await v.page.getByLabel('Single-key shortcuts').uncheck();
  await v.page.keyboard.press('Escape');
  await v.page.keyboard.press('5');
  await v.page.waitForTimeout(200);
  assert.equal(await title(v), `${symbol} · 1m`);
  await v.close();
});

test('the chart is read candle by candle with the arrow keys', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  await v.page.getByTestId('chart').focus();
  const time = () => v.page.locator('[data-testid=legend] .time').innerText();
  await v.page.keyboard.press('ArrowLeft');
  await v.page.keyboard.press('ArrowLeft');
  const second = await time();
  await v.page.keyboard.press('ArrowLeft');
  await v.until(async () => (await time()) < second, 'one candle further back');
  assert.match(await v.page.locator('.stage [aria-live]').innerText(), /UTC: open .* high .* low .* close/);
  await v.page.keyboard.press('End');
  await v.page.keyboard.press('Escape');
  await v.close();
});

test('everything can be reached with the tabulator key, and shows that it is', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  const reached = new Set();
  for (let i = 0; i < 40; i += 1) {
    await v.page.keyboard.press('Tab');
    const focus = await v.page.evaluate(() => {
      const element = document.activeElement;
      const styles = [null, '::after'].map((part) => getComputedStyle(element, part).outlineStyle);
      const outline = styles.find((style) => style !== 'none') ?? 'none';
      return {
        name: element.getAttribute('data-testid') ?? element.getAttribute('aria-label') ?? element.tagName,
        outline,
      };
    });
    if (focus.name === 'BODY') break;
    assert.notEqual(focus.outline, 'none', `focus on ${focus.name} is visible`);
    reached.add(focus.name);
  }
  for (const name of ['symbol', '1 minute', 'indicators', 'theme', 'chart'])
    assert.ok(reached.has(name), name);
  await v.close();
});
