import type { ApiError } from '../api/rest';
import type { BacktestRequest, ParameterInfo, StrategyInfo, TimeframeName } from '../api/types';
import { plain, type Faults } from './form_faults';

/** A parameter's default, as it is typed. */
export const defaultText = ({ default: value, choices }: ParameterInfo) => choices[value] ?? plain(value);

/** "1 to 10,000 candles, usually 10": what a parameter may be; a choice says the former itself. */
export function parameterHint(parameter: ParameterInfo): string {
  const { min, max, unit, choices } = parameter;
  const usually = `usually ${defaultText(parameter)}`;
  return choices.length > 0 ? usually : `${rangeText(min, max)}${unit === '' ? '' : ` ${unit}`}, ${usually}`;
}

const rangeText = (min: number, max: number) =>
  `${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}`;

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

export function newBacktest(strategy: string, symbol: string): BacktestDraft {
  return {
    strategy,
    symbol,
    timeframe: '1h',
    from: '',
    to: '',
    values: {},
    costs: {},
    fills: 'conservative',
  };
}

const keyOf = (strategy: string, name: string) => `${strategy}.${name}`;

export const valueOf = (draft: BacktestDraft, parameter: ParameterInfo) =>
  draft.values[keyOf(draft.strategy, parameter.name)] ?? defaultText(parameter);

export function withValue(draft: BacktestDraft, name: string, text: string): BacktestDraft {
  return { ...draft, values: { ...draft.values, [keyOf(draft.strategy, name)]: text } };
}

function valueFault(text: string, { choices, min, max, integer }: ParameterInfo) {
  if (choices.length > 0) return choices.includes(text) ? null : `This must be ${choices.join(' or ')}.`;
  const value = Number(text);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'This must be a number.';
  if (value < min || value > max) return `This must be from ${rangeText(min, max)}.`;
  return integer && !Number.isInteger(value) ? 'This must be a whole number.' : null;
}

/** What can be told without the server, which checks everything again. `strategy`: the draft's; undefined: unknown. */
export function backtestFaults(draft: BacktestDraft, strategy: StrategyInfo | undefined): Faults {
  const faults: Record<string, string> = {};
  if (strategy === undefined) faults['strategy'] = 'There is no such strategy.';
  if (draft.symbol.trim() === '') faults['symbol'] = 'A backtest runs over the candles of an instrument.';
  for (const parameter of strategy?.parameters ?? []) {
    const fault = valueFault(valueOf(draft, parameter).trim(), parameter);
    if (fault !== null) faults[parameter.name] = fault;
  }
  if (strategy !== undefined && !strategy.timeframes.includes(draft.timeframe))
    faults['timeframe'] = `This strategy decides on candles of ${strategy.timeframes.join(' or ')}.`;
  for (const { name, title } of kCosts)
    if (draft.costs[name] !== undefined && draft.costs[name].trim() === '')
      faults[name] = `${title} must be given.`;
  if (draft.from !== '' && draft.to !== '' && draft.to <= draft.from)
    faults['to'] = 'This must be after the beginning.';
  return faults;
}

/** As it is sent: what stands at its default is left out. */
export function requestOf(draft: BacktestDraft, strategy: StrategyInfo | undefined): BacktestRequest {
  const changed = (strategy?.parameters ?? [])
    .map((parameter) => ({ parameter, text: valueOf(draft, parameter).trim() }))
    .filter(({ parameter, text }) => text !== defaultText(parameter))
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
    ...newBacktest(request.strategy, request.symbol),
    timeframe: request.timeframe,
    from: request.from?.slice(0, 16) ?? '',
    to: request.to?.slice(0, 16) ?? '',
    values: Object.fromEntries(values),
    costs: Object.fromEntries(costs),
    fills: request.fills ?? 'conservative',
  };
}

/** The field a refusal is about: a parameter's own, where its words begin with its name. */
export function placeOfFault({ field, message }: ApiError, strategy: StrategyInfo | undefined): string {
  if (field !== 'parameters') return field === 'body' ? '' : field;
  const named = strategy?.parameters.find(({ name }) => message.includes(`parameter ${name} `));
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
