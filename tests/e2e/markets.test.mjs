// The first screen: every instrument, live, sorted and narrowed, chosen by keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { symbols } from './support/api.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { kPhone, launch, visit } from './support/browser.mjs';
import { Server } from './support/server.mjs';

const server = new Server();
let browser;
let origin;
let all;

before(async () => {
  origin = await server.start();
  all = (await symbols(origin)).symbols;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server.dispose();
});

const rows = (v) => v.page.locator('[data-testid=market-table] [data-key]');
const names = (v) => v.page.locator('[data-testid=market-table] .symbol a').allInnerTexts();
const chosen = (v) => v.page.locator('[role=row][aria-selected=true] .symbol a').innerText();
const filled = (v) => v.until(async () => (await rows(v).count()) === all.length, `${all.length} rows`);

test('shows every instrument with its price, and prices move with their direction in sight', async () => {
  const v = await visit(browser, origin);
  await v.open();
  await filled(v);
  assert.deepEqual((await names(v)).toSorted(), all.map((info) => info.symbol).toSorted());
  await v.until(
    async () =>
      (await v.page.locator('[data-testid=last] .arrow').allInnerTexts()).some((text) => /[▲▼]/.test(text)),
    'an arrow at a price that moved',
  );
  for (const state of await v.page.locator('[data-key] .feed').allInnerTexts())
    assert.match(state, /^[A-Z][a-z]+/);
  await v.shot('markets-dark');
  await v.close();
});

test('is sorted by any column, both ways, and the address says so', async () => {
  const v = await visit(browser, origin);
  await v.open();
  await filled(v);
  const byName = all.map((info) => info.symbol).toSorted();
  assert.deepEqual(await names(v), byName);
  await v.page.getByRole('button', { name: /^Sort by Symbol/ }).click();
  await v.until(async () => (await names(v)).join() === byName.toReversed().join(), 'Z to A');
  for (const title of ['Last', '24 h', 'Trend', 'Volume 24 h', 'Spread', 'Stream', 'Quality', 'Gaps'])
    await v.page.getByRole('button', { name: `Sort by ${title}`, exact: true }).click();
  await v.page.getByRole('button', { name: 'Sort by Last', exact: true }).click();
  assert.match(v.hash, /sort=-last/);
  const prices = async () =>
    (await v.page.locator('[data-testid=last] .price').allInnerTexts()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
  await v.until(async () => {
    const shown = await prices();
    return shown.every((price, i) => i === 0 || shown[i - 1] >= price);
  }, 'the highest price first');
  await v.page.reload();
  await filled(v);
  assert.match(v.hash, /sort=-last/);
  await v.close();
});

test('is narrowed by text, and says when nothing is left', async () => {
  const v = await visit(browser, origin);
  await v.open();
  await filled(v);
  await v.page.keyboard.press('/');
  await v.page.keyboard.type(all[0].symbol.toLowerCase());
  await v.until(async () => (await rows(v).count()) === 1, 'one row');
  assert.match(v.hash, /filter=/);
  await v.page.keyboard.type('zzz');
  await v.page.getByTestId('state-panel').waitFor();
  await v.shot('markets-nothing');
  await v.page.getByRole('button', { name: 'Show all' }).click();
  await filled(v);
  await v.close();
});

test('a chart is opened by keyboard alone, and back again', async () => {
  const v = await visit(browser, origin);
  await v.open();
  await filled(v);
  const order = await names(v);
  for (const key of ['j', 'j', 'j', 'k']) await v.page.keyboard.press(key);
  assert.equal(await chosen(v), order[1]);
  await v.page.keyboard.press('End');
  assert.equal(await chosen(v), order.at(-1));
  await v.page.keyboard.press('Home');
  await v.page.keyboard.press('Enter');
  await v.ready();
  assert.ok(v.hash.startsWith(`#/chart/${order[0]}/1m`), v.hash);
  await v.page.goBack();
  await filled(v);
  await v.page.keyboard.press('c');
  await v.ready();
  assert.ok(v.hash.startsWith(`#/chart/${order[0]}/1m`), 'the chart shown last');
  await v.page.keyboard.press('m');
  await filled(v);
  await v.close();
});

test('a row is a link, and a click opens its chart', async () => {
  const v = await visit(browser, origin);
  await v.open();
  await filled(v);
  const link = v.page.locator('[data-testid=market-table] .symbol a').first();
  assert.match(await link.getAttribute('href'), /^#\/chart\/\w+\/1m/);
  await rows(v).nth(1).click();
  await v.ready();
  await v.close();
});

for (const scheme of ['dark', 'light']) {
  test(`all text has enough contrast in the ${scheme} theme, also for those who see colors otherwise`, async () => {
    const v = await visit(browser, origin, {
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await v.open();
    await filled(v);
    assert.deepEqual(await contrastFaults(v.page), []);
    if (scheme === 'light') await v.shot('markets-light');
    await v.page.keyboard.press('?');
    await v.page.getByLabel('Blue and orange').check();
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.page.keyboard.press('Escape');
    await v.page.keyboard.press('j');
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.shot(`markets-colorblind-${scheme}`);
    await v.close();
  });
}

test('fits a phone, with the pages at the thumb', async () => {
  const phone = {
    viewport: kPhone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  };
  const v = await visit(browser, origin, phone);
  await v.open();
  await filled(v);
  assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const small = await v.page.$$eval('button, select, .tabs a', (found) =>
    found
      .map((element) => [element.innerText || element.ariaLabel, element.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24)),
  );
  assert.deepEqual(small, [], 'targets under 24 px');
  await v.shot('markets-phone');
  await v.page.locator('.tabs').getByTestId('nav-chart').tap();
  await v.ready();
  await v.page.locator('.tabs').getByTestId('nav-markets').tap();
  await filled(v);
  await v.close();
});

test('the table is a grid that says where one is', async () => {
  const v = await visit(browser, origin);
  await v.open();
  await filled(v);
  const grid = v.page.getByTestId('market-table');
  assert.equal(await grid.getAttribute('aria-rowcount'), String(all.length + 1), 'with the head');
  assert.equal(await grid.getByRole('columnheader').count(), 10);
  assert.equal(
    await grid.getByRole('columnheader', { name: 'Symbol' }).getAttribute('aria-sort'),
    'ascending',
  );
  await grid.focus();
  await v.page.keyboard.press('ArrowDown');
  const active = await grid.getAttribute('aria-activedescendant');
  assert.equal(await v.page.locator(`[id="${active}"]`).getAttribute('aria-selected'), 'true');
  await v.close();
});

test('everything is reached with the tabulator key and shows that it is, on all pages of tables', async () => {
  const wanted = {
    '#/markets': ['nav-chart', 'theme', 'settings', 'Filter instruments', 'Add symbol', 'market-table'],
    '#/system': [
      'nav-markets',
      'theme',
      'settings',
      'Filter quality, gaps and quarantine by symbol',
      'Reports',
    ],
    '#/signals': ['nav-markets', 'theme', 'settings', 'Filter signals', 'why', 'Lists'],
  };
  for (const [hash, names] of Object.entries(wanted)) {
    const v = await visit(browser, origin, { reducedMotion: 'reduce' });
    await v.open(hash);
    await v.page.locator('[data-key], [data-testid=section-queues] tbody tr, [data-testid=section-signals] .body').first().waitFor();
    const reached = new Set();
    for (let i = 0; i < 40; i += 1) {
      await v.page.keyboard.press('Tab');
      const focus = await v.page.evaluate(() => {
        const element = document.activeElement;
        const shown = [element, element.closest('label')].filter(Boolean);
        const name = element.dataset.testid ?? element.getAttribute('aria-label') ?? element.tagName;
        return { name, isVisible: shown.some((one) => getComputedStyle(one).outlineStyle !== 'none') };
      });
      if (focus.name === 'BODY') break;
      assert.ok(focus.isVisible, `focus on ${focus.name} is visible`);
      reached.add(focus.name);
    }
    for (const name of names)
      assert.ok(reached.has(name) || [...reached].some((one) => one.startsWith(name)), name);
    await v.close();
  }
});
