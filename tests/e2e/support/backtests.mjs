// The page of backtests: its form, and what is looked at.
import { faultAt, fillIn, listsOf } from './forms.mjs';

export const form = (v) => v.page.getByTestId('backtest-form');
export const fault = (v, label) => faultAt(form(v), label);

export async function open(v, hash = '#/backtests') {
  await v.open(hash);
  await listsOf(v).waitFor();
}

/** Asks for one from the page, its fields in the order in which they are written. */
export async function ask(v, fields) {
  await v.page.getByTestId('new-backtest').click();
  await fillIn(v.page, 'backtest', fields);
  await v.page.getByTestId('backtest-run').click();
}

/** Waits for the result. */
export const done = (v) => v.page.getByTestId('figures').waitFor({ timeout: 60_000 });

/** Those that are looked at. */
export const idsOf = (v) => /runs=([0-9a-f,]+)/.exec(v.hash)?.[1].split(',') ?? [];
