// Themes, phone, contrast, motion, policy: what a glance and a checker would complain about.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastFaults } from './support/contrast.mjs';
import { kPhone } from './support/browser.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
const site = siteOf(server);

const theme = (v) => v.page.evaluate(() => document.documentElement.dataset.theme);
const background = (v) => v.page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('the theme follows the system, is switched, and stays after a reload', async () => {
  const v = await site.visit({ colorScheme: 'light' });
  await v.open('#/chart');
  await v.ready();
  assert.equal(await theme(v), 'light');
  await v.shot('chart-light');
  await v.page.keyboard.press('t');
  await v.until(async () => (await theme(v)) === 'dark', 'dark');
  assert.match(v.hash, /theme=dark/);
  const dark = await background(v);
  await v.open('#/chart');
  await v.page.reload();
  await v.ready();
  assert.equal(await theme(v), 'dark');
  assert.equal(await background(v), dark);
  await v.close();
});

for (const scheme of ['dark', 'light']) {
  test(`all text has enough contrast in the ${scheme} theme`, async () => {
    // Without motion: a color half way through its transition is not what is meant.
    const v = await site.visit({
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await v.open('#/chart?ind=RSI:period=14;SMA:period=20;MACD');
    await v.ready();
    await v.page.waitForTimeout(600);
    assert.deepEqual(await contrastFaults(v.page), []);
    for (const key of ['/', 'i', '?']) {
      await v.page.keyboard.press(key);
      await v.page.getByRole('dialog').waitFor();
      assert.deepEqual(await contrastFaults(v.page), [], `dialog of ${key}`);
      await v.page.keyboard.press('Escape');
      await v.page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await v.close();
  });
}

test('fits a phone without scrolling sideways', async () => {
  const v = await site.visit({
    viewport: kPhone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  await v.open('#/chart?ind=RSI:period=14;SMA:period=20');
  await v.ready();
  await v.page.waitForTimeout(600);
  const fits = () => v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  const box = await v.page.getByTestId('chart').boundingBox();
  assert.ok(box.width >= 380 && box.height >= 500, `chart of ${box.width} x ${box.height}`);
  assert.ok(await v.page.getByTestId('source').isVisible());
  assert.ok(await v.page.getByTestId('connection').isVisible());
  const small = await v.page.$$eval('button', (all) =>
    all
      .map((b) => [b.innerText || b.ariaLabel, b.getBoundingClientRect()])
      .filter(([, r]) => r.width > 0 && (r.width < 24 || r.height < 24)),
  );
  assert.deepEqual(
    small.map(([name]) => name),
    [],
    'targets under 24 px',
  );
  await v.shot('phone');
  await v.page.getByTestId('indicators').tap();
  await v.page.getByRole('dialog').waitFor();
  assert.ok(await fits());
  await v.shot('phone-indicators');
  await v.page.getByRole('button', { name: 'Close', exact: true }).tap();
  await v.page.getByTestId('symbol').tap();
  await v.page.getByRole('dialog').waitFor();
  assert.ok(await fits());
  await v.shot('phone-symbols');
  await v.close();
});

test('fits a narrow 320 px screen and a tablet', async () => {
  for (const [name, viewport] of [
    ['narrow', { width: 320, height: 640 }],
    ['tablet', { width: 820, height: 1180 }],
    ['wide', { width: 2200, height: 1200 }],
  ]) {
    const v = await site.visit({ viewport });
    await v.open('#/chart?ind=RSI:period=14');
    await v.ready();
    await v.page.waitForTimeout(300);
    assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    await v.shot(`viewport-${name}`);
    await v.close();
  }
});

test('is served under a strict policy and keeps to it', async () => {
  const response = await fetch(`${site.origin}/`);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/);
  const v = await site.visit();
  await v.page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await v.open('#/chart');
  await v.ready();
  await v.page.waitForTimeout(500);
  assert.deepEqual(await v.page.evaluate(() => violations), []);
  await v.close();
});

test('the attribution of the chart library stands on the chart', async () => {
  const v = await site.visit();
  await v.open('#/chart');
  await v.ready();
  assert.match(
    await v.page.locator('#tv-attr-logo').getAttribute('href'),
    /^https:\/\/www\.tradingview\.com\//,
  );
  await v.close();
});

test('nothing moves by itself for those who asked for less motion', async () => {
  const v = await site.visit({ reducedMotion: 'reduce' });
  await v.open('#/chart');
  await v.ready();
  const moving = await v.page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
  await v.close();
});
