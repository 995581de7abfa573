// The journal over the real server: trades come by themselves and by hand, are sorted and narrowed by the address, read,
// noted and counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journal, liveMarket, portfolio, post, statistics } from './support/api.mjs';
import { kOtherLooks } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { faultAt, fillIn, holdsItsContent, listsOf, tooWide } from './support/forms.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server({ settings: ['trading.strategy='] });
/** The mock keeps no journal. */
const site = siteOf(server, { isReal: true });
const { options } = site;

const rows = (v) => v.page.getByTestId('journal').locator('tbody tr');
const names = (v) => rows(v).locator('th a').allInnerTexts();
const panel = (v) => v.page.getByTestId('trade');
const form = (v) => v.page.getByTestId('trade-form');
const fault = (v, label) => faultAt(form(v), label);

async function open(v, hash = '#/journal') {
  await v.open(hash);
  await v.page.getByTestId('section-journal').locator('.body').waitFor();
}

async function poll(check, what) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(what);
}

/** Buys and sells again: one closed trade. */
async function roundTrip(symbol) {
  await liveMarket(site.origin);
  const closed = async () => (await journal(site.origin)).filter((entry) => entry.exited_at !== null).length;
  const before = await closed();
  await post(site.origin, '/api/orders', { symbol, side: 'buy', quantity: '0.01' });
  await poll(
    async () => (await portfolio(site.origin)).positions.some((one) => one.symbol === symbol),
    'it is held',
  );
  await post(site.origin, '/api/orders', {
    symbol,
    side: 'sell',
    quantity: '0.01',
    reduce_only: true,
  });
  await poll(async () => (await closed()) === before + 1, 'it is closed');
}

async function enter(v, fields) {
  await v.page.getByTestId('new-trade').click();
  await fillIn(v.page, 'new', fields);
  await v.page.getByTestId('trade-enter').click();
}

const kWon = {
  symbol: 'BTCUSDT',
  direction: 'long',
  quantity: '0.5',
  entry_price: '100',
  exit_price: '110',
  stop: '95',
  fees: '1',
  setup: 'breakout',
  entered_at: '2026-11-23T09:30',
  exited_at: '2026-11-23T11:30',
  tags: 'news, patient',
};
const kLost = {
  symbol: 'ETHUSDT',
  direction: 'short',
  quantity: '2',
  entry_price: '50',
  exit_price: '53',
  setup: 'zone_bounce',
  entered_at: '2026-11-24T14:00',
  exited_at: '2026-11-24T15:00',
  tags: 'news',
};

test('an empty journal says how trades come into it', options, async () => {
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.keyboard.press('u');
  assert.match(await v.text('no-trades'), /comes here by itself/);
  assert.match(await v.text('journal-sample'), /No trade has been closed yet/);
  await v.shot('journal-empty');
  await v.close();
});

test(
  'a trade is entered by hand; errors stand at their fields and nothing typed is lost',
  options,
  async () => {
    const v = await site.visit();
    await open(v);
    await v.page.keyboard.press('n');
    await form(v).waitFor();
    assert.match(v.hash, /trade=new/);
    await v.page.getByTestId('trade-enter').click();
    assert.equal(await fault(v, 'Quantity'), 'This number is needed.');
    assert.equal(await fault(v, 'Entered (UTC)'), 'When was that?');
    await v.page.getByTestId('new-quantity').fill('many');
    await v.page.getByTestId('new-notes').fill('to be kept');
    assert.equal(await fault(v, 'Quantity'), 'This must be a number above 0.');
    await v.shot('journal-errors');
    await v.page.keyboard.press('Escape');
    await form(v).waitFor({ state: 'detached' });
    await v.page.keyboard.press('n');
    assert.equal(await v.page.getByTestId('new-quantity').inputValue(), 'many');
    assert.equal(await v.page.getByTestId('new-notes').inputValue(), 'to be kept');
    await v.page.keyboard.press('Escape');
    await form(v).waitFor({ state: 'detached' });
    await enter(v, kWon);
    await panel(v).waitFor();
    // By hand: 0.5 x (110 - 100) - 1 = 4; at risk were 0.5 x (100 - 95) = 2.5; 4 / 2.5 = 1.6.
    assert.match(await panel(v).locator('.verdict').innerText(), /\+4\.00 USDT, \+1\.60\sR/);
    await v.page.getByRole('button', { name: 'Close the trade' }).click();
    await enter(v, kLost);
    // By hand: 2 x (50 - 53) = -6.
    await v.until(async () => /\u22126\.00 USDT/.test(await panel(v).innerText()), 'the loss');
    assert.deepEqual((await journal(site.origin)).map(({ profit }) => profit).toSorted(), [-6, 4]);
    await v.close();
  },
);

test('a position that is closed comes by itself, while the page is looked at', options, async () => {
  const v = await site.visit();
  await open(v);
  await v.until(async () => (await rows(v).count()) === 2, 'those there are');
  await roundTrip('SOLUSDT');
  await v.until(async () => (await names(v))[0] === 'SOLUSDT', 'the new one stands first');
  const told = (await journal(site.origin)).find(({ symbol }) => symbol === 'SOLUSDT');
  await v.until(async () => (await rows(v).first().getAttribute('data-outcome')) !== 'open', 'it is closed');
  await rows(v).first().click();
  const text = (await panel(v).innerText()).replaceAll(',', '');
  assert.ok(text.includes(told.entry_price.toFixed(2)), text);
  assert.ok(text.includes(told.exit_price.toFixed(2)), text);
  assert.match(text, /Best[\s\S]*Worst/);
  await v.close();
});

test('sorted and narrowed, and the address says so', options, async () => {
  const v = await site.visit();
  await open(v);
  await v.until(async () => (await rows(v).count()) === 3, 'all three');
  await v.page.getByRole('button', { name: 'Sort by Profit' }).click();
  assert.match(v.hash, /sort=-profit/);
  assert.equal((await names(v))[0], 'BTCUSDT');
  await v.page.getByRole('button', { name: 'Sort by Profit' }).click();
  assert.equal((await names(v))[0], 'ETHUSDT');
  await v.page.getByTestId('journal-outcome').selectOption('won');
  await v.until(
    async () => (await names(v)).includes('BTCUSDT') && !(await names(v)).includes('ETHUSDT'),
    'won',
  );
  await v.page.getByTestId('journal-outcome').selectOption('all');
  await v.page.getByTestId('journal-tag').selectOption('news');
  await v.until(async () => (await names(v)).toSorted().join() === 'BTCUSDT,ETHUSDT', 'by tag');
  await v.page.getByTestId('journal-setup').selectOption('zone_bounce');
  await v.until(async () => (await names(v)).join() === 'ETHUSDT', 'by setup');
  assert.match(v.hash, /setup=zone_bounce&tag=news/);
  await v.until(async () => /^1 closed trade\. /.test(await v.text('journal-sample')), 'statistics follow');
  const again = await site.visit();
  await again.open(v.hash);
  await again.until(async () => (await names(again)).join() === 'ETHUSDT', 'the address restores it');
  await again.close();
  await listsOf(v).focus();
  await v.page.keyboard.press('Escape');
  await v.until(async () => (await rows(v).count()) === 3, 'all of them');
  await v.page.keyboard.press('/');
  await v.page.keyboard.type('patient');
  await v.until(async () => (await names(v)).join() === 'BTCUSDT', 'by a word');
  await v.close();
});

test('notes and tags are kept; what is not saved stays until it is', options, async () => {
  const v = await site.visit();
  const { id } = (await journal(site.origin)).find(({ symbol }) => symbol === 'BTCUSDT');
  await open(v, `#/journal?trade=${id}`);
  await panel(v).waitFor();
  await v.page.getByTestId('trade-notes').fill('entered too early');
  await v.page.getByTestId('trade-tags').fill('news, early, early');
  await v.page.keyboard.press('Tab');
  await v.page.getByRole('button', { name: 'Close the trade' }).click();
  await panel(v).waitFor({ state: 'detached' });
  const focused = await v.page.evaluate(() => document.activeElement?.dataset.trade);
  assert.equal(focused, id, 'the focus is where it was');
  await v.page.keyboard.press('Enter');
  assert.equal(await v.page.getByTestId('trade-notes').inputValue(), 'entered too early');
  assert.match(await panel(v).innerText(), /Not saved yet/);
  await v.page.getByTestId('trade-save').click();
  await v.until(async () => !/Not saved yet/.test(await panel(v).innerText()), 'it is saved');
  const kept = (await journal(site.origin)).find((entry) => entry.id === id);
  assert.deepEqual([kept.notes, kept.tags], ['entered too early', ['news', 'early']]);
  await v.page.getByTestId('trade-tags').fill('x'.repeat(41));
  await v.page.getByTestId('trade-save').click();
  assert.match(await panel(v).locator('.fault').innerText(), /longer than 40 bytes/);
  await v.close();
});

test('a trade leads to its chart and to the decision that opened it', options, async () => {
  const v = await site.visit();
  const trace = 'sim:BTCUSDT@1704067260123';
  await v.page.route(/\/api\/journal\?/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const entry of body.trades) if (entry.symbol === 'BTCUSDT') entry.trace = trace;
    await route.fulfill({ json: body });
  });
  const { id } = (await journal(site.origin)).find(({ symbol }) => symbol === 'BTCUSDT');
  await open(v, `#/journal?trade=${id}`);
  const chart = await v.page.getByTestId('trade-chart').getAttribute('href');
  // Two hours from 09:30 on fit a chart of minutes, with room of an hour on both sides.
  assert.match(chart, /^#\/chart\/sim:BTCUSDT\/1m\?/);
  assert.match(chart, /from=2026-11-23T08:30Z&to=2026-11-23T12:30Z/);
  assert.ok(
    (await v.page.getByTestId('trade-trace').getAttribute('href')).startsWith(`#/signals?trace=${trace}`),
  );
  await v.page.keyboard.press('Escape');
  await panel(v).waitFor({ state: 'detached' });
  await listsOf(v).focus();
  await v.page.keyboard.press('j');
  await panel(v).waitFor();
  const first = v.hash;
  await v.page.keyboard.press('j');
  await v.until(() => v.hash !== first, 'the next one');
  await v.close();
});

test('statistics are those of the server, each beside the number of trades it is of', options, async () => {
  const v = await site.visit();
  await open(v);
  const told = await statistics(site.origin);
  await v.page.getByTestId('by-setup').waitFor();
  const cells = async (table, name) =>
    (
      await v.page
        .getByTestId(table)
        .locator('tr')
        .filter({ has: v.page.getByRole('rowheader', { name, exact: true }) })
        .locator('td')
        .allInnerTexts()
    ).map((text) => text.trim());
  for (const { name, tally } of told.by_setup.filter(({ name }) => name !== '')) {
    const [trades, won] = await cells('by-setup', name.replaceAll('_', ' '));
    assert.deepEqual(
      [trades, won],
      [String(tally.trades), `${Math.round(tally.win_rate * 100)}\u202f%`],
      name,
    );
  }
  // 2026-11-23 was a Monday, 24 a Tuesday.
  assert.equal((await cells('by-weekday', 'Monday'))[0], '1');
  assert.equal((await cells('by-hour', '14:00'))[0], '1');
  assert.match(await v.text('journal-sample'), /Fewer than 30: too few/);
  await v.shot('journal-dark');
  await v.close();
});

test('one entered by hand is removed after a second yes', options, async () => {
  const v = await site.visit();
  const { id } = (await journal(site.origin)).find(({ symbol }) => symbol === 'ETHUSDT');
  await open(v, `#/journal?trade=${id}`);
  await panel(v).getByRole('button', { name: 'Remove' }).click();
  assert.ok((await journal(site.origin)).some((entry) => entry.id === id));
  await v.page.getByRole('button', { name: 'Remove it' }).click();
  await panel(v).waitFor({ state: 'detached' });
  assert.ok(!(await journal(site.origin)).some((entry) => entry.id === id));
  await v.close();
});

test('a trade there is none of is told, and the page goes on', options, async () => {
  const v = await site.visit();
  v.forgive(true);
  await open(v, '#/journal?trade=00000000000000ff');
  await v.until(async () => /no trade of this id/.test(await panel(v).innerText()), 'the refusal');
  await v.page.keyboard.press('Escape');
  await panel(v).waitFor({ state: 'detached' });
  await v.close();
});

for (const [name, look] of Object.entries(kOtherLooks)) {
  test(`${name}: readable, and nothing sticks out`, options, async () => {
    const v = await site.visit({
      ...look,
      reducedMotion: 'reduce',
    });
    await open(v);
    await rows(v).first().waitFor();
    assert.deepEqual(await contrastFaults(v.page), []);
    assert.equal(await tooWide(v), 0, 'pixels too wide');
    await v.shot(`journal-${name}`);
    await rows(v).first().locator('a').click();
    await panel(v).locator('.verdict').waitFor();
    assert.deepEqual(await contrastFaults(v.page), []);
    assert.equal(await tooWide(v), 0, 'pixels too wide beside the trade');
    await v.shot(`journal-trade-${name}`);
    await v.page.getByRole('button', { name: 'Close the trade' }).click();
    await v.page.getByTestId('new-trade').click();
    await v.page.getByTestId('trade-enter').click();
    await form(v).locator('.fault').first().waitFor();
    assert.deepEqual(await contrastFaults(v.page), []);
    assert.ok(await holdsItsContent(form(v)), 'the form does not scroll sideways');
    await v.shot(`journal-form-${name}`);
    await v.close();
  });
}
