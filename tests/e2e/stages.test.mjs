// The stage of what trades over the real server: the board with its samples and intervals, why play money goes no
// further, and a rollback from the question to the step in the list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kOnPhone } from './support/browser.mjs';
import { contrastFaults } from './support/contrast.mjs';
import { Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server();
/** The mock trades nothing. */
const site = siteOf(server, { isReal: true });
const { options } = site;

const board = async () => (await fetch(`${site.origin}/api/activation`)).json();

async function open(v) {
  await v.open('#/trading');
  await v.page.getByTestId('stages').waitFor();
}

test('the board shows every criterion with its sample, and why there is no next stage', options, async () => {
  const v = await site.visit();
  await open(v);
  const told = await board();
  assert.equal(told.stage, 'paper');
  assert.equal(await v.page.getByTestId('stages').locator('[aria-current=step] strong').innerText(), 'Paper');
  assert.equal(await v.page.getByTestId('criteria').locator('tbody tr').count(), told.criteria.length);
  const rate = await v.text('criterion-win_rate');
  assert.match(rate, /Too few/);
  assert.match(rate, /at least 80/);
  assert.match(rate, /0 of 30/);
  assert.match(await v.text('obstacle'), /play money/);
  assert.equal(await v.page.getByRole('button', { name: 'Promote…' }).isDisabled(), true);
  assert.equal(await v.page.getByTestId('triggers').locator('tbody tr').count(), 5);
  assert.deepEqual(await contrastFaults(v.page), []);
  await v.shot('stages');
  await v.close();
});

test('a rollback is asked for once more, done at once, and told with its reason', options, async () => {
  const v = await site.visit();
  await open(v);
  await v.page.getByRole('button', { name: 'Roll back…' }).click();
  await v.page.getByTestId('stage-reason').fill('odd fills');
  await v.page.getByTestId('stage-roll-back-yes').click();
  await v.until(async () => (await board()).stage === 'shadow', 'the server is at shadow');
  await v.until(async () => /odd fills/.test(await v.text('steps')), 'the step is in the list');
  assert.equal(
    await v.page.getByTestId('stages').locator('[aria-current=step] strong').innerText(),
    'Shadow',
  );
  assert.match(await v.text('obstacle'), /Not met yet: closed trades/);
  const [step] = (await board()).events;
  assert.equal(step.rollback.trigger, 'manual');
  await v.close();
});

test('a step taken elsewhere shows without reloading, also on a phone', options, async () => {
  const v = await site.visit({
    ...kOnPhone,
    deviceScaleFactor: 2,
  });
  await open(v);
  await fetch(`${site.origin}/api/activation`, {
    method: 'POST',
    body: JSON.stringify({
      action: 'restart',
      confirm: 'restart',
      reason: 'mended elsewhere',
    }),
  });
  await v.until(async () => /mended elsewhere/.test(await v.text('steps')), 'the step has come');
  await v.shot('stages-phone');
  await v.close();
});
