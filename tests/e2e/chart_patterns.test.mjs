// Chart patterns on the chart: what is drawn is what the server found, in the states asked for, and it can be asked how
// far it is, where it leads and what would end it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candles, chartPatterns } from './support/api.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';
import { zoneCandles } from './support/zone_candles.mjs';

const kAll = 'cp=forming,complete,failed,expired';
const server = new Server({ history: 6_000, candles: zoneCandles });
let symbol;
/** The mock has no chart patterns. */
const site = siteOf(server, { isReal: true, ready: () => (symbol = server.historySymbol) });
const { options } = site;

const shown = async (v) =>
  Number(/([\d,]+) drawn/.exec(await v.text('chart-pattern-legend'))?.[1].replaceAll(',', '') ?? 0);

async function openPatterns(query, page) {
  const v = await site.visit(page);
  await v.open(`#/chart/${symbol}/1m?${query}`);
  await v.ready();
  await v.until(async () => (await shown(v)) > 0, 'chart patterns are drawn');
  return v;
}

/** Those whose life touches the candles the page holds at first, newest first. */
async function expected() {
  const page = await candles(site.origin, symbol, '1m', '?limit=1000');
  const [from, to] = [page.candles[0][0], page.candles.at(-1)[0] + 60_000];
  const found = await chartPatterns(site.origin, symbol, '1m', `?from=${from}&to=${to}&limit=5000`);
  return found.chart_patterns;
}

test('an address draws the chart patterns the server has, in the states it names', options, async () => {
  const v = await openPatterns(kAll);
  const all = await expected();
  // What ended with the oldest candle held may count or not.
  const near = async (wanted) => Math.abs((await shown(v)) - wanted) <= 3;
  await v.until(() => near(all.length), `${all.length} are drawn`);
  await v.shot('chart-patterns-all');
  await v.page.keyboard.press('z');
  for (const state of ['failed', 'expired']) await v.page.getByTestId(`chart-state-${state}`).click();
  await v.until(() => v.hash.includes('cp=forming,complete'), 'the address has the states');
  const rest = all.filter(({ state }) => state === 'forming' || state === 'complete').length;
  await v.until(() => near(rest), `${rest} are left`);
  await v.page.getByRole('button', { name: 'Show no chart patterns' }).click();
  await v.page.getByTestId('chart-pattern-legend').waitFor({ state: 'detached' });
  assert.ok(!v.hash.includes('cp='));
  await v.close();
});

test('by keyboard from pattern to pattern, and the card says where it leads', options, async () => {
  const v = await openPatterns('cp=complete');
  const complete = (await expected()).filter(({ state }) => state === 'complete');
  await v.page.getByTestId('chart').focus();
  await v.page.keyboard.press('{');
  const card = v.page.getByTestId('chart-pattern-card');
  await card.waitFor();
  const text = await card.innerText();
  const newest = complete.toSorted((a, b) => b.began_at.localeCompare(a.began_at))[0];
  for (const told of [
    newest.title,
    newest.direction,
    'complete',
    newest.target.toFixed(3),
    newest.invalidation.toFixed(3),
  ])
    assert.ok(text.includes(told), `${told} in ${text}`);
  assert.match(text, /Broke out/);
  assert.match(await v.page.locator('[aria-live=polite].spoken').innerText(), /complete/);
  await v.shot('chart-pattern-card');
  await v.page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  await v.close();
});

for (const scheme of ['dark', 'light']) {
  test(`all text about chart patterns has enough contrast in the ${scheme} theme`, options, async () => {
    const v = await openPatterns('cp=forming,complete', { colorScheme: scheme, reducedMotion: 'reduce' });
    await v.page.keyboard.press('z');
    await v.page.getByTestId('chart').focus();
    await v.page.keyboard.press('{');
    await v.page.getByTestId('chart-pattern-card').waitFor();
    await v.page.waitForTimeout(300);
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.shot(`chart-patterns-${scheme}`);
    await v.close();
  });
}
