import type { PositionSizeRequest } from '../api/types';
import { amountFault, type Faults } from './form_faults';

export type SizeMethod = NonNullable<PositionSizeRequest['method']>;
type SizeField = Exclude<keyof PositionSizeRequest, 'symbol' | 'method'>;

interface SizeInput {
  name: SizeField;
  title: string;
  hint: string;
  /** What stands there at first. */
  fallback: string;
  isNeeded: boolean;
  /** Numbers go as numbers, amounts as text: exactly. */
  kind: 'amount' | 'number';
  most?: number;
}

const kEntry: SizeInput = {
  name: 'entry',
  title: 'Entry',
  hint: 'empty = the last price',
  fallback: '',
  isNeeded: false,
  kind: 'amount',
};
const kEquity: SizeInput = {
  name: 'equity',
  title: 'Equity',
  hint: 'in what the instrument is quoted in; empty = that of the account',
  fallback: '',
  isNeeded: false,
  kind: 'amount',
};
const kRisk: SizeInput = {
  name: 'risk_percent',
  title: 'Risk',
  hint: '% of the equity, lost at the stop',
  fallback: '1',
  isNeeded: true,
  kind: 'number',
  most: 100,
};
const kFraction: SizeInput = {
  name: 'fraction_percent',
  title: 'At most',
  hint: '% of the equity',
  fallback: '100',
  isNeeded: true,
  kind: 'number',
  most: 100,
};

const amount = (name: SizeField, title: string, hint: string): SizeInput => ({
  name,
  title,
  hint,
  fallback: '',
  isNeeded: true,
  kind: 'amount',
});
const number = (name: SizeField, title: string, hint: string, most?: number): SizeInput => ({
  ...amount(name, title, hint),
  kind: 'number',
  ...(most === undefined ? {} : { most }),
});

interface SizeForm {
  title: string;
  hint: string;
  inputs: readonly SizeInput[];
}

/** What each way to size a position asks for. */
export const kSizeForms: Record<SizeMethod, SizeForm> = {
  stop: {
    title: 'By a stop',
    hint: 'At the stop the position has lost the risk.',
    inputs: [amount('stop', 'Stop', 'price'), kRisk, kEntry, kEquity],
  },
  atr: {
    title: 'By true range',
    hint: 'The same, with a stop so many true ranges away.',
    inputs: [
      amount('atr', 'ATR', 'price'),
      { ...number('multiple', 'Times', 'true ranges to the stop'), fallback: '2' },
      kRisk,
      kEntry,
      kEquity,
    ],
  },
  fraction: {
    title: 'A share of the equity',
    hint: 'The position is worth this share.',
    inputs: [{ ...kFraction, title: 'Share' }, kEntry, kEquity],
  },
  kelly: {
    title: 'Kelly, capped',
    hint: "Kelly's fraction of what was won so far.",
    inputs: [
      number('win_rate', 'Win rate', '0 to 1', 1),
      number('payoff', 'Payoff', 'mean win over mean loss'),
      kFraction,
      kEntry,
      kEquity,
    ],
  },
  volatility: {
    title: 'To a volatility',
    hint: 'Target volatility over that of the instrument.',
    inputs: [
      number('target_volatility', 'Target', 'both in the same unit'),
      number('volatility', 'Volatility', 'of the instrument'),
      kFraction,
      kEntry,
      kEquity,
    ],
  },
};

/** As typed, of every method at once. */
export interface SizeDraft {
  symbol: string;
  method: SizeMethod;
  values: Partial<Record<SizeField, string>>;
}

const textOf = (draft: SizeDraft, input: SizeInput) => (draft.values[input.name] ?? input.fallback).trim();
export const sizeText = (draft: SizeDraft, input: SizeInput) => draft.values[input.name] ?? input.fallback;

/** What can be told without the server, which checks everything again. */
export function sizeFaults(draft: SizeDraft): Faults {
  const faults: Record<string, string> = {};
  if (draft.symbol === '') faults['symbol'] = 'A position is in an instrument.';
  for (const input of kSizeForms[draft.method].inputs) {
    const text = textOf(draft, input);
    const fault = amountFault(text, input.isNeeded);
    if (fault !== null) faults[input.name] = fault;
    else if (input.most !== undefined && Number(text) > input.most)
      faults[input.name] = `This must be at most ${input.most}.`;
  }
  return faults;
}

/** As it is asked. */
export function sizeQuestion(draft: SizeDraft): PositionSizeRequest {
  const given = kSizeForms[draft.method].inputs
    .map((input) => ({ ...input, text: textOf(draft, input) }))
    .filter(({ text }) => text !== '')
    .map(({ name, kind, text }) => [name, kind === 'number' ? Number(text) : text]);
  return { symbol: draft.symbol, method: draft.method, ...Object.fromEntries(given) };
}
