// The first screen: every instrument, live, sorted and narrowed, chosen by keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { symbols } from './support/api.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { kPhone } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
let all;
const site = siteOf(server, { ready: async (origin) => (all = (await symbols(origin)).symbols) });

const rows = (v) => v.page.locator('[data-testid=market-table] [data-key]');
const names = (v) => v.page.locator('[data-testid=market-table] .symbol a').allInnerTexts();
const chosen = (v) => v.page.locator('[role=row][aria-selected=true] .symbol a').innerText();
const filled = (v) => v.until(async () => (await rows(v).count()) === all.length, `${all.length} rows`);

test('shows every instrument with its price, and prices move with their direction in sight', async () => {
  const v = await site.visit();
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
  const v = await site.visit({ viewport: { width: 1920, height: 860 } }); // all columns fit
  await v.open();
  await filled(v);
  const byName = all.map((info) => info.symbol).toSorted();
  assert.deepEqual(await names(v), byName);
  await v.page.getByRole('button', { name: /^Sort by Symbol/ }).click();
  await v.until(async () => (await names(v)).join() === byName.toReversed().join(), 'Z to A');
  const insights = ['Regime', 'Confluence', 'Zones', 'Signal'];
  const rest = ['Volume 24 h', 'Spread', 'Stream', 'Quality', 'Gaps'];
  for (const title of ['Last', '24 h', 'Trend', ...insights, ...rest])
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
  const v = await site.visit();
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
  const v = await site.visit();
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
  const v = await site.visit();
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
    const v = await site.visit({
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
  const v = await site.visit(phone);
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
  const v = await site.visit({ viewport: { width: 1920, height: 860 } });
  await v.open();
  await filled(v);
  const grid = v.page.getByTestId('market-table');
  assert.equal(await grid.getAttribute('aria-rowcount'), String(all.length + 1), 'with the head');
  assert.equal(await grid.getByRole('columnheader').count(), 14);
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
    '#/alerts': ['nav-markets', 'theme', 'settings', 'Filter alerts', 'new-alert', 'Lists', 'new-webhook'],
    '#/signals': ['nav-markets', 'theme', 'settings', 'Filter signals', 'why', 'Lists'],
    '#/trading': [
      'nav-journal',
      'kill-button',
      'order-symbol',
      'order-buy',
      'order-send',
      'size-ask',
      'Lists',
    ],
    '#/journal': ['nav-trading', 'Filter trades', 'journal-outcome', 'new-trade', 'Lists'],
    '#/backtests': ['nav-trading', 'Filter backtests', 'new-backtest', 'Lists'],
  };
  for (const [hash, names] of Object.entries(wanted)) {
    const v = await site.visit({ reducedMotion: 'reduce' });
    await v.open(hash);
    const filledBy = [
      '[data-key]',
      '[data-testid=section-queues] tbody tr',
      '[data-testid=section-signals] .body',
      '[data-testid=section-rules] .body',
      '[data-testid=section-account] .body',
      '[data-testid=section-journal] .body',
      '[data-testid=section-backtests] .body',
    ];
    await v.page.locator(filledBy.join()).first().waitFor();
    const reached = new Set();
    for (let i = 0; i < 50; i += 1) {
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

/** A page whose first instrument is told live to be in this regime, with this confluence, zones and signal. */
async function withInsight(v) {
  const insight = {
    regime: { timeframe: '1h', name: 'falling_high_volatility' },
    confluence: { timeframe: '15m', direction: 'bearish', score: 0.724, price: 10, top: 11, bottom: 9 },
    zones_active: 17,
    signal: {
      type: 'weak_sell',
      direction: 'bearish',
      status: 'open',
      confidence: 58,
      known_at: '2026-11-27T07:30:00Z',
      trace_id: 'sim:BTCUSDT@1',
    },
  };
  const blank = { regime: null, confluence: null, zones_active: null, signal: null };
  let told = false;
  const rows = (list) =>
    list.map((row) => Object.assign(row, told && row.symbol === all[0].symbol ? insight : blank));
  // What the simulated exchange's own instruments come to is not the story here.
  await v.page.route(/\/api\/symbols$/, async (route) => {
    const answer = await route.fetch();
    const list = await answer.json();
    return route.fulfill({ response: answer, json: { ...list, symbols: rows(list.symbols) } });
  });
  await v.page.routeWebSocket(/\/ws\/stream/, (page) => {
    page.connectToServer().onMessage((text) => {
      const message = JSON.parse(text);
      if (message.channel === 'markets' && message.data?.rows) rows(message.data.rows);
      page.send(JSON.stringify(message));
    });
  });
  return () => (told = true);
}

test('regime, confluence, zones and signal of each instrument, live, sorted and filtered by', async () => {
  const v = await site.visit();
  const tell = await withInsight(v);
  await v.open();
  await filled(v);
  const { symbol } = all[0];
  const row = v.page.locator(`[data-key$=":${symbol}"]`);
  assert.match(await row.locator('.regime').innerText(), /–/);
  assert.match(await row.locator('.signal').innerText(), /why not/);
  tell();
  await v.until(
    async () => (await row.locator('.regime').innerText()).includes('falling'),
    'the regime, live',
  );
  const said = async (cell) => (await row.locator(`.${cell}`).innerText()).replaceAll(/\s+/g, ' ').trim();
  assert.equal(await said('regime'), '▼ falling, high vol.');
  assert.equal(await said('confluence'), '▼ 72 15m');
  assert.equal(await said('zones'), '17');
  assert.match(await said('signal'), /^▼+ weak sell, open$/);
  await v.shot('markets-insight');
  await v.page.getByRole('button', { name: 'Sort by Confluence' }).click();
  await v.until(async () => (await names(v))[0] === symbol, 'the only one with a score comes first');
  assert.match(v.hash, /sort=-confluence/);
  await v.page.getByRole('button', { name: 'Sort by Zones' }).click();
  await v.until(async () => (await names(v))[0] === symbol, 'and the only one with zones');
  await v.page.keyboard.press('/');
  await v.page.keyboard.type('weak sell');
  await v.until(async () => (await rows(v).count()) === 1, 'one has such a signal');
  assert.deepEqual(await contrastFaults(v.page), []);
  await v.close();
});

test('why, and why not, is a click or a key away', async () => {
  const v = await site.visit();
  v.forgive(true); // right after the start no decision has been taken yet, and the mock takes none
  const tell = await withInsight(v);
  await v.open();
  await filled(v);
  const [first, second] = all.map((info) => v.page.locator(`[data-key$=":${info.symbol}"]`));
  await second.getByTestId('market-why').click();
  await v.page.getByTestId('trace').waitFor();
  assert.ok(v.hash.includes(`trace=${all[1].symbol}@latest`), v.hash);
  await v.page.goBack();
  tell();
  await v.until(async () => (await first.locator('.signal').innerText()).includes('sell'), 'its signal');
  await v.page.keyboard.press('j');
  for (let i = 0; i < all.length && (await chosen(v)) !== all[0].symbol; i += 1)
    await v.page.keyboard.press('j');
  await v.page.keyboard.press('y');
  await v.page.getByTestId('trace').waitFor();
  assert.ok(v.hash.includes('trace=sim:BTCUSDT@1'), v.hash);
  await v.close();
});

test('at every width the table shows what fits, and nothing runs out of it', async () => {
  for (const width of [390, 720, 820, 1000, 1200, 1440, 1920]) {
    const v = await site.visit({ viewport: { width, height: 800 } });
    const tell = await withInsight(v);
    tell();
    await v.open();
    await filled(v);
    const overflow = await v.page.evaluate(
      () =>
        [...document.querySelectorAll('[data-testid=market-table] [data-key]')].filter(
          (row) => row.scrollWidth > row.clientWidth,
        ).length,
    );
    assert.equal(overflow, 0, `rows at ${width}`);
    assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}`);
    await v.shot(`markets-${width}`);
    await v.close();
  }
});
