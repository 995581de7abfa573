import { expect, it } from 'vitest';
import { ApiError } from '../api/rest';
import type { Faults } from '../model/form_faults';
import { FormState } from './form_state.svelte';

it('puts an answer that comes late to none of the words written meanwhile', async () => {
  const form = new FormState(() => ({}));
  const refusal = new ApiError(422, 'bad_value', 'No such symbol.', 'symbol');
  const late = form.submit(
    () => Promise.resolve().then(() => Promise.reject(refusal)),
    ({ field }) => field,
  );
  form.changed();
  expect([await late, form.isOvertaken, form.faults]).toEqual([false, true, { '': 'No such symbol.' }]);
  expect(await form.submit(() => Promise.resolve())).toBe(true);
  expect(form.isOvertaken).toBe(false);
});

it('says what is wrong once it was tried, here and by the server, and forgets it with other words', async () => {
  let local: Faults = { name: 'A name is needed.' };
  const form = new FormState(() => local);
  expect(form.faults).toEqual({});
  expect(await form.submit(() => Promise.reject(new Error('never sent')))).toBe(false);
  expect(form.faults).toEqual({ name: 'A name is needed.' });
  local = {};
  const refusal = new ApiError(422, 'bad_value', 'No such symbol.', 'order.symbol');
  const send = () => Promise.reject(refusal);
  expect(await form.submit(send, ({ field }) => field.replace('order.', ''))).toBe(false);
  expect([form.faults, form.saving]).toEqual([{ symbol: 'No such symbol.' }, false]);
  form.changed();
  expect(form.faults).toEqual({});
  expect(await form.submit(() => Promise.resolve())).toBe(true);
  local = { name: 'A name is needed.' };
  form.begin();
  expect(form.faults).toEqual({});
});
