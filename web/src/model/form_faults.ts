import { ApiError } from '../api/rest';

/** By the name of a field as the server has it: "name", "condition.level"; '' = of the form as a whole. */
export type Faults = Readonly<Record<string, string>>;

/** The fault a request has come to, at its field, in the server's words. `placeOf` names the form's field. */
export function refusalOf(
  error: unknown,
  placeOf: (error: ApiError) => string = ({ field }) => field,
): Faults {
  const told = error instanceof ApiError && !error.unreachable;
  if (!told) return { '': 'The server does not answer; nothing was saved.' };
  return { [placeOf(error)]: error.message };
}

/** Text of a decimal number above 0, as amounts are sent: exactly. */
export const isAmount = (text: string) => /^\d{1,18}(\.\d{1,18})?$/.test(text) && Number(text) > 0;

/** What is wrong with the text of an amount; null = nothing. */
export function amountFault(text: string, isNeeded: boolean): string | null {
  if (text.trim() === '') return isNeeded ? 'This number is needed.' : null;
  return isAmount(text.trim()) ? null : 'This must be a number above 0.';
}

/** What is wrong with a price that must be so many steps of `tick`, or a quantity of so many decimals. */
export function gridFault(text: string, step: number): string | null {
  if (!isAmount(text.trim()) || step <= 0) return null;
  const steps = Number(text) / step;
  const isOn = Math.abs(steps - Math.round(steps)) < 1e-6 + 1e-12 * steps;
  return isOn ? null : `This must be a multiple of ${plain(step)}.`;
}

/** 0.00001 as "0.00001", not "1e-5"; to 12 decimals, of which it says no more than the number knows. */
export const plain = (value: number) =>
  (value + 0).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
