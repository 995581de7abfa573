// Alerts: rules are built in a form whose errors stand at their fields, fire over the real server, and reach a webhook
// that this test answers.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import { alerts, firstSymbol, symbols } from './support/api.mjs';
import { kOnPhone } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { faultAt, holdsItsContent } from './support/forms.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
let symbol;
/** The mock has no alerts. */
const site = siteOf(server, {
  isReal: true,
  ready: async (origin) => ({ symbol } = await firstSymbol(origin)),
});
const { options } = site;

const rule = (v, name) => v.page.getByTestId('rules').locator('li').filter({ hasText: name });
const form = (v) => v.page.getByTestId('rule-form');
const fault = (v, label) => faultAt(form(v), label);
const ruleNamed = async (name) => (await alerts(site.origin)).find((one) => one.name === name);

async function open(v, hash = '#/alerts') {
  await v.open(hash);
  await v.page.getByTestId('section-rules').waitFor();
}

async function make(v, name, type, fill = async () => {}) {
  await v.page.getByTestId('new-alert').click();
  await v.page.getByTestId('rule-name').fill(name);
  await v.page.getByTestId('condition-type').selectOption(type);
  await fill();
  await v.page.getByTestId('rule-save').click();
  await rule(v, name).waitFor();
}

test('without alerts the page says what one is for; errors stand at their fields', options, async () => {
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.getByTestId('nav-alerts').first().click();
  await v.page.getByTestId('no-rules').waitFor();
  assert.match(await v.text('no-webhooks'), /No webhook/);
  assert.match(await v.text('no-firings'), /Nothing has fired/);
  await v.shot('alerts-empty');
  await v.page.keyboard.press('n');
  await form(v).waitFor();
  assert.match(v.hash, /rule=new/);
  await v.page.getByTestId('rule-save').click();
  assert.equal(await fault(v, 'Name'), 'A rule needs a name.');
  assert.equal(await fault(v, 'Level'), 'This number is needed.');
  await v.until(
    () => v.page.getByTestId('rule-name').evaluate((element) => element === document.activeElement),
    'the keyboard is at the first field that is wrong',
  );
  await v.page.getByTestId('condition-type').selectOption('price_range');
  await v.page.getByTestId('rule-name').fill('wrong');
  await v.page.getByTestId('condition-low').fill('200');
  await v.page.getByTestId('condition-high').fill('100');
  await v.page.getByTestId('rule-message').fill('{{prise}} is high');
  await v.page.getByTestId('rule-save').click();
  assert.equal(await fault(v, 'Low'), 'Low must be below high.');
  assert.match(await fault(v, 'Message'), /no placeholder {{prise}}/);
  await v.shot('alerts-errors');
  await v.page.keyboard.press('Escape');
  await form(v).waitFor({ state: 'detached' });
  assert.equal((await alerts(site.origin)).length, 0, 'nothing was saved');
  await v.close();
});

test('what only the server can tell is told at its field too', options, async () => {
  const v = await site.visit();
  v.forgive(true); // the browser reports the refusal
  await v.page.route(/\/api\/alerts$/, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          json: { status: 422, code: 'unknown_symbol', detail: 'No such symbol.', field: 'symbol' },
        })
      : route.continue(),
  );
  await open(v, '#/alerts?rule=new');
  await v.page.getByTestId('rule-name').fill('refused');
  await v.page.getByTestId('condition-level').fill('1');
  await v.page.getByTestId('rule-save').click();
  await v.until(async () => (await fault(v, 'Instrument')) === 'No such symbol.', 'the refusal at its field');
  await v.close();
});

test('every kind of condition is made as the form shows it', options, async () => {
  const v = await site.visit();
  await open(v);
  const kinds = {
    price_cross: [['condition-level', '65000']],
    price_range: [
      ['condition-low', '10'],
      ['condition-high', '20'],
    ],
    move: [
      ['condition-percent', '2.5'],
      ['condition-candles', '5'],
    ],
    zone: [['condition-least_confidence', '50']],
    candlestick: [],
    chart_pattern: [],
    volume: [],
    signal: [],
    confluence: [['condition-least_confidence', '70']],
  };
  const picks = {
    zone: ['tested', 'supply'],
    candlestick: ['CDLHAMMER'],
    chart_pattern: ['double_top', 'complete'],
    volume: ['spike', 'strong'],
    signal: ['strong_buy', 'open'],
  };
  for (const [type, fields] of Object.entries(kinds)) {
    await make(v, `kind ${type}`, type, async () => {
      for (const [field, value] of fields) await v.page.getByTestId(field).fill(value);
      for (const pick of picks[type] ?? []) await v.page.getByTestId(`choice-${pick}`).click();
    });
    const { condition } = await ruleNamed(`kind ${type}`);
    assert.equal(condition.type, type);
    for (const [field, value] of fields) assert.equal(condition[field.slice(10)], Number(value), field);
    const lists = ['events', 'zone_types', 'names', 'states', 'strengths'];
    assert.deepEqual(
      lists.flatMap((list) => condition[list] ?? []),
      picks[type] ?? [],
      type,
    );
  }
  assert.match(await rule(v, 'kind zone').innerText(), /Zone tested; supply; strength from 50 %/);
  await v.shot('alerts-kinds');
  // Filtered by what stands in them, and the address has it.
  await v.page.keyboard.press('/');
  await v.page.keyboard.type('double top');
  await v.until(async () => (await v.page.getByTestId('rules').locator('li').count()) === 1, 'one is left');
  assert.match(v.hash, /filter=double/);
  for (const one of await alerts(site.origin))
    await fetch(`${site.origin}/api/alerts/${one.id}`, { method: 'DELETE' });
  await v.close();
});

test('a rule fires, shows at once, and leads to the chart', options, async () => {
  const v = await site.visit();
  await open(v);
  const { last } = (await symbols(site.origin)).symbols.find((info) => info.symbol === symbol);
  await make(v, 'around here', 'price_cross', async () => {
    await v.page.getByTestId('rule-symbol').selectOption(symbol);
    await v.page.getByTestId('condition-level').fill(String(last));
    await v.page.getByTestId('rule-message').fill('{{ticker}} went {{direction}} through {{level}}');
    assert.match(
      await v.text('preview-message'),
      new RegExp(`^Reads, for example: ${symbol} went bullish through \\d+(\\.\\d+)?$`),
    );
    await v.shot('alerts-form');
  });
  const fired = v.page.getByTestId('firings').locator('tbody tr').first();
  // The price may wander off: the level follows it until it is crossed.
  const end = Date.now() + 90_000;
  while ((await fired.count()) === 0 && Date.now() < end) {
    await v.page.waitForTimeout(3_000);
    const level = (await symbols(site.origin)).symbols.find((info) => info.symbol === symbol).last;
    const { id } = await ruleNamed('around here');
    const body = JSON.stringify({ condition: { type: 'price_cross', level } });
    const headers = { 'content-type': 'application/json' };
    if ((await fired.count()) === 0)
      await fetch(`${site.origin}/api/alerts/${id}`, { method: 'PATCH', headers, body });
  }
  await fired.waitFor();
  assert.match(await fired.innerText(), new RegExp(`around here[\\s\\S]*${symbol} went (bullish|bearish)`));
  await v.until(async () => /last fired \d+/.test(await rule(v, 'around here').innerText()), 'when it fired');
  await v.shot('alerts-fired');
  await fired.getByRole('link').click();
  await v.ready();
  assert.ok(v.hash.startsWith(`#/chart/`) && v.hash.includes(symbol), v.hash);
  await v.close();
});

test('a rule is switched off, changed, removed and taken back', options, async () => {
  const v = await site.visit();
  await open(v);
  await make(v, 'mine', 'price_cross', () => v.page.getByTestId('condition-level').fill('1000000'));
  await v.page.getByRole('switch', { name: 'mine: armed' }).click();
  await v.until(async () => (await ruleNamed('mine')).enabled === false, 'it is off');
  await v.page.getByRole('button', { name: 'Change mine' }).click();
  assert.equal(await v.page.getByTestId('condition-level').inputValue(), '1000000');
  await v.page.getByTestId('condition-level').fill('2000000');
  await v.page.getByTestId('rule-save').click();
  await v.until(async () => (await ruleNamed('mine')).condition.level === 2_000_000, 'the new level');
  assert.equal((await ruleNamed('mine')).enabled, false, 'and nothing else');
  await v.page.getByRole('button', { name: 'Remove mine' }).click();
  await v.until(async () => (await ruleNamed('mine')) === undefined, 'it is gone');
  await v.page.getByTestId('notice').getByRole('button', { name: 'Undo' }).click();
  await v.until(async () => (await ruleNamed('mine'))?.condition.level === 2_000_000, 'it is back');
  await rule(v, 'mine').waitFor();
  await v.close();
});

test('a webhook is made, tested, and its log tells every attempt', options, async () => {
  let status = 503;
  const got = [];
  const hook = createServer((request, response) => {
    request.resume();
    got.push(request.headers);
    response.statusCode = status;
    response.end();
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const v = await site.visit();
  await open(v);
  await v.page.getByTestId('new-webhook').click();
  const dialog = v.page.getByTestId('webhook-form');
  await dialog.getByLabel('Name').fill('receiver');
  await dialog.getByLabel('Address').fill('ftp://nowhere');
  await dialog.getByRole('button', { name: 'Make the webhook' }).click();
  assert.match(await dialog.locator('.fault').innerText(), /http:\/\/ or https:\/\//);
  await dialog.getByLabel('Address').fill(`http://127.0.0.1:${hook.address().port}/hook`);
  await dialog.getByRole('button', { name: 'Make the webhook' }).click();
  await v.page.getByTestId('secret').waitFor();
  await v.shot('alerts-secret');
  await v.page.getByRole('button', { name: 'I have it' }).click();
  await v.page.getByRole('button', { name: 'Send a test to receiver' }).click();
  const log = v.page.getByTestId('deliveries');
  await v.until(async () => /pending[\s\S]*HTTP 503/.test(await log.innerText()), 'the refusal', 20_000);
  status = 200;
  await v.until(async () => /delivered[\s\S]*HTTP 200/.test(await log.innerText()), 'the delivery', 60_000);
  await log.locator('summary').first().click();
  assert.match(await log.locator('ol').first().innerText(), /HTTP 503[\s\S]*HTTP 200/);
  assert.ok(new Set(got.map((headers) => headers['idempotency-key'])).size === 1, 'one key for all attempts');
  await v.shot('alerts-deliveries');
  await v.page.getByRole('button', { name: 'Remove receiver' }).click();
  await v.page.getByRole('button', { name: 'Remove it' }).click();
  await v.page.getByTestId('no-webhooks').waitFor();
  hook.close();
  await v.close();
});

test('where the server has no alerts, the page says so', options, async () => {
  const v = await site.visit();
  v.forgive(true);
  await v.page.route(/\/api\/(alerts|webhooks)/, (route) =>
    route.fulfill({
      status: 404,
      contentType: 'application/problem+json',
      json: { status: 404, code: 'alerts_off', detail: 'Alerts are switched off.' },
    }),
  );
  await open(v);
  for (const name of ['rules', 'webhooks', 'history'])
    await v.until(
      async () => (await v.text(`section-${name}`)).includes('Alerts are switched off.'),
      `${name} says why`,
    );
  await v.close();
});

for (const scheme of ['dark', 'light']) {
  test(`all text about alerts has enough contrast in the ${scheme} theme`, options, async () => {
    const v = await site.visit({ colorScheme: scheme });
    await open(v);
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.page.getByTestId('new-alert').click();
    await v.page.getByTestId('condition-type').selectOption('zone');
    await v.page.getByTestId('rule-save').click();
    await form(v).locator('.fault').first().waitFor();
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.close();
  });
}

test('on a phone: lists, form and every control fit', options, async () => {
  const v = await site.visit(kOnPhone);
  await open(v);
  const fits = () => v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  await v.shot('phone-alerts');
  await v.page.getByTestId('new-alert').tap();
  await form(v).waitFor();
  assert.ok(await fits());
  assert.ok(await holdsItsContent(form(v)), 'the form does not scroll sideways');
  await v.shot('phone-alert-form');
  await v.close();
});
