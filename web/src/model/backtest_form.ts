import type { ApiError } from '../api/rest';
import type { BacktestRequest, TimeframeName } from '../api/types';
import type { Faults } from './form_faults';

interface StrategyParameter {
  name: string;
  title: string;
  fallback: string;
  hint: string;
  /** One of these; null = a number */
  choices: readonly string[] | null;
  min?: number;
  max?: number;
  isWhole?: boolean;
}

interface StrategyForm {
  title: string;
  hint: string;
  parameters: readonly StrategyParameter[];
}

const sides = (fallback: 'long' | 'both'): StrategyParameter => ({
  name: 'sides',
  title: 'Sides',
  fallback,
  hint: '',
  choices: ['long', 'both'],
});
const candles = (
  name: string,
  title: string,
  fallback: number,
  min: number,
  max: number,
): StrategyParameter => ({
  name,
  title,
  fallback: String(fallback),
  hint: 'candles',
  choices: null,
  min,
  max,
  isWhole: true,
});
const number = (
  name: string,
  title: string,
  fallback: number,
  hint: string,
  min: number,
  max: number,
): StrategyParameter => ({ name, title, fallback: String(fallback), hint, choices: null, min, max });

/** The strategies there are and what they may be told, as docs/backtesting.md has them: the API has no list. */
export const kStrategies: Readonly<Record<string, StrategyForm>> = {
  sma_cross: {
    title: 'Crossing averages',
    hint: 'In the market while the fast average of closes is above the slow one.',
    parameters: [
      candles('fast', 'Fast average', 10, 1, 10_000),
      candles('slow', 'Slow average', 30, 2, 100_000),
      sides('long'),
    ],
  },
  breakout: {
    title: 'Breakout of a channel',
    hint: 'A close above the highest high of the candles before it; stop and target in true ranges.',
    parameters: [
      candles('lookback', 'Channel', 20, 1, 10_000),
      candles('atr', 'True range averaged', 14, 1, 10_000),
      number('stop', 'Stop', 2, 'ATR', 0.1, 100),
      number('target', 'Target', 2, 'R', 0.1, 100),
      sides('long'),
    ],
  },
  decision: {
    title: "The decision engine's signals",
    hint: 'Market entry with the signal’s stop and first target, out when it expires or turns; on 1m or 5m.',
    parameters: [number('confidence', 'Least confidence', 0, '%', 0, 100), sides('both')],
  },
  zone_bounce: {
    title: 'Bounce off a zone',
    hint: 'The price has bounced off a supply or demand zone; the stop stands beyond it.',
    parameters: [
      number('strength', 'Least strength', 0.5, '0 to 1', 0, 1),
      number('buffer', 'Stop beyond the zone', 0.25, 'ATR', 0, 10),
      number('target', 'Target', 2, 'R', 0.1, 100),
      sides('long'),
    ],
  },
};

type CostName = 'capital' | 'fees' | 'slippage' | 'spread' | 'latency' | 'funding' | 'fraction' | 'risk';

/** What may be said of money and costs, with the server's defaults. */
export const kCosts: readonly { name: CostName; title: string; fallback: string; hint: string }[] = [
  { name: 'capital', title: 'Capital', fallback: '10000', hint: 'in the quote currency' },
  { name: 'fees', title: 'Fees', fallback: '0.1%', hint: 'maker,taker or one for both: 0.001, 0.1% or 10bp' },
  { name: 'slippage', title: 'Slippage', fallback: '0.02%', hint: 'a share of the price' },
  { name: 'spread', title: 'Spread', fallback: '0', hint: 'between bid and ask, a share' },
  { name: 'latency', title: 'Latency', fallback: '0ms', hint: 'of orders: 250ms or 2s' },
  { name: 'funding', title: 'Funding', fallback: '0', hint: 'of perpetuals, a share every 8 h' },
  { name: 'fraction', title: 'Position', fallback: '95%', hint: 'worth of the equity, without a stop' },
  { name: 'risk', title: 'Risk', fallback: '1%', hint: 'of the equity, lost at the stop' },
];

/** A backtest while it is asked for: everything as typed. */
export interface BacktestDraft {
  strategy: string;
  symbol: string;
  timeframe: TimeframeName;
  /** "2026-11-27T12:00", UTC; '' = from the first, to the last candle */
  from: string;
  to: string;
  /** By strategy and name */
  values: Readonly<Record<string, string>>;
  costs: Readonly<Partial<Record<CostName, string>>>;
  fills: 'conservative' | 'optimistic';
}

export function newBacktest(symbol: string): BacktestDraft {
  const when = { from: '', to: '' };
  return {
    strategy: 'sma_cross',
    symbol,
    timeframe: '1h',
    ...when,
    values: {},
    costs: {},
    fills: 'conservative',
  };
}

const keyOf = (strategy: string, name: string) => `${strategy}.${name}`;

export const valueOf = (draft: BacktestDraft, { name, fallback }: StrategyParameter) =>
  draft.values[keyOf(draft.strategy, name)] ?? fallback;

export function withValue(draft: BacktestDraft, name: string, text: string): BacktestDraft {
  return { ...draft, values: { ...draft.values, [keyOf(draft.strategy, name)]: text } };
}

function valueFault(text: string, { choices, min = -Infinity, max = Infinity, isWhole }: StrategyParameter) {
  if (choices !== null) return null;
  const value = Number(text);
  if (text === '' || !/^\d+(\.\d+)?$/.test(text)) return 'This must be a number.';
  if (value < min || value > max) return `This must be from ${min} to ${max.toLocaleString('en-US')}.`;
  return isWhole === true && !Number.isInteger(value) ? 'Whole candles only.' : null;
}

/** What can be told without the server, which checks everything again. */
export function backtestFaults(draft: BacktestDraft): Faults {
  const faults: Record<string, string> = {};
  if (draft.symbol.trim() === '') faults['symbol'] = 'A backtest runs over the candles of an instrument.';
  for (const parameter of kStrategies[draft.strategy]?.parameters ?? []) {
    const fault = valueFault(valueOf(draft, parameter).trim(), parameter);
    if (fault !== null) faults[parameter.name] = fault;
  }
  if (draft.strategy === 'decision' && draft.timeframe !== '1m' && draft.timeframe !== '5m')
    faults['timeframe'] = 'This strategy decides on candles of 1m or 5m.';
  for (const { name, title } of kCosts)
    if (draft.costs[name] !== undefined && draft.costs[name].trim() === '')
      faults[name] = `${title} must be given.`;
  if (draft.from !== '' && draft.to !== '' && draft.to <= draft.from)
    faults['to'] = 'This must be after the beginning.';
  return faults;
}

/** As it is sent: what stands at its default is left out. */
export function requestOf(draft: BacktestDraft): BacktestRequest {
  const changed = (kStrategies[draft.strategy]?.parameters ?? [])
    .map((parameter) => ({ parameter, text: valueOf(draft, parameter).trim() }))
    .filter(({ parameter, text }) => text !== parameter.fallback)
    .map(({ parameter, text }) => `${parameter.name}=${text}`);
  const costs = kCosts
    .map(({ name, fallback }) => [name, draft.costs[name]?.trim() ?? fallback, fallback] as const)
    .filter(([, text, fallback]) => text !== fallback)
    .map(([name, text]) => [name, text]);
  return {
    strategy: draft.strategy,
    symbol: draft.symbol.trim(),
    timeframe: draft.timeframe,
    ...(draft.from === '' ? {} : { from: `${draft.from}:00Z` }),
    ...(draft.to === '' ? {} : { to: `${draft.to}:00Z` }),
    ...(changed.length > 0 ? { parameters: changed } : {}),
    ...Object.fromEntries(costs),
    ...(draft.fills === 'conservative' ? {} : { fills: draft.fills }),
  };
}

/** The same run again, to be changed. */
export function draftOf(request: BacktestRequest): BacktestDraft {
  const values = (request.parameters ?? []).map((text) => {
    const [name = '', ...rest] = text.split('=');
    return [keyOf(request.strategy, name.trim()), rest.join('=').trim()];
  });
  const costs = kCosts.flatMap(({ name }) => (request[name] === undefined ? [] : [[name, request[name]]]));
  return {
    ...newBacktest(request.symbol),
    strategy: request.strategy,
    timeframe: request.timeframe,
    from: request.from?.slice(0, 16) ?? '',
    to: request.to?.slice(0, 16) ?? '',
    values: Object.fromEntries(values),
    costs: Object.fromEntries(costs),
    fills: request.fills ?? 'conservative',
  };
}

/** The field a refusal is about: a parameter's own, where its words begin with its name. */
export function placeOfFault({ field, message }: ApiError, strategy: string): string {
  if (field !== 'parameters') return field === 'body' ? '' : field;
  const named = kStrategies[strategy]?.parameters.find(({ name }) => message.includes(`parameter ${name} `));
  return named?.name ?? '';
}

/** "fast=20 slow=50 · fees 0.2% · 2026-01-01 to …": what sets a run apart from the defaults. */
export function requestText(request: BacktestRequest): string {
  const parts = [(request.parameters ?? []).join(' ')];
  for (const { name, fallback } of kCosts)
    if (request[name] !== undefined && request[name] !== fallback) parts.push(`${name} ${request[name]}`);
  if (request.fills === 'optimistic') parts.push('optimistic fills');
  if (request.from !== undefined || request.to !== undefined)
    parts.push(`${request.from?.slice(0, 10) ?? 'first'} to ${request.to?.slice(0, 10) ?? 'last'}`);
  return parts.filter((part) => part !== '').join(' · ');
}
