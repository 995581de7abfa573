// The machine behind the charts: what it is, how it is doing, what is missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSymbol, status, system } from './support/api.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { kOnPhone } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

// A stored symbol with 23 candles missing, so that the ledger has something to tell.
const server = new Server({ history: 3_000 });
const site = siteOf(server);

const section = (v, name) => v.page.getByTestId(`section-${name}`);
const filled = (v) => section(v, 'queues').locator('tbody tr').first().waitFor();

test('says what runs, on what data and why', async () => {
  const told = await status(site.origin);
  const v = await site.visit();
  await v.open('#/system');
  await filled(v);
  const overview = await section(v, 'overview').innerText();
  assert.ok(overview.includes(told.version), 'the version');
  assert.ok(overview.includes(told.source.label), 'the source');
  assert.ok((await v.text('source-reason')).includes(told.source.reason), 'the reason');
  assert.match(overview, /\d+(\.\d+)?\s(MB|GB)/, 'memory');
  await v.until(async () => /\d+ %/.test(await section(v, 'overview').innerText()), 'CPU after two answers');
  await v.shot('system-dark');
  await v.close();
});

test('lists every queue with its policy, and every stage of the way', async () => {
  const told = await system(site.origin);
  const v = await site.visit();
  await v.open('#/system');
  await filled(v);
  const queues = section(v, 'queues');
  const names = await queues.locator('tbody th').allInnerTexts();
  assert.deepEqual(
    names,
    told.queues.map((queue) => queue.name),
  );
  for (const { policy } of told.queues) assert.ok((await queues.innerText()).includes(policy), policy);
  const stages = section(v, 'latency').locator('tbody tr');
  const measured = (await (await fetch(`${site.origin}/api/latency`)).json()).stages.length;
  assert.ok(measured > 3, 'stages are measured');
  await v.until(async () => (await stages.count()) === measured, 'every stage that is measured');
  await v.until(async () => (await stages.locator('rect').count()) > 3, 'a distribution');
  await v.close();
});

test('shows what went missing, and the chart around it', async () => {
  if (server.historySymbol === null) return; // the mock has its own
  const v = await site.visit();
  await v.open(`#/system/gaps?filter=${server.historySymbol}`);
  const rows = section(v, 'gaps').locator('tbody tr');
  await rows.first().waitFor();
  const text = await rows.first().innerText();
  assert.match(text, new RegExp(`${server.historySymbol}.*1m.*23`, 's'));
  assert.ok(
    await section(v, 'gaps').evaluate((element) => element.getBoundingClientRect().top < innerHeight),
    'in view',
  );
  await v.shot('system-gaps');
  await rows.first().getByRole('link').click();
  await v.ready();
  await v.until(async () => (await v.page.getByTestId('gaps').count()) === 1, 'the chip of the gap');
  assert.match(await v.text('gaps'), /23 candles/);
  await v.shot('system-gap-chart');
  await v.close();
});

test('the address names the section and the filter', async () => {
  const { symbol } = await firstSymbol(site.origin);
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.keyboard.press('s');
  await filled(v);
  await v.page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Quality' }).click();
  await v.until(() => v.hash.startsWith('#/system/quality'), 'the section');
  await v.page.keyboard.press('/');
  await v.page.keyboard.type(symbol);
  await v.until(() => v.hash.includes(`filter=${symbol}`), 'the filter');
  await v.until(
    async () => (await section(v, 'quality').locator('tbody tr').count()) === 1,
    'one instrument',
  );
  await v.close();
});

for (const scheme of ['dark', 'light']) {
  test(`all text has enough contrast in the ${scheme} theme`, async () => {
    const v = await site.visit({ colorScheme: scheme, reducedMotion: 'reduce' });
    await v.open('#/system');
    await filled(v);
    assert.deepEqual(await contrastFaults(v.page), []);
    if (scheme === 'light') await v.shot('system-light');
    await v.close();
  });
}

test('fits a phone: the page itself never scrolls sideways', async () => {
  const phone = { ...kOnPhone, deviceScaleFactor: 2 };
  const v = await site.visit(phone);
  await v.open('#/system');
  await filled(v);
  assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await v.shot('system-phone');
  await v.close();
});
