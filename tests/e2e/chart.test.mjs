// The first face: live candles, honest labels, indicators.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSymbol, liveMarket, symbols } from './support/api.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
const site = siteOf(server, { ready: liveMarket });

test('shows candles that move within ten seconds of opening', async () => {
  const v = await site.visit();
  const opened = Date.now();
  await v.open('#/chart');
  await v.ready();
  const close = await v.text('legend-C');
  const canvas = v.page.locator('[data-testid=chart] canvas').first();
  const picture = await canvas.screenshot();
  await v.until(
    async () => (await v.text('legend-C')) !== close,
    'the close of the forming candle changes',
    10_000,
  );
  await v.until(async () => !(await canvas.screenshot()).equals(picture), 'the drawing changes', 10_000);
  assert.ok(Date.now() - opened < 10_000, `moving after ${Date.now() - opened} ms`);
  await v.shot('chart-dark');
  await v.close();
});

test('says where the data comes from, how good it is and that it is live', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  const { source } = await symbols(site.origin);
  if (source.kind === 'sim') assert.equal(await v.text('source'), 'Simulated exchange — not real prices');
  else assert.match(await v.text('source'), new RegExp(source.label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  await v.until(
    async () => (await v.page.getByTestId('connection').getAttribute('data-state')) === 'live',
    'badge: live',
  );
  assert.match(await v.text('quality'), /^Quality (\d+|not measured)/);
  assert.match(await v.text('feed'), /^Feed \w+/);
  await v.close();
});

test('writes prices with as many decimals as the tick has', async () => {
  const { symbol, tick_size: tick } = await firstSymbol(site.origin);
  const decimals = String(tick).split('.')[1]?.length ?? 0; // as 0.01 is written
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  for (const mark of ['O', 'H', 'L', 'C']) {
    const text = await v.text(`legend-${mark}`);
    assert.equal(text.split('.')[1]?.length ?? 0, decimals, text);
  }
  await v.close();
});

test('the legend follows the pointer and returns to the newest candle', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  const time = () => v.page.locator('[data-testid=legend] .time').innerText();
  const newest = await time();
  const box = await v.page.getByTestId('chart').boundingBox();
  // A pointer that came before the chart was drawn is heard when it moves again.
  let moved = 0;
  await v.until(async () => {
    moved = 1 - moved;
    await v.page.mouse.move(box.x + box.width * 0.5 + moved, box.y + box.height * 0.4);
    return (await time()) < newest;
  }, 'an older time in the legend');
  await v.page.mouse.move(box.x + 100, 10);
  await v.until(async () => (await time()) >= newest, 'the newest time in the legend');
  await v.close();
});

test('indicators are added from the catalogue, changed, shown live and removed', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  const { page } = v;
  const legends = page.getByTestId('indicator-legend');
  const inCatalogue = (id) =>
    page
      .getByRole('navigation', { name: 'Catalogue' })
      .getByRole('button')
      .filter({ has: page.getByText(id, { exact: true }) });
  const add = async (id) => {
    await page.getByTestId('indicators').click();
    await inCatalogue(id).click();
    await page.getByRole('button', { name: 'Add to chart' }).click();
  };
  for (const id of ['RSI', 'EMA', 'MACD', 'OBV', 'ATR', 'BBANDS', 'SMA']) await add(id);
  await v.until(async () => (await legends.count()) === 7, 'seven legends');
  await v.until(
    async () => !(await legends.allInnerTexts()).some((text) => text.includes('–')),
    'values in all legends',
  );
  const rsi = page.locator('[data-testid=indicator-legend][data-name^="RSI"]');
  const value = Number((await rsi.locator('span').first().innerText()).replaceAll(',', ''));
  assert.ok(value >= 0 && value <= 100, `RSI ${value}`);
  assert.match(decodeURIComponent(v.hash), /ind=RSI:period=14;EMA:period=30;MACD:/);
  await v.shot('indicators-all');

  // Another of the same kind, with other parameters.
  await page.getByTestId('indicators').click();
  await inCatalogue('SMA').click();
  await page.getByLabel('Period', { exact: true }).fill('7');
  await v.shot('indicator-dialog');
  await page.getByRole('button', { name: 'Add to chart' }).click();
  await v.until(async () => (await legends.count()) === 8, 'eight legends');
  await page.getByRole('button', { name: 'Remove SMA 30', exact: true }).click();
  await v.until(async () => (await legends.count()) === 7, 'seven again');

  // Change one in place.
  await rsi.getByRole('button', { name: /^RSI/ }).click();
  await page.getByLabel('Period', { exact: true }).fill('21');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.locator('[data-name="RSI:period=21"]').waitFor();
  assert.equal(await legends.count(), 7);

  const names = await legends.evaluateAll((all) => all.map((one) => one.dataset.name));
  for (const name of names) {
    const legend = page.locator(`[data-name="${name}"]`);
    await legend.locator('.remove').click();
    await legend.waitFor({ state: 'detached' });
    // Where a pane goes, those below it move with the next frames, and the next click is to meet what it aims at.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  await v.until(async () => (await legends.count()) === 0, 'no legends');
  assert.doesNotMatch(v.hash, /ind=/);
  await v.close();
});

test('an unknown symbol is explained, with a way on', async () => {
  const v = await site.visit();
  v.forgive(true); // the browser itself reports the 404 of the data request
  await v.open('#/chart/NOSUCHTHING/1m');
  const panel = v.page.getByTestId('state-panel');
  await panel.getByText('NOSUCHTHING 1m is not known here').waitFor();
  await v.shot('unknown-symbol');
  await panel.getByRole('button', { name: 'Choose another symbol' }).click();
  await v.page.keyboard.press('Enter');
  await v.ready();
  await v.close();
});

test('the order book and the newest trades stand beside the chart, by key or button', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  await v.page.keyboard.press('b');
  const levels = v.page.locator('[data-testid=ladder] .level');
  await v.until(async () => (await levels.count()) >= 4, 'levels of the book');
  const prices = (await v.page.locator('[data-testid=ladder] .level > :first-child').allInnerTexts()).map(
    (text) => Number(text.replaceAll(',', '')),
  );
  assert.deepEqual(
    prices,
    prices.toSorted((a, b) => b - a),
    'asks above bids, the highest first',
  );
  const tape = v.page.locator('[data-testid=tape] .trade');
  await v.until(async () => (await tape.count()) > 3, 'trades');
  const first = await tape.first().innerText();
  await v.until(async () => (await tape.first().innerText()) !== first, 'a new trade', 15_000);
  await v.shot('chart-book');
  await v.page.getByTestId('side-book').click();
  await v.until(async () => (await v.page.getByTestId('ladder').count()) === 0, 'closed');
  await v.close();
});
