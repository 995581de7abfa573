// Trading on paper over the real server: what the account stands at, orders of every type, refusals at their fields, the
// risk calculator, and the kill switch from engaging it to its second confirmation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fills, journal, killSwitch, liveMarket, orders, portfolio, post, symbols } from './support/api.mjs';
import { kOnPhone, visit } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { faultAt, fillIn, tooWide } from './support/forms.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

// Nothing but what this test does moves the account.
const server = new Server({ settings: ['trading.strategy='] });
/** The mock takes no orders. */
const site = siteOf(server, { isReal: true, ready: liveMarket });
const { options } = site;

const lastOf = async (symbol) =>
  (await symbols(site.origin)).symbols.find((info) => info.symbol === symbol).last;
const rows = (v, table) => v.page.getByTestId(table).locator('tbody tr');
const fault = (v, label, form = 'ticket') => faultAt(v.page.getByTestId(form), label);

async function open(v, hash = '#/trading') {
  await v.open(hash);
  await v.page.getByTestId('account').waitFor();
}

async function write(v, { symbol = 'BTCUSDT', side = 'buy', position, type = 'market', ...fields }) {
  await v.page.getByTestId('order-symbol').selectOption(symbol);
  await v.page.getByTestId(`order-${side}`).click();
  if (position !== undefined) await v.page.getByTestId(`order-${position}`).click();
  await v.page.getByTestId('order-type').selectOption(type);
  await fillIn(v.page, 'order', fields);
  await v.page.getByTestId('order-send').click();
}

/** What was sent is answered: the ticket is ready for the next order. */
const isClear = (v) =>
  v.until(
    async () => (await v.page.getByTestId('order-quantity').inputValue()) === '',
    'the ticket is clear',
  );

test('an account without a past says so; the page is reached by its key', options, async () => {
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.keyboard.press('r');
  await v.page.getByTestId('account').waitFor();
  assert.match(v.hash, /^#\/trading/);
  const { accounts } = await portfolio(site.origin);
  assert.match(await v.text('account'), new RegExp(accounts[0].equity.toLocaleString('en-US')));
  for (const [part, text] of [
    ['no-positions', /Nothing is held/],
    ['no-open-orders', /No order is open/],
    ['no-fills', /Nothing was filled/],
    ['no-closed-orders', /No order is over/],
  ])
    assert.match(await v.text(part), text);
  assert.match(await v.text('mode'), /Paper[\s\S]*strategy none/);
  await v.shot('trading-empty');
  await v.close();
});

test('what is wrong with an order stands at its fields, and nothing typed is lost', options, async () => {
  const v = await site.visit();
  await open(v);
  await v.page.keyboard.press('n');
  await v.page.getByTestId('order-send').click();
  assert.equal(await fault(v, 'Quantity'), 'This number is needed.');
  await v.until(
    () => v.page.getByTestId('order-quantity').evaluate((element) => element === document.activeElement),
    'the keyboard is at the field that is wrong',
  );
  await write(v, {
    type: 'limit',
    quantity: '0.0000001',
    limit_price: '1.005',
    stop_loss: '2',
    take_profit: 'x',
  });
  assert.match(await fault(v, 'Quantity'), /multiple of 0\.00001/);
  assert.match(await fault(v, 'Limit price'), /multiple of 0\.01/);
  assert.match(await fault(v, 'Stop loss'), /below the entry/);
  assert.match(await fault(v, 'Take profit'), /number above 0/);
  assert.equal(await v.page.getByTestId('order-take_profit').inputValue(), 'x');
  await v.shot('trading-errors');
  await v.page.locator('body').click({ position: { x: 700, y: 64 } });
  await v.page.keyboard.press('u');
  await v.page.getByTestId('section-journal').waitFor();
  await v.page.keyboard.press('r');
  assert.equal(await v.page.getByTestId('order-take_profit').inputValue(), 'x', 'it outlives the page');
  assert.equal((await orders(site.origin)).length, 0, 'nothing was sent');
  await v.close();
});

test(
  'what the risk gate refuses is told at its field, in its words, and kept as rejected',
  options,
  async () => {
    const v = await site.visit();
    v.forgive(true); // the browser reports the refusal
    await open(v);
    await write(v, { quantity: '100' });
    await v.until(async () => /refused \(leverage\)/.test(await fault(v, 'Quantity')), 'the refusal');
    const [rejected] = await orders(site.origin);
    assert.equal(
      await fault(v, 'Quantity'),
      `The order was refused (leverage) and stands as rejected under id ${rejected.id}.`,
    );
    assert.equal(await v.page.getByTestId('order-quantity').inputValue(), '100');
    await write(v, { type: 'limit', quantity: '0.001', limit_price: '1' });
    await v.until(async () => /refused \(price_collar\)/.test(await fault(v, 'Limit price')), 'the refusal');
    await v.until(async () => (await rows(v, 'closed-orders').count()) === 2, 'both are in the list');
    const text = await v.text('closed-orders');
    assert.match(text, /rejected[\s\S]*its price is too far from the market/);
    assert.match(text, /rejected[\s\S]*worth more than the account may hold/);
    await v.shot('trading-refused');
    await v.close();
  },
);

test('an order without an answer is sent again under the same id', options, async () => {
  const v = await site.visit();
  v.forgive(true);
  await open(v);
  const ids = [];
  await v.page.route(/\/api\/orders$/, (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    ids.push(route.request().postDataJSON().client_order_id);
    return ids.length === 1 ? route.abort() : route.continue();
  });
  await write(v, { symbol: 'SOLUSDT', quantity: '0.1' });
  const ticket = v.page.getByTestId('ticket');
  await v.until(async () => /Sending it again places it once/.test(await ticket.innerText()), 'the way out');
  assert.equal(await v.page.getByTestId('order-quantity').inputValue(), '0.1');
  await v.page.getByTestId('order-send').click();
  const sol = async () =>
    (await portfolio(site.origin)).positions.find(({ symbol }) => symbol === 'SOLUSDT')?.quantity;
  await v.until(async () => (await sol()) === 0.1, 'it is filled, once');
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  await v.close();
});

test('what is typed while an answer is on its way stays, and the answer is told', options, async () => {
  const v = await site.visit();
  v.forgive(true); // the browser reports the refusal
  await open(v);
  let answer = () => {};
  await v.page.route(/\/api\/orders$/, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await new Promise((resolve) => (answer = resolve));
    await route.continue();
  });
  const quantity = v.page.getByTestId('order-quantity');
  const send = v.page.getByTestId('order-send');
  const answered = async () => {
    answer();
    await v.until(() => send.isEnabled(), 'it is answered');
  };
  const before = (await orders(site.origin)).length;
  await write(v, { symbol: 'SOLUSDT', quantity: '0.1' });
  await v.until(() => send.isDisabled(), 'it is sent');
  await quantity.fill('0.2');
  await v.page.getByTestId('order-sell').click();
  await answered();
  await v.until(async () => (await orders(site.origin)).length === before + 1, 'it is placed');
  assert.equal(await quantity.inputValue(), '0.2');
  assert.equal(await v.page.getByTestId('order-sell').getAttribute('aria-pressed'), 'true');
  // A refusal is of the order before: told, but at none of the fields that say something else by now.
  await write(v, { symbol: 'SOLUSDT', quantity: '1000000' });
  await v.until(() => send.isDisabled(), 'it is sent');
  await quantity.fill('0.3');
  await answered();
  const ticket = v.page.getByTestId('ticket');
  await v.until(async () => /was refused/.test(await ticket.innerText()), 'the refusal');
  assert.equal(await quantity.inputValue(), '0.3');
  assert.equal(await quantity.getAttribute('aria-invalid'), 'false');
  await quantity.fill('');
  await v.close();
});

test('a bracket is filled, held at its mark, and closed', options, async () => {
  const v = await site.visit();
  await open(v);
  const last = await lastOf('BTCUSDT');
  const before = (await fills(site.origin)).length;
  await write(v, {
    quantity: '0.01',
    stop_loss: (last * 0.95).toFixed(2),
    take_profit: (last * 1.05).toFixed(2),
  });
  // In one fill or in several, as the book has it.
  const long = async () =>
    (await portfolio(site.origin)).positions.find(({ symbol }) => symbol === 'BTCUSDT')?.quantity;
  await v.until(async () => (await long()) === 0.01, 'the entry is filled');
  const entered = (await fills(site.origin)).length;
  assert.ok(entered > before);
  const row = v.page.locator('[data-position=BTCUSDT]');
  await row.waitFor();
  await v.until(async () => (await rows(v, 'open-orders').count()) === 2, 'stop and target are open');
  assert.match(await v.text('open-orders'), /one cancels the other/);
  const [held] = (await portfolio(site.origin)).positions.filter(({ symbol }) => symbol === 'BTCUSDT');
  assert.match(await row.innerText(), /▲ long\s+0\.01/);
  assert.match(
    (await row.innerText()).replaceAll(',', ''),
    new RegExp(held.average_price.toFixed(2).replace('.', '\\.')),
  );
  // It is live: the mark moves without anything being done.
  const marks = new Set();
  await v.until(
    async () => marks.add(await row.locator('td').nth(3).innerText()).size > 1,
    'the mark moves',
    30_000,
  );
  await v.shot('trading-position');
  await row.getByRole('button', { name: 'Close BTCUSDT' }).click();
  assert.equal(await v.page.getByTestId('order-quantity').inputValue(), '0.01');
  assert.equal(await v.page.getByTestId('order-sell').getAttribute('aria-pressed'), 'true');
  assert.ok(await v.page.getByTestId('order-reduce').isChecked());
  await v.page.getByTestId('order-send').click();
  await row.waitFor({ state: 'detached' });
  await v.until(async () => (await rows(v, 'fills').count()) > entered, 'entry and exit');
  const entry = (await orders(site.origin)).find(
    ({ symbol, side }) => symbol === 'BTCUSDT' && side === 'buy',
  );
  await v.page.getByRole('button', { name: `Order ${entry.id}: what happened to it` }).click();
  const steps = v.page.getByTestId('transitions');
  await steps.waitFor();
  assert.match(await steps.innerText(), /submitted[\s\S]*accepted[\s\S]*filled/);
  const parts = [...(await v.text('order-detail')).matchAll(/([\d.]+) at [\d,.]+ as taker/g)];
  assert.equal(parts.reduce((sum, [, quantity]) => sum + Number(quantity), 0).toFixed(8), '0.01000000');
  await v.shot('trading-order');
  await v.page.keyboard.press('Escape');
  // Its stop and target go with it.
  await v.page.getByTestId('no-open-orders').waitFor();
  await v.close();
});

test(
  'a hedging account holds both sides of an instrument, and closes the one that is meant',
  options,
  async (t) => {
    const hedging = new Server({
      settings: ['trading.strategy=', 'trading.positions=hedging'],
    });
    t.after(() => hedging.dispose());
    const at = await hedging.start();
    await liveMarket(at);
    const v = await visit(site.browser, at);
    await open(v);
    assert.match(await v.text('mode'), /hedging/);
    assert.equal(await v.page.getByTestId('order-reduce').count(), 0, 'side and position say it');
    const sides = async () =>
      (await portfolio(at)).positions
        .map(({ side, quantity }) => `${side} ${quantity}`)
        .sort()
        .join(', ');
    const row = (side) => v.page.locator(`[data-position=BTCUSDT][data-side=${side}]`);

    // Unless another one is chosen, a side opens its own position.
    await write(v, { side: 'buy', quantity: '0.02' });
    await row('long').waitFor();
    await isClear(v);
    const last = (await symbols(at)).symbols.find((info) => info.symbol === 'BTCUSDT').last;
    await write(v, {
      side: 'sell',
      quantity: '0.01',
      stop_loss: (last * 1.05).toFixed(2),
    });
    await row('short').waitFor();
    await isClear(v);
    // In one fill or in several, as the book has it.
    await v.until(async () => (await sides()) === 'long 0.02, short -0.01', 'both are filled');
    await v.until(async () => /▲ long\s+0\.02/.test(await row('long').innerText()), 'the long one');
    await v.until(async () => /▼ short\s+0\.01/.test(await row('short').innerText()), 'the short one');
    assert.match(await v.text('fills'), /sell\s+opens short[\s\S]*buy\s+opens long/);
    await v.until(async () => (await rows(v, 'open-orders').count()) === 1, 'the stop waits');
    assert.match(await v.text('open-orders'), /buy stop[\s\S]*closes short/);
    await v.shot('trading-hedging');

    // Less than there is: what closes has no bracket, and what is left stays.
    await v.page.getByTestId('order-sell').click();
    await v.page.getByTestId('order-long').click();
    assert.equal(await v.page.getByTestId('order-stop_loss').count(), 0);
    await write(v, { side: 'sell', position: 'long', quantity: '0.005' });
    await v.until(async () => /▲ long\s+0\.015/.test(await row('long').innerText()), 'a part is closed');
    await isClear(v);

    await row('short').getByRole('button', { name: 'Close BTCUSDT short' }).click();
    assert.equal(await v.page.getByTestId('order-quantity').inputValue(), '0.01');
    assert.equal(await v.page.getByTestId('order-buy').getAttribute('aria-pressed'), 'true');
    assert.equal(await v.page.getByTestId('order-short').getAttribute('aria-pressed'), 'true');
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.page.getByTestId('order-send').click();
    await row('short').waitFor({ state: 'detached' });
    await v.until(async () => (await sides()) === 'long 0.015', 'the long one stays as it is');
    assert.equal((await journal(at)).find(({ position }) => position === 'short').quantity, 0.01);
    await v.close();
  },
);

test('every type of order is written as the ticket shows it', options, async () => {
  const v = await site.visit();
  await open(v);
  const last = await lastOf('ETHUSDT');
  const at = (share) => (last * share).toFixed(2);
  const known = new Set((await orders(site.origin)).map(({ id }) => id));
  const kinds = {
    limit: { limit_price: at(0.95) },
    stop: { trigger_price: at(1.05) },
    stop_limit: { trigger_price: at(1.05), limit_price: at(1.06) },
    take_profit: { trigger_price: at(0.95) },
    trailing_stop: { trail: (last * 0.03).toFixed(2) },
  };
  for (const [type, fields] of Object.entries(kinds)) {
    await write(v, { symbol: 'ETHUSDT', type, quantity: '0.01', ...fields });
    await v.until(
      async () => (await orders(site.origin, '?state=open')).some((order) => order.type === type),
      `${type} is open`,
    );
    await isClear(v);
  }
  await v.page.getByTestId('order-type').selectOption('limit');
  await v.page.getByTestId('order-time').selectOption('gtd');
  await v.page.getByTestId('order-till').fill('2036-01-01T00:00');
  await v.page.getByTestId('order-post').check();
  await write(v, {
    symbol: 'ETHUSDT',
    type: 'limit',
    quantity: '0.02',
    limit_price: at(0.94),
  });
  await v.shot('trading-orders');
  await v.until(async () => (await rows(v, 'open-orders').count()) === 6, 'six are open');
  const made = (await orders(site.origin, '?state=open')).filter(({ id }) => !known.has(id));
  const dated = made.find((order) => order.quantity === 0.02);
  assert.equal(dated.time_in_force, 'gtd');
  assert.match(dated.good_till, /^2036-01-01T00:00:00/);
  assert.equal(dated.post_only, true);
  assert.match(await v.text('open-orders'), /stop limit[\s\S]*trailing stop|trailing stop[\s\S]*stop limit/);
  await v.page.getByRole('button', { name: `Cancel order ${dated.id}` }).click();
  await v.until(async () => (await rows(v, 'open-orders').count()) === 5, 'one is canceled');
  await v.page.getByRole('button', { name: 'Cancel all…' }).click();
  await v.page.getByTestId('cancel-all-yes').click();
  await v.until(async () => (await orders(site.origin, '?state=open')).length === 0, 'none is open');
  await v.page.getByTestId('no-open-orders').waitFor();
  await v.close();
});

test('the risk calculator answers as the server does, and writes into the order', options, async () => {
  const v = await site.visit();
  await open(v);
  const last = await lastOf('BTCUSDT');
  const [entry, stop] = [last.toFixed(2), (last * 0.98).toFixed(2)];
  await v.page.keyboard.press('q');
  await v.page.getByTestId('size-ask').click();
  assert.equal(await fault(v, 'Stop', 'calculator'), 'This number is needed.');
  await v.page.getByTestId('size-stop').fill(stop);
  await v.page.getByTestId('size-entry').fill(entry);
  await v.page.getByTestId('size-risk_percent').fill('0.5');
  await v.page.getByTestId('size-ask').click();
  const size = v.page.getByTestId('size');
  await size.waitFor();
  const { equity } = (await portfolio(site.origin)).accounts[0];
  // By hand: half a percent of the equity over the distance to the stop, on the grid of 0.00001.
  const quantity = Math.floor((equity * 0.005) / (Number(entry) - Number(stop)) / 0.00001) * 0.00001;
  const told = Number((await size.locator('dd').first().innerText()).trim());
  assert.ok(Math.abs(told - quantity) < 0.00003, `${told} is ${quantity}`);
  await v.page.getByTestId('size-use').click();
  assert.equal(Number(await v.page.getByTestId('order-quantity').inputValue()), told);
  assert.equal(await v.page.getByTestId('order-stop_loss').inputValue(), stop);
  await v.page.getByTestId('size-method').selectOption('kelly');
  assert.equal(await size.count(), 0, 'what came out was of other numbers');
  await v.close();
});

test(
  'the kill switch is asked for twice each way, says what it did, and shows on every page',
  options,
  async () => {
    const v = await site.visit();
    v.forgive(true); // orders are refused while it is engaged
    await open(v);
    const last = await lastOf('ETHUSDT');
    await write(v, {
      symbol: 'ETHUSDT',
      type: 'limit',
      quantity: '0.01',
      limit_price: (last * 0.95).toFixed(2),
    });
    await v.until(async () => (await rows(v, 'open-orders').count()) === 1, 'an order is open');
    await v.page.keyboard.press('Escape');
    await v.page.locator('body').click({ position: { x: 700, y: 60 } });
    await v.page.keyboard.press('k');
    await v.page.keyboard.press('Enter');
    const dialog = v.page.getByTestId('kill-engage');
    assert.match(await dialog.innerText(), /The one open order is canceled/);
    await v.page.keyboard.press('Escape');
    assert.equal((await killSwitch(site.origin)).engaged, false, 'it was only asked for');
    await v.page.getByTestId('kill-button').click();
    await dialog.getByLabel('Reason').fill('news at noon');
    await v.page.getByTestId('kill-engage-yes').click();
    await v.until(async () => (await killSwitch(site.origin)).engaged, 'it is engaged');
    await v.until(
      async () => /1 cancel sent in [\d.]+\s(ns|µs|ms)/.test(await v.text('kill-state')),
      'how many and how fast',
    );
    assert.match(await v.text('kill-strip'), /Kill switch engaged[\s\S]*news at noon/);
    await v.until(async () => (await orders(site.origin, '?state=open')).length === 0, 'nothing is open');
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.shot('trading-killed');
    await write(v, { symbol: 'ETHUSDT', quantity: '0.01' });
    const ticket = v.page.getByTestId('ticket');
    await v.until(async () => /refused \(kill_switch\)/.test(await ticket.innerText()), 'orders are refused');
    for (const page of ['markets', 'chart', 'signals', 'alerts', 'journal', 'backtests', 'system']) {
      await v.open(`#/${page}`);
      await v.page.getByTestId('kill-strip').waitFor();
    }
    await open(v);
    await v.page.getByTestId('kill-button').click();
    await v.page.getByTestId('kill-release-yes').click();
    assert.match(await v.page.getByTestId('kill-release').innerText(), /say first that it is meant/);
    assert.equal((await killSwitch(site.origin)).engaged, true);
    await v.page.getByTestId('kill-release-consent').check();
    await v.page.getByTestId('kill-release-yes').click();
    await v.page.getByTestId('kill-strip').waitFor({ state: 'detached' });
    assert.equal((await killSwitch(site.origin)).engaged, false);
    await v.close();
  },
);

test('one that others engage shows without a reload', options, async () => {
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.getByTestId('market-table').waitFor();
  await post(site.origin, '/api/kill-switch', {
    engaged: true,
    reason: 'from elsewhere',
  });
  await v.until(async () => /from elsewhere/.test(await v.text('kill-strip')), 'the strip');
  await post(site.origin, '/api/kill-switch', {
    engaged: false,
    confirm: 'release',
  });
  await v.page.getByTestId('kill-strip').waitFor({ state: 'detached' });
  await v.close();
});

test('where trading is off, the page says so', options, async () => {
  const off = new Server({ settings: ['trading.mode=off'] });
  const v = await visit(site.browser, await off.start());
  v.forgive(true);
  await v.open('#/trading');
  await v.until(async () => /Trading is switched off/.test(await v.text('section-account')), 'the reason');
  assert.equal(await v.page.getByTestId('ticket').count(), 0);
  await v.close();
  await off.dispose();
});

for (const scheme of ['dark', 'light']) {
  test(`all text about trading has enough contrast in the ${scheme} theme`, options, async () => {
    const v = await site.visit({
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await open(v);
    await v.page.getByTestId('order-send').click();
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.shot(`trading-${scheme}`);
    await v.page.getByTestId('kill-button').click();
    await v.page.getByTestId('kill-engage').waitFor();
    assert.deepEqual(await contrastFaults(v.page), []);
    await v.close();
  });
}

test('on a phone everything fits, and the pages beyond the first are under More', options, async () => {
  const v = await site.visit(kOnPhone);
  await v.open('#/markets');
  const tabs = v.page.locator('.tabs');
  await tabs.getByTestId('nav-more').tap();
  await v.shot('phone-more');
  await tabs.locator('.menu').getByTestId('nav-journal').tap();
  await v.until(() => v.hash.startsWith('#/journal'), 'the journal');
  assert.match(await tabs.getByTestId('nav-more').innerText(), /Journal/);
  await tabs.getByTestId('nav-trading').first().tap();
  await v.page.getByTestId('account').waitFor();
  assert.equal(await tooWide(v), 0, 'pixels too wide');
  await v.shot('phone-trading');
  await v.page.getByTestId('kill-button').tap();
  await v.page.getByTestId('kill-engage').waitFor();
  await v.shot('phone-kill');
  await v.close();
});
