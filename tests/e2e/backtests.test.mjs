// Backtests over the real server and candles that were imported: asked for, followed, looked at beside holding, compared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backtestResult, backtests } from './support/api.mjs';
import { ask as askFor, done, fault, form, idsOf, open } from './support/backtests.mjs';
import { kOtherLooks } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { holdsItsContent, listsOf, tooWide } from './support/forms.mjs';
import { numberOf } from './support/numbers.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server({ history: 60_000 });
/** The mock runs none. */
const site = siteOf(server, { isReal: true });
const { options } = site;

const rows = (v) => v.page.getByTestId('runs').locator('tbody tr');
const resultOf = (id) => backtestResult(site.origin, id);
const ask = (v, fields) => askFor(v, { symbol: server.historySymbol, timeframe: '1m', ...fields });

test('without a backtest the page says what one is', options, async () => {
  const v = await site.visit();
  await v.open('#/markets');
  await v.page.keyboard.press('e');
  assert.match(await v.text('no-backtests'), /runs a strategy over the past/);
  await v.shot('backtests-empty');
  await v.close();
});

test(
  'errors stand at their fields, also those only the server can tell; nothing typed is lost',
  options,
  async () => {
    const v = await site.visit();
    v.forgive(true); // the browser reports the refusals
    await open(v);
    await v.page.keyboard.press('n');
    await form(v).waitFor();
    assert.match(v.hash, /runs=new/);
    await v.page.getByTestId('backtest-strategy').selectOption('sma_cross');
    await v.page.getByTestId('backtest-fast').fill('0');
    await v.page.getByTestId('backtest-run').click();
    assert.equal(await fault(v, 'Fast average'), 'This must be from 1 to 10,000.');
    await v.page.getByTestId('backtest-fast').fill('15');
    await v.page.getByTestId('backtest-fees').fill('much');
    await v.page.getByTestId('backtest-run').click();
    await v.until(async () => (await form(v).locator('.fault').count()) > 0, 'the refusal');
    assert.equal(await fault(v, 'Fees'), "'much' is not a share; use 0.001, 0.1% or 10bp");
    await v.shot('backtests-errors');
    await v.page.keyboard.press('Escape');
    await form(v).waitFor({ state: 'detached' });
    await v.page.keyboard.press('n');
    assert.equal(await v.page.getByTestId('backtest-fast').inputValue(), '15');
    assert.equal(await v.page.getByTestId('backtest-fees').inputValue(), 'much');
    assert.equal((await backtests(site.origin)).length, 0);
    await v.close();
  },
);

test(
  'the form has the fields of the strategy that is chosen, as the server lists them',
  options,
  async () => {
    const v = await site.visit();
    await open(v);
    await v.page.keyboard.press('n');
    await form(v).waitFor();
    const { strategies } = await (await fetch(`${site.origin}/api/strategies`)).json();
    const chosen = v.page.getByTestId('backtest-strategy');
    assert.deepEqual(
      await chosen.locator('option').evaluateAll((found) => found.map(({ value }) => value)),
      strategies.map(({ id }) => id),
    );
    for (const { id, rule, parameters } of strategies) {
      await chosen.selectOption(id);
      assert.ok((await form(v).innerText()).includes(rule), rule);
      for (const { name, title, unit, choices, ...parameter } of parameters) {
        const field = v.page.getByTestId(`backtest-${name}`);
        const shown = await field.inputValue();
        assert.equal(shown, choices[parameter.default] ?? String(parameter.default), `${id} ${name}`);
        assert.ok(await form(v).getByLabel(title, { exact: true }).isVisible(), title);
        assert.ok((await form(v).innerText()).includes(unit), unit);
      }
    }
    assert.equal(await v.page.getByTestId('backtest-strength').count(), 1, 'of the last one');
    // What was typed for one strategy is there again after another one was looked at.
    await chosen.selectOption('breakout');
    await v.page.getByTestId('backtest-lookback').fill('55');
    await chosen.selectOption('zone_bounce');
    assert.equal(await v.page.getByTestId('backtest-lookback').count(), 0);
    await v.page.getByTestId('backtest-target').fill('200');
    await chosen.selectOption('breakout');
    assert.equal(await v.page.getByTestId('backtest-lookback').inputValue(), '55');
    assert.equal(await v.page.getByTestId('backtest-target').inputValue(), '2', 'its own target');
    await chosen.selectOption('zone_bounce');
    await v.page.getByTestId('backtest-run').click();
    assert.equal(await fault(v, 'Target'), 'This must be from 0.1 to 100.');
    await v.page.getByTestId('backtest-target').fill('3');
    await chosen.selectOption('decision');
    await v.page.getByTestId('backtest-timeframe').selectOption('1h');
    await v.page.getByTestId('backtest-run').click();
    assert.equal(await fault(v, 'Timeframe'), 'This strategy decides on candles of 1m or 5m.');
    await v.shot('backtest-form-dark');
    assert.equal((await backtests(site.origin)).length, 0);
    await v.close();
  },
);

test('while the server does not say which strategies there are, the form says why', options, async () => {
  const v = await site.visit();
  v.forgive(true);
  let isDown = true;
  await v.page.route(/\/api\/strategies$/, (route) => (isDown ? route.abort() : route.continue()));
  await open(v, '#/backtests?runs=new');
  await v.until(async () => /does not answer/.test(await v.text('no-strategies')), 'the reason');
  isDown = false;
  await form(v).waitFor({ timeout: 40_000 });
  await v.close();
});

test(
  'a form that is there before the instruments takes the first of them once they are',
  options,
  async () => {
    const v = await site.visit();
    let send = () => {};
    const held = new Promise((resolve) => (send = resolve));
    await v.page.route(/\/api\/symbols$/, async (route) => {
      await held;
      await route.continue();
    });
    await v.open('#/backtests?runs=new');
    await form(v).waitFor();
    const chosen = v.page.getByTestId('backtest-symbol');
    assert.equal(await chosen.inputValue(), '');
    send();
    await v.until(async () => (await chosen.inputValue()) !== '', 'an instrument is chosen');
    await v.close();
  },
);

test('a run is told as the server reports it, beside buying and holding', options, async () => {
  const v = await site.visit();
  await open(v);
  await ask(v, { strategy: 'sma_cross', fast: '200', slow: '1000' });
  await done(v);
  const [id] = idsOf(v);
  const told = await resultOf(id);
  assert.deepEqual(told.parameters, { fast: 200, slow: 1000, sides: 'long' });
  const cells = async (title) =>
    (
      await v.page
        .getByTestId('figures')
        .locator('tr')
        .filter({
          has: v.page.getByRole('rowheader', { name: title, exact: true }),
        })
        .locator('td')
        .allInnerTexts()
    ).map((text) => text.replaceAll(/[\s,+]/g, '').replace('\u2212', '-'));
  const near = (text, value) => Math.abs(Number.parseFloat(text) - value) <= 0.0051;
  const [own, held] = await cells('Return');
  assert.ok(near(own, told.performance.total_return * 100), `${own} is ${told.performance.total_return}`);
  assert.ok(near(held, told.buy_and_hold.total_return * 100), `${held} is ${told.buy_and_hold.total_return}`);
  assert.equal((await cells('Trades'))[0], String(told.trade_statistics.all.trades));
  assert.ok(near((await cells('Equity'))[0], told.equity));
  const count = Math.min(100, told.trades.length);
  assert.equal(await v.page.getByTestId('run-trades').locator('tbody tr').count(), count);
  const chart = await v.page
    .getByRole('link', { name: 'Chart of trade 1', exact: true })
    .getAttribute('href');
  assert.match(chart, /^#\/chart\/file:HISTORYUSDT\/1m\?/);
  const from = Date.parse(/from=([^&]+)/.exec(chart)[1]);
  assert.ok(Math.abs(Date.parse(told.trades[0].entered) - from - 3_600_000) <= 60_000, 'an hour of room');
  await v.page.getByTestId('months').waitFor();
  // The line says at every close what the report says, and is gone along by keys.
  const plot = v.page.getByTestId('run-equity').getByRole('slider');
  await plot.focus();
  await v.page.keyboard.press('Home');
  assert.match(await plot.getAttribute('aria-valuetext'), /Equity 10,000/);
  const amount = (value) => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  await v.page.keyboard.press('ArrowRight');
  const { time, equity, buy_and_hold, drawdown } = told.curve;
  assert.equal(
    await plot.getAttribute('aria-valuetext'),
    `${new Date(time[0]).toISOString().slice(0, 16).replace('T', ' ')} UTC: Equity ${amount(equity[0])}, Held ${amount(buy_and_hold[0])}`,
  );
  await v.page.keyboard.press('End');
  const end = await plot.getAttribute('aria-valuetext');
  assert.ok(end.includes(`Equity ${amount(told.equity)}, Held ${amount(buy_and_hold.at(-1))}`), end);
  assert.ok(time.length > told.trades.length && time.at(-1) === Date.parse(told.to));
  const deep = v.page.getByTestId('run-drawdown').getByRole('slider');
  await deep.focus();
  await v.page.keyboard.press('End');
  const below = await deep.getAttribute('aria-valuetext');
  assert.ok(below.includes(`Drawdown \u2212${(drawdown.at(-1) * 100).toFixed(2)}`), below);
  await v.page.keyboard.press('Escape');
  await v.shot('backtest-dark');
  await listsOf(v).focus();
  await v.page.keyboard.press('Escape');
  await v.until(async () => (await rows(v).count()) === 1, 'the list');
  const focused = await v.page.evaluate(() => document.activeElement?.dataset.open);
  assert.equal(focused, id, 'the focus is where it was');
  await v.close();
});

test('the same run again with another parameter, and both beside each other', options, async () => {
  const v = await site.visit();
  await open(v);
  await rows(v).first().getByRole('link').click();
  await done(v);
  await v.page.getByRole('button', { name: 'Change and run' }).click();
  assert.equal(await v.page.getByTestId('backtest-slow').inputValue(), '1000');
  await v.page.getByTestId('backtest-slow').fill('2000');
  await v.page.getByTestId('backtest-run').click();
  await v.until(async () => (await backtests(site.origin)).length === 2, 'the second one');
  await done(v);
  await v.page.getByTestId('all-backtests').click();
  await v.until(async () => (await rows(v).count()) === 2, 'both');
  assert.ok(await v.page.getByTestId('compare-picked').isDisabled());
  for (const box of await rows(v).getByRole('checkbox').all()) await box.check();
  await v.page.getByTestId('compare-picked').click();
  await v.page.getByTestId('compare').waitFor();
  assert.equal(idsOf(v).length, 2);
  const [one, two] = await Promise.all(idsOf(v).map(resultOf));
  const row = v.page.getByTestId('compare').locator('tr').filter({ hasText: 'Return' }).first();
  const stars = await row
    .locator('td')
    .evaluateAll((found) => found.map((cell) => cell.classList.contains('best')));
  const first = one.performance.total_return > two.performance.total_return;
  assert.deepEqual(stars, [first, !first]);
  await v.shot('backtests-compared');
  await v.page.goBack();
  await v.until(async () => (await rows(v).count()) === 2, 'back');
  await v.close();
});

test('several values are searched, and one combination is run by itself', options, async () => {
  const v = await site.visit();
  v.forgive(true); // the browser reports the refusal
  await open(v);
  const before = (await backtests(site.origin)).length;
  await ask(v, { strategy: 'sma_cross', fast: '5,x', slow: '100:300:100' });
  assert.equal(await fault(v, 'Fast average'), 'This must be a number.');
  await v.page.getByTestId('backtest-fast').fill('1:5001:1');
  await v.page.getByTestId('backtest-objective').selectOption('return');
  assert.match(await form(v).innerText(), /of 15,003 combinations/);
  await v.page.getByTestId('backtest-run').click();
  await v.until(async () => /more than 5000 combinations/.test(await form(v).innerText()), 'the refusal');
  await v.page.getByTestId('backtest-fast').fill('10,50');
  await v.shot('backtest-form-search');
  await v.page.getByTestId('backtest-run').click();
  const table = v.page.getByTestId('search');
  await table.waitFor({ timeout: 60_000 });
  const [id] = idsOf(v);
  const told = await resultOf(id);
  assert.equal(told.combinations, 6);
  assert.equal(await table.locator('tbody tr').count(), 6);
  const best = await table.locator('tbody tr').first().locator('td').allInnerTexts();
  const [{ parameters, score, trades }] = told.results;
  assert.deepEqual(best.slice(0, 3), [String(parameters.fast), String(parameters.slow), 'long']);
  assert.equal(numberOf(best[3]), Number(score.toFixed(3)));
  assert.equal(best[6], trades.toLocaleString('en-US'));
  assert.deepEqual(await tooWide(v), 0);
  assert.deepEqual(await contrastFaults(v.page), []);
  await v.shot('backtest-search');
  // The best one by itself comes to the same.
  await table.locator('tbody tr').first().getByRole('button').click();
  assert.equal(await v.page.getByTestId('backtest-fast').inputValue(), String(parameters.fast));
  await v.page.getByTestId('backtest-run').click();
  await done(v);
  const alone = await resultOf(idsOf(v)[0]);
  assert.equal(alone.performance.total_return, score);
  assert.equal(alone.trade_statistics.all.trades, trades);
  // And what is chosen is judged on what it has not seen.
  await v.page.getByTestId('all-backtests').click();
  await v.page.locator(`[data-open="${id}"]`).click();
  await v.page.getByRole('button', { name: 'Change and run' }).click();
  assert.equal(await v.page.getByTestId('backtest-slow').inputValue(), '100:300:100');
  await v.page.getByTestId('backtest-judged').selectOption('walk_forward');
  await v.page.getByTestId('backtest-walk_forward').fill('20000,10000');
  await v.page.getByTestId('backtest-run').click();
  const splits = v.page.getByTestId('splits');
  await splits.waitFor({ timeout: 60_000 });
  const forward = await resultOf(idsOf(v)[0]);
  assert.equal(await splits.locator('tbody tr').count(), forward.splits.length);
  assert.ok(forward.splits.length >= 3);
  assert.match(await v.text('tested-return'), /one after the other: .+%\. The choice/);
  await v.shot('backtest-walk-forward');
  await v.page.getByTestId('all-backtests').click();
  const row = v.page.locator(`[data-run="${id}"]`);
  assert.ok(await row.getByRole('checkbox').isDisabled(), 'a search is not compared');
  for (const one of (await backtests(site.origin)).slice(0, 3))
    await fetch(`${site.origin}/api/backtests/${one.id}`, { method: 'DELETE' });
  await v.until(async () => (await backtests(site.origin)).length === before, 'they are gone');
  await v.close();
});

test('a search over two parameters is a map: by value, by keys, in dark and in light', options, async () => {
  for (const colorScheme of ['dark', 'light']) {
    const v = await site.visit({ colorScheme });
    await open(v);
    await ask(v, {
      strategy: 'sma_cross',
      fast: '10,50,200',
      slow: '100:400:100',
      objective: 'return',
    });
    const map = v.page.getByTestId('heat-map');
    await map.waitFor({ timeout: 60_000 });
    const [id] = idsOf(v);
    const { results } = await resultOf(id);
    assert.deepEqual(await map.locator('thead th').allInnerTexts(), [
      'fast \\ slow',
      '100',
      '200',
      '300',
      '400',
    ]);
    assert.deepEqual(await map.locator('tbody th').allInnerTexts(), ['10', '50', '200']);
    const runOf = (fast, slow) =>
      results.find(({ parameters: { fast: one, slow: other } }) => one === fast && other === slow);
    const cell = (row, column) => map.locator('tbody tr').nth(row).locator('td').nth(column);
    for (const [row, fast] of [10, 50, 200].entries())
      for (const [column, slow] of [100, 200, 300, 400].entries()) {
        const { score } = runOf(fast, slow);
        const text = await cell(row, column).innerText();
        if (score === null) assert.equal(text, '–', `${fast} ${slow} has no score`);
        else assert.equal(numberOf(text), Number(score.toFixed(3)), `${fast} ${slow}`);
      }
    // The best one is marked, stands below in words, and is where the keyboard begins.
    const best = map.locator('td', { hasText: '★' });
    assert.equal(await best.count(), 1);
    assert.equal(await best.getAttribute('tabindex'), '0');
    const words = async () => (await v.text('heat-chosen')).replaceAll(',', '');
    const { parameters } = results[0];
    assert.ok((await words()).includes(`fast ${parameters.fast} slow ${parameters.slow}`), await words());
    assert.equal(await map.locator('[tabindex="0"]').count(), 1, 'one stop of the tab key');
    await best.focus();
    await v.page.keyboard.press('Control+Home');
    await v.until(async () => /fast 10 slow 100/.test(await words()), 'the first cell');
    await v.page.keyboard.press('ArrowDown');
    await v.page.keyboard.press('ArrowRight');
    await v.until(async () => /fast 50 slow 200/.test(await words()), 'one down, one to the right');
    const color = (at) => at.evaluate((element) => getComputedStyle(element).backgroundColor);
    assert.notEqual(await color(best), 'rgba(0, 0, 0, 0)');
    await v.page.getByTestId('heat-figure').selectOption('trades');
    assert.equal(numberOf(await cell(1, 1).innerText()), runOf(50, 200).trades);
    await v.page.getByTestId('heat-figure').selectOption('total_return');
    assert.deepEqual(await contrastFaults(v.page), []);
    assert.deepEqual(await tooWide(v), 0);
    await v.shot(`backtest-heat-${colorScheme}`);
    await cell(1, 1).focus();
    await v.page.keyboard.press('Enter');
    await form(v).waitFor();
    assert.equal(await v.page.getByTestId('backtest-fast').inputValue(), '50');
    assert.equal(await v.page.getByTestId('backtest-slow').inputValue(), '200');
    await fetch(`${site.origin}/api/backtests/${id}`, { method: 'DELETE' });
    await v.close();
  }
});

test('a search is judged in folds, which the choice has not seen', options, async () => {
  const v = await site.visit();
  await open(v);
  await v.page.getByTestId('new-backtest').click();
  await v.page.getByTestId('backtest-strategy').selectOption('sma_cross');
  await v.page.getByTestId('backtest-fast').fill('10,50');
  await v.page.getByTestId('backtest-judged').selectOption('folds');
  await v.page.getByTestId('backtest-folds').fill('1');
  await v.page.getByTestId('backtest-run').click();
  assert.equal(await fault(v, 'Folds'), 'This must be a whole number from 2 to 20.');
  await v.shot('backtest-form-folds');
  await v.page.keyboard.press('Escape');
  await form(v).waitFor({ state: 'detached' });
  const fields = {
    strategy: 'sma_cross',
    fast: '10,50',
    slow: '100:300:100',
    folds: '4',
    purge: '300',
    embargo: '60',
  };
  await ask(v, fields);
  const splits = v.page.getByTestId('splits');
  await splits.waitFor({ timeout: 60_000 });
  const [id] = idsOf(v);
  const told = await resultOf(id);
  assert.equal(told.splits.length, 4);
  assert.equal(await splits.locator('tbody tr').count(), 4);
  assert.equal(
    told.splits.reduce((sum, { test_candles: count }) => sum + count, 0),
    told.candles,
  );
  const section = await v.text('section-splits');
  assert.match(section, /Folds[\s\S]*without 300 candles before a fold and 60 after it/);
  assert.match(await v.text('tested-return'), /The choice on the others had not seen it/);
  assert.equal(await v.page.getByTestId('heat-map').count(), 0, 'there is no one score of a combination');
  await v.shot('backtest-folds');
  await v.page.getByRole('button', { name: 'Change and run' }).click();
  assert.equal(await v.page.getByTestId('backtest-purge').inputValue(), '300');
  await fetch(`${site.origin}/api/backtests/${id}`, { method: 'DELETE' });
  await v.close();
});

test('a failure is told with its reason', options, async () => {
  const v = await site.visit();
  await open(v);
  await ask(v, { from: '2020-01-01T00:00', to: '2020-02-01T00:00' });
  const run = v.page.getByTestId('run');
  await v.until(async () => (await run.getAttribute('data-state')) === 'failed', 'it fails');
  const [{ error }] = await backtests(site.origin);
  assert.ok((await run.innerText()).includes(error), error);
  await v.page.getByRole('button', { name: 'Remove' }).click();
  await v.until(async () => (await backtests(site.origin)).length === 2, 'it is gone');
  await v.until(async () => (await rows(v).count()) === 2, 'the list');
  await v.close();
});

test('a running one shows how far it is, and is canceled', options, async () => {
  const v = await site.visit();
  // The server is faster than a test can look: what it says while it runs is put in the place of its answer.
  let canceled = 0;
  const job = {
    ...(await backtests(site.origin))[0],
    id: '00000000000000aa',
    state: 'running',
    ended_at: null,
  };
  let progress = 0.25;
  await v.page.route(/\/api\/backtests(\/00000000000000aa)?$/, async (route) => {
    if (route.request().method() === 'DELETE') {
      canceled += 1;
      return route.fulfill({ json: { ...job, state: 'canceled' } });
    }
    const state = canceled > 0 ? 'canceled' : 'running';
    await route.fulfill({
      json: {
        backtests: [{ ...job, state, progress, candles: progress * 60_000 }],
      },
    });
  });
  await open(v);
  const bar = rows(v).first().getByRole('progressbar');
  await v.until(async () => (await bar.getAttribute('value')) === '0.25', 'a quarter');
  progress = 0.75;
  await v.until(async () => /running, 75\s%/.test(await rows(v).first().innerText()), 'it goes on');
  await v.shot('backtests-running');
  await rows(v)
    .first()
    .getByRole('button', { name: /^Cancel/ })
    .click();
  await v.until(async () => (await rows(v).first().getAttribute('data-state')) === 'canceled', 'it ends');
  assert.equal(canceled, 1);
  await v.close();
});

test('a result of ten thousand trades does not freeze the page', options, async () => {
  const v = await site.visit();
  const id = (await backtests(site.origin)).find(({ state }) => state === 'done').id;
  const told = await resultOf(id);
  const [from, length] = [Date.parse(told.from), (Date.parse(told.to) - Date.parse(told.from)) / 10_000];
  const time = (i) => new Date(from + i * length).toISOString();
  told.trades = Array.from({ length: 10_000 }, (_, i) => ({
    ...told.trades[0],
    number: i + 1,
    entered: time(i),
    exited: time(i + 0.5),
    profit: Math.sin(i / 50) * 10,
  }));
  told.trades_left_off = 5;
  await v.page.route(/\/api\/backtests\/[0-9a-f]{16}\/result/, (route) => route.fulfill({ json: told }));
  await v.page.goto(`${site.origin}/#/backtests?runs=${id}`);
  await done(v);
  await v.page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const step = (now) => {
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  await v.page.getByRole('button', { name: 'Sort by Profit' }).click();
  await v.page.getByTestId('pager').getByRole('button', { name: 'Next' }).click();
  await v.until(async () => /101 to 200 of 10,000/.test(await v.text('pager')), 'the next page');
  assert.equal(
    await v.page.getByTestId('run-trades').locator('tbody tr').count(),
    100,
    'only a page is made',
  );
  const path = await v.page.getByTestId('run-equity').locator('path.line').first().getAttribute('d');
  assert.ok(path.length < 60_000, `the line has ${path.length} characters`);
  const longest = await v.page.evaluate(() => globalThis.longest);
  console.log(`longest frame while sorting 10,000 trades: ${longest.toFixed(0)} ms`);
  assert.match(await v.text('section-run-trades'), /The first 10,000 are here; 5 more/);
  await v.close();
});

test('a result of before there were curves says so in the place of its lines', options, async () => {
  const v = await site.visit();
  await v.page.route(/\/api\/backtests\/[0-9a-f]{16}\/result/, async (route) => {
    const { curve: _, ...old } = await (await route.fetch()).json();
    await route.fulfill({ json: old });
  });
  const ids = (await backtests(site.origin)).map(({ id }) => id);
  await open(v, `#/backtests?runs=${ids[0]}`);
  assert.match(await v.text('no-curve'), /before results had a curve/);
  assert.equal(await v.page.getByTestId('run-equity').count(), 0);
  assert.ok((await v.page.getByTestId('run-trades').locator('tbody tr').count()) > 0, 'the rest stands');
  await open(v, `#/backtests?runs=${ids.join()}`);
  await v.until(async () => /before results had a curve/.test(await v.text('section-compare-curve')), 'both');
  await v.close();
});

test('one there is none of is told, and the page goes on', options, async () => {
  const v = await site.visit();
  await open(v, '#/backtests?runs=00000000000000ff');
  await v.until(async () => /no backtest of this id/.test(await v.text('no-run')), 'the reason');
  await v.page.keyboard.press('Escape');
  await v.until(async () => (await rows(v).count()) === 2, 'the list');
  await v.close();
});

for (const [name, look] of Object.entries(kOtherLooks)) {
  test(`${name}: readable, and nothing sticks out`, options, async () => {
    const v = await site.visit({
      ...look,
      reducedMotion: 'reduce',
    });
    const fits = async (what) => {
      assert.equal(await tooWide(v), 0, `${what}: pixels too wide`);
      assert.deepEqual(await contrastFaults(v.page), [], what);
    };
    await open(v);
    await rows(v).first().waitFor();
    await fits('list');
    await v.shot(`backtests-${name}`);
    await rows(v).first().getByRole('link').click();
    await done(v);
    await fits('result');
    const heads = v.page.locator('[data-testid^=by-] th');
    const cut = (cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.innerText);
    assert.deepEqual(await heads.evaluateAll(cut), [], 'they run into the next column');
    await v.shot(`backtest-${name}`);
    await v.page.getByTestId('new-backtest').click();
    await form(v).waitFor();
    assert.ok(await holdsItsContent(form(v)), 'the form does not scroll sideways');
    assert.deepEqual(await contrastFaults(v.page), [], 'form');
    await v.shot(`backtest-form-${name}`);
    await v.close();
  });
}
