// One Chromium per file, a fresh page per test. Every page is watched: console errors and requests that leave the
// server fail the test that caused them.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const kArtifacts = fileURLToPath(new URL('../../../build/e2e/', import.meta.url));

export const kDesktop = { width: 1440, height: 860 };
export const kPhone = { width: 390, height: 844 };
export const kOnPhone = { viewport: kPhone, isMobile: true, hasTouch: true };
/** What a page must be readable on, too. */
export const kOtherLooks = { light: { colorScheme: 'light' }, phone: kOnPhone };

/** Keeps figures beside the screenshots. */
export async function keep(name, figures) {
  await mkdir(kArtifacts, { recursive: true });
  await writeFile(join(kArtifacts, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export class Visit {
  constructor(page, context, origin) {
    this.page = page;
    this.context = context;
    this.origin = origin;
    this.errors = [];
    this.outside = [];
    this.frames = [];
    this.forgiving = false;
    page.on('console', (message) => {
      if (message.type() === 'error' && !this.forgiving) this.errors.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && !this.forgiving)
        this.errors.push(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => this.errors.push(String(error.stack)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.host !== new URL(origin).host)
        this.outside.push(request.url());
    });
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(origin).host) this.outside.push(socket.url());
      socket.on('framereceived', ({ payload }) => this.frames.push(String(payload)));
    });
  }

  /** The server is about to be killed: failed requests are what is being tested. */
  forgive(isForgiving) {
    this.forgiving = isForgiving;
  }

  async open(hash = '') {
    await this.page.goto(`${this.origin}/${hash}`);
  }

  /** The chart has candles, and they are drawn: what is pressed before their first frame moves nothing. */
  async ready() {
    await this.page.getByTestId('legend').waitFor({ timeout: 45_000 });
    await this.page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
  }

  async shot(name) {
    await mkdir(kArtifacts, { recursive: true });
    await this.page.screenshot({ path: join(kArtifacts, `${name}.png`) });
  }

  text(testId) {
    return this.page.getByTestId(testId).innerText();
  }

  get hash() {
    return new URL(this.page.url()).hash;
  }

  /** Waits until `check` (run here, not in the page) holds. */
  async until(check, what, ms = 20_000) {
    const end = Date.now() + ms;
    while (Date.now() < end) {
      if (await check()) return;
      await this.page.waitForTimeout(50);
    }
    assert.fail(`Not within ${ms} ms: ${what}`);
  }

  /** Ends the visit and fails for what went wrong unseen. */
  async close() {
    // An answer still on its way through a test's own hands has nowhere to go.
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    await this.context.close();
    assert.deepEqual(this.errors, [], 'console errors');
    assert.deepEqual(this.outside, [], 'requests to elsewhere');
  }
}

export async function visit(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: kDesktop, colorScheme: 'dark', ...options });
  return new Visit(await context.newPage(), context, origin);
}
