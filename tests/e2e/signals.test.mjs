// Signals, what became of them, and why: the page over the real server, where decisions are taken but signals are rare;
// signals themselves are said into the page's socket, and their traces and calibration put in the place of answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSymbol } from './support/api.mjs';
import { kOnPhone } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';
import { calibration, factors, signalOf, traceOf } from './support/signals.mjs';

const server = new Server();
let symbol;
/** The mock takes no decisions. */
const site = siteOf(server, {
  isReal: true,
  ready: async (origin) => ({ symbol } = await firstSymbol(origin)),
});
const { options } = site;

const rows = (v) => v.page.getByTestId('signals').locator('tbody tr');
const panel = (v) => v.page.getByTestId('trace');

/** A page that is told of signals: `say` puts one into its stream. */
async function told(v, { list = [], ended = [] } = {}) {
  let socket;
  let seq = 0;
  const state = { list, ended };
  await v.page.routeWebSocket(/\/ws\/stream/, (page) => {
    const upstream = page.connectToServer();
    upstream.onMessage((text) => {
      const message = JSON.parse(text);
      if (message.channel !== 'signals:*') return page.send(text);
      // The server's own signals stay out of the story.
      if (message.type === 'signal') return;
      if (message.seq) seq = message.seq;
      if (message.data?.signals) message.data.signals = [];
      page.send(JSON.stringify(message));
    });
    socket = page;
  });
  await v.page.route(/\/api\/signals/, (route) =>
    route.fulfill({
      json: { signals: state.list, calibration: state.ended, factors: state.ended.length > 0 ? factors : [] },
    }),
  );
  await v.page.route(/\/decision-traces\//, (route) => {
    const id = decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-1));
    return route.fulfill({ json: traceOf(id) });
  });
  state.say = (signal) => {
    seq += 1;
    const data = { signals: [signal] };
    const timestamp = new Date().toISOString();
    socket.send(JSON.stringify({ type: 'signal', channel: 'signals:*', timestamp, seq, data }));
  };
  return state;
}

test('without signals the page says so, and why there is none', options, async () => {
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.getByTestId('nav-signals').first().click();
  const answer = await (await fetch(`${site.origin}/api/signals`)).json();
  if (answer.signals.length === 0) {
    assert.match(await v.text('no-signals'), /No signal yet/);
    assert.match(await v.text('no-calibration'), /nothing to say of their hit rate/);
    assert.match(await v.text('no-factors'), /nothing to say of what its reasons were worth/);
  } else await v.until(async () => (await rows(v).count()) >= answer.signals.length, 'the signals there are');
  await v.shot('signals-live');
  await v.close();
});

test('the latest decision is explained as the server took it', options, async () => {
  const end = Date.now() + 100_000;
  // Decisions are taken on closed candles of a minute: the first one comes with the first candle that closes.
  let status = 0;
  while (status !== 200 && Date.now() < end) {
    status = (await fetch(`${site.origin}/decision-traces/${symbol}@latest`)).status;
    if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.equal(status, 200, 'a decision was taken');
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m`);
  await v.ready();
  const answer = v.page.waitForResponse(/decision-traces/);
  await v.page.getByTestId('chart-why').click();
  const trace = await (await answer).json();
  await v.page.getByTestId('verdict').waitFor();
  assert.equal(await v.page.getByTestId('why').inputValue(), symbol);
  assert.ok(v.hash.includes(`trace=${symbol}@latest`), v.hash);
  const gates = panel(v).locator('.body > ul:not(.changes) > li');
  assert.equal(await gates.count(), trace.gates.length);
  for (const [i, { name, asked, passed }] of trace.gates.entries()) {
    const outcome = !asked ? 'skipped' : passed ? 'passed' : 'failed';
    const mark = gates.nth(i).locator('.mark').first();
    assert.equal((await mark.innerText()).trim(), `${outcome}:`, name);
  }
  assert.equal(await v.page.getByTestId('changes').locator('li').count(), trace.nearest_change.length);
  const sum = trace.readings.reduce((total, { contribution }) => total + contribution, 0);
  assert.ok(Math.abs(sum - trace.score) < 1e-9, 'contributions sum to the score');
  assert.match(await panel(v).innerText(), /Sum, the score/);
  assert.doesNotMatch(await panel(v).innerText(), /do not sum/);
  assert.ok((await panel(v).innerText()).includes(trace.versions.configuration));
  await v.shot('signals-why-not');
  await v.close();
});

test('a trace there is none of is told, and the page goes on', options, async () => {
  const v = await site.visit();
  v.forgive(true);
  await v.open(`#/signals?trace=${symbol}@1`);
  await v.until(async () => /There is no trace of this name/.test(await panel(v).innerText()), 'the refusal');
  await v.page.keyboard.press('Escape');
  await panel(v).waitFor({ state: 'detached' });
  assert.equal(v.hash, '#/signals');
  await v.close();
});

test('a signal that is said live stands on top, and what becomes of it', options, async () => {
  const v = await site.visit();
  const state = await told(v, { list: [signalOf(symbol, 1, { type: 'sell', direction: 'bearish' })] });
  await v.open('#/signals');
  await v.until(async () => (await rows(v).count()) === 1, 'the one there was');
  const one = signalOf(symbol, 5);
  state.say(one);
  await v.until(async () => (await rows(v).count()) === 2, 'the new one');
  const first = () => rows(v).first().innerText();
  for (const text of [symbol, '▲ weak buy', 'open', '55', '1.50', '100.00', '98.00', '103.00'])
    assert.ok((await first()).includes(text), `${text} in ${await first()}`);
  // 3 and 1 of price at a risk of 100 - 98 = 2.
  state.ended = calibration;
  state.say({ ...one, status: 'target', ended: one.expires, exit: 103, result: 1.5, mfe: 3, mae: 1 });
  await v.until(async () => (await first()).includes('hit target'), 'it ended');
  assert.match(await first(), /\+1\.50\sR/);
  assert.match(await first(), /\u22120\.50\sR/);
  await v.until(async () => (await v.page.getByTestId('calibration').count()) === 1, 'it counts');
  const text = await v.text('calibration');
  assert.match(text, /weak buy\s+40 to 60\s+1\s+1\s+100\s%\s+21 to 100\s%/);
  assert.match(text, /too few/);
  assert.match(await v.text('sample'), /41 signals have ended\. 1 of 2 rows have fewer than 30: too few/);
  // The reason most of them had stands first: 11 of 41 are 27 %.
  const reasons = v.page.getByTestId('factors').locator('tbody tr');
  assert.match(await reasons.first().innerText(), /supply demand\s+41\s+11\s+27\s%\s+16 to 42\s%/);
  assert.match(await reasons.nth(1).innerText(), /volume\s+1\s+1\s+100\s%[^]*too few/);
  await v.shot('signals-dark');
  await v.close();
});

test('filter, trace and way back are addresses; the keyboard does it all', options, async () => {
  const v = await site.visit();
  const list = [signalOf(symbol, 9), signalOf(symbol, 5, { type: 'strong_sell', direction: 'bearish' })];
  await told(v, { list, ended: calibration });
  await v.open('#/signals?filter=strong');
  await v.until(async () => (await rows(v).count()) === 1, 'filtered');
  await v.page.keyboard.press('Escape');
  await v.until(async () => (await rows(v).count()) === 2, 'all');
  await rows(v).nth(1).getByRole('link').focus();
  await v.page.keyboard.press('Enter');
  await panel(v).waitFor();
  await v.until(async () => (await panel(v).innerText()).includes('Signal: weak buy'), 'explained');
  assert.ok(v.hash.includes(`trace=${list[1].trace_id}`));
  const text = await panel(v).innerText();
  assert.match(text, /Reward for the risk: it was 1\.60; under 1\.50 there would have been no signal/);
  assert.match(text, /\+0\.400 × weight 0\.350 = \+0\.140/);
  assert.match(text, /supply demand, 1h\s+\+0\.190/i);
  assert.deepEqual(await contrastFaults(v.page), []);
  await v.shot('signals-trace-dark');
  await v.page.keyboard.press('k');
  await v.until(() => v.hash.includes(list[0].trace_id), 'the signal above');
  await v.page.goBack();
  await v.until(() => v.hash.includes(list[1].trace_id), 'back');
  await v.page.keyboard.press('Escape');
  await panel(v).waitFor({ state: 'detached' });
  const focused = await v.page.evaluate(() => document.activeElement?.dataset.trace);
  assert.equal(focused, list[1].trace_id, 'the focus is where it was');
  await v.close();
});

test('light and on a phone: readable, and nothing sticks out', options, async () => {
  for (const [name, page] of [
    ['light', {}],
    ['phone', kOnPhone],
  ]) {
    const v = await site.visit(page);
    const list = [
      signalOf(symbol, 9),
      signalOf(symbol, 5, { status: 'stopped', result: -1, mfe: 1, mae: 2.5 }),
    ];
    await told(v, { list, ended: calibration });
    await v.open('#/signals?theme=light');
    await v.until(async () => (await rows(v).count()) === 2, 'signals');
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.shot(`signals-${name}`);
    await rows(v).first().getByRole('link').click();
    await v.page.getByTestId('verdict').waitFor();
    assert.deepEqual(await contrastFaults(v.page), []);
    const wide = await v.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    await v.shot(`signals-trace-${name}`);
    await v.page.getByRole('button', { name: 'Close the explanation' }).click();
    await panel(v).waitFor({ state: 'detached' });
    await v.close();
  }
});

test('where the server does not answer, the page says so and keeps what it has', options, async () => {
  const v = await site.visit();
  const state = await told(v, { list: [signalOf(symbol, 5)] });
  v.forgive(true);
  await v.open('#/signals');
  await v.until(async () => (await rows(v).count()) === 1, 'signals');
  await v.page.unroute(/\/api\/signals/);
  await v.page.route(/\/api\/signals/, (route) => route.abort());
  const end = signalOf(symbol, 6);
  state.say({ ...end, status: 'expired', ended: end.expires, exit: 100, result: 0 });
  const section = v.page.getByTestId('section-signals');
  await v.until(async () => /Not the present/.test(await section.innerText()), 'the fault is told');
  assert.equal(await rows(v).count(), 2);
  await v.close();
});
