// Live data of a venue (`tidemark sim` in its place): symbols come and go at run time, and a venue that goes and comes
// back is seen to.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from './support/browser.mjs';
import { isMock, Server, Venue } from './support/server.mjs';

const venue = new Venue('BTCUSDT,ETHUSDT,SOLUSDT');
const server = new Server({
  source: 'binance',
  symbols: 'BTCUSDT,ETHUSDT',
  more: () => venue.arguments,
});
let browser;
let origin;

before(async () => {
  if (isMock) return;
  await venue.start();
  origin = await server.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server.dispose();
  await venue.stop();
});

const row = (v, symbol) => v.page.locator(`[role=row][data-key="binance:${symbol}"]`);
const stateOf = (v, symbol) => row(v, symbol).locator('.feed').getAttribute('data-state');
const isLive = async (v, symbol) =>
  (await row(v, symbol).count()) === 1 && (await stateOf(v, symbol)) === 'live';

test('a symbol is added and left by keyboard, and taken back', { skip: isMock }, async () => {
  const v = await visit(browser, origin);
  await v.open();
  await v.until(() => isLive(v, 'BTCUSDT'), 'BTCUSDT live', 20_000);
  assert.equal(await row(v, 'SOLUSDT').count(), 0);
  await v.page.keyboard.press('a');
  const dialog = v.page.getByRole('dialog');
  await dialog.getByRole('combobox').waitFor();
  await v.page.keyboard.type('sol');
  await dialog.getByRole('option', { name: /SOLUSDT/ }).waitFor();
  await v.until(async () => (await dialog.getByRole('option').count()) === 1, 'one symbol');
  await v.shot('add-symbol');
  await v.page.keyboard.press('Enter');
  await dialog.getByText('Subscribed').waitFor();
  await v.page.keyboard.press('Escape');
  await v.until(() => isLive(v, 'SOLUSDT'), 'SOLUSDT live', 20_000);

  await v.page.keyboard.press('End');
  await v.page.keyboard.press('x');
  await v.page.getByTestId('notice').getByText('Unsubscribed from SOLUSDT').waitFor();
  const isLeft = async () =>
    (await row(v, 'SOLUSDT').count()) === 0 || (await stateOf(v, 'SOLUSDT')) === 'closed';
  await v.until(isLeft, 'SOLUSDT left', 10_000);
  await v.shot('unsubscribed');
  await v.page.getByRole('button', { name: 'Undo' }).click();
  await v.until(() => isLive(v, 'SOLUSDT'), 'SOLUSDT back', 20_000);
  await v.close();
});

test(
  'a venue that goes is told of at every stream, with the reason; one that comes back too',
  { skip: isMock },
  async () => {
    const v = await visit(browser, origin);
    await v.open();
    await v.until(() => isLive(v, 'BTCUSDT'), 'live', 20_000);
    await venue.stop();
    await v.until(async () => (await stateOf(v, 'BTCUSDT')) !== 'live', 'no longer live', 30_000);
    await v.shot('venue-gone');
    await v.page.keyboard.press('s');
    const feeds = v.page.getByTestId('section-feeds').locator('tbody tr');
    await feeds.first().waitFor();
    await v.shot('venue-gone-system');
    await venue.start();
    await v.page.keyboard.press('m');
    await v.until(() => isLive(v, 'BTCUSDT'), 'live again', 60_000);
    await v.close();
  },
);
