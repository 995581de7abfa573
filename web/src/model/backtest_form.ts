import type { ApiError } from '../api/rest';
import type { BacktestRequest, ParameterInfo, StrategyInfo, TimeframeName } from '../api/types';
import { countOf, isSeveral, severalFault, type Judged, type Objective } from './backtest_search';
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
  { name: 'capital', title: 'Capital', fallback: '10000', hint: 'in the account’s currency' },
  { name: 'fees', title: 'Fees', fallback: '0.1%', hint: 'maker,taker or one for both: 0.001, 0.1% or 10bp' },
  { name: 'slippage', title: 'Slippage', fallback: '0.02%', hint: 'a share of the price' },
  { name: 'spread', title: 'Spread', fallback: '0', hint: 'between bid and ask, a share' },
  { name: 'latency', title: 'Latency', fallback: '0ms', hint: 'of orders: 250ms or 2s' },
  { name: 'funding', title: 'Funding', fallback: '0', hint: 'of perpetuals, a share every 8 h' },
  { name: 'fraction', title: 'Position size', fallback: '95%', hint: 'worth of the equity, without a stop' },
  { name: 'risk', title: 'Risk', fallback: '1%', hint: 'of the equity, lost at the stop' },
];

const kFoldsMost = 20;

/** The server's default. */
const kMinTrades = '10';

/** What trades: of several instruments, or of one in another currency; '' = not said. */
interface Account {
  currency: string;
  /** Symbols that are read and not traded */
  rates: string;
  positions: 'netting' | 'hedging';
  max_leverage: string;
}

/** A backtest while it is asked for: everything as typed, under the names it is sent with. */
export interface BacktestDraft extends Account {
  strategy: string;
  symbol: string;
  /** More symbols, traded in the same account: "ETHUSDT, ETHBTC" */
  others: string;
  timeframe: TimeframeName;
  /** "2026-11-27T12:00", UTC; '' = from the first, to the last candle */
  from: string;
  to: string;
  /** By strategy and name */
  values: Readonly<Record<string, string>>;
  costs: Readonly<Partial<Record<CostName, string>>>;
  fills: 'conservative' | 'optimistic';
  /** Of a search */
  objective: Objective;
  /** Of a search: fewer trades have no score */
  min_trades: string;
  /** Of a search: on what its choice is judged */
  judged: Judged;
  /** "4000,1000" */
  walk_forward: string;
  folds: string;
  /** Candles before and after a fold that are left out */
  purge: string;
  embargo: string;
}

export function newBacktest(strategy: string, symbol: string): BacktestDraft {
  return {
    strategy,
    symbol,
    others: '',
    currency: '',
    rates: '',
    positions: 'netting',
    max_leverage: '',
    timeframe: '1h',
    from: '',
    to: '',
    values: {},
    costs: {},
    fills: 'conservative',
    objective: 'sharpe',
    min_trades: kMinTrades,
    judged: 'whole',
    walk_forward: '',
    folds: '5',
    purge: '0',
    embargo: '0',
  };
}

/** "ETHUSDT, ethbtc" as the symbols named. */
const symbolsOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** "BTCUSDT, ETHUSDT" of a request. */
export const symbolsText = ({ symbol }: BacktestRequest) => symbolsOf(symbol).join(', ');

/** Whether there is more to say than of one instrument in its own currency. */
export const hasAccount = ({ others, currency, rates, positions, max_leverage: leverage }: BacktestDraft) =>
  symbolsOf(others).length > 0 ||
  [currency, rates, leverage].some((text) => text.trim() !== '') ||
  positions !== 'netting';

/** The members of a request that say which account trades what. */
function accountOf(draft: BacktestDraft): Pick<BacktestRequest, 'symbol'> & Partial<BacktestRequest> {
  const { currency, rates, positions, max_leverage: leverage } = draft;
  return {
    symbol: [draft.symbol.trim(), ...symbolsOf(draft.others)].join(','),
    ...(currency.trim() === '' ? {} : { currency: currency.trim() }),
    ...(symbolsOf(rates).length === 0 ? {} : { rates: symbolsOf(rates).join(',') }),
    ...(positions === 'netting' ? {} : { positions }),
    ...(leverage.trim() === '' ? {} : { max_leverage: leverage.trim() }),
  };
}

const keyOf = (strategy: string, name: string) => `${strategy}.${name}`;

export const valueOf = (draft: BacktestDraft, parameter: ParameterInfo) =>
  draft.values[keyOf(draft.strategy, parameter.name)] ?? defaultText(parameter);

export function withValue(draft: BacktestDraft, name: string, text: string): BacktestDraft {
  return { ...draft, values: { ...draft.values, [keyOf(draft.strategy, name)]: text } };
}

function valueFault(text: string, parameter: ParameterInfo): string | null {
  return isSeveral(text, parameter)
    ? severalFault(text, (one) => oneFault(one, parameter))
    : oneFault(text, parameter);
}

function oneFault(text: string, { choices, min, max, integer }: ParameterInfo) {
  if (choices.length > 0) return choices.includes(text) ? null : `This must be ${choices.join(' or ')}.`;
  const value = Number(text);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'This must be a number.';
  if (value < min || value > max) return `This must be from ${rangeText(min, max)}.`;
  return integer && !Number.isInteger(value) ? 'This must be a whole number.' : null;
}

/** Whether a parameter has several values: then every combination is run. */
export const isSearched = (draft: BacktestDraft, strategy: StrategyInfo | undefined) =>
  (strategy?.parameters ?? []).some((parameter) => isSeveral(valueOf(draft, parameter), parameter));

/** How many combinations the values make. */
export const combinationsOf = (draft: BacktestDraft, strategy: StrategyInfo | undefined) =>
  (strategy?.parameters ?? [])
    .map((parameter) => ({ parameter, text: valueOf(draft, parameter) }))
    .filter(({ parameter, text }) => isSeveral(text, parameter))
    .reduce((product, { text }) => product * countOf(text), 1);

function searchFaults(draft: BacktestDraft): Faults {
  const { min_trades: least, judged, walk_forward: lengths, folds, purge, embargo } = draft;
  const faults: Record<string, string> = {};
  const isWhole = (text: string) => /^\d{1,9}$/.test(text.trim());
  const whole = 'This must be a whole number, 0 or more.';
  if (!isWhole(least)) faults['min_trades'] = whole;
  if (judged === 'walk_forward' && !/^\d+ *, *\d+$/.test(lengths.trim()))
    faults['walk_forward'] = 'This must be two numbers of candles, as 4000,1000.';
  if (judged !== 'folds') return faults;
  if (!isWhole(folds) || Number(folds) < 2 || Number(folds) > kFoldsMost)
    faults['folds'] = `This must be a whole number from 2 to ${kFoldsMost}.`;
  if (!isWhole(purge)) faults['purge'] = whole;
  if (!isWhole(embargo)) faults['embargo'] = whole;
  return faults;
}

/** The members of a search's request that say on what its choice is judged. */
function judgeOf(draft: BacktestDraft): Partial<BacktestRequest> {
  const { judged, walk_forward: lengths, folds, purge, embargo } = draft;
  if (judged === 'walk_forward') return { walk_forward: lengths.replaceAll(' ', '') };
  if (judged === 'folds') return { folds: Number(folds), purge: Number(purge), embargo: Number(embargo) };
  return {};
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
  if (isSearched(draft, strategy)) {
    Object.assign(faults, searchFaults(draft));
    if (symbolsOf(draft.others).length > 0) faults['others'] = 'A search runs over one instrument.';
  }
  if (draft.from !== '' && draft.to !== '' && draft.to <= draft.from)
    faults['to'] = 'This must be after the beginning.';
  return faults;
}

/** As it is sent: what stands at its default is left out. */
export function requestOf(draft: BacktestDraft, strategy: StrategyInfo | undefined): BacktestRequest {
  const assigned = (isWanted: (text: string, parameter: ParameterInfo) => boolean) =>
    (strategy?.parameters ?? [])
      .map((parameter) => ({ parameter, text: valueOf(draft, parameter).replaceAll(' ', '') }))
      .filter(({ parameter, text }) => isWanted(text, parameter))
      .map(({ parameter, text }) => `${parameter.name}=${text}`);
  const changed = assigned((text, one) => text !== defaultText(one) && !isSeveral(text, one));
  const search = isSearched(draft, strategy) && {
    grid: assigned(isSeveral),
    objective: draft.objective,
    ...(draft.min_trades.trim() === kMinTrades ? {} : { min_trades: Number(draft.min_trades) }),
    ...judgeOf(draft),
  };
  const costs = kCosts
    .map(({ name, fallback }) => [name, draft.costs[name]?.trim() ?? fallback, fallback] as const)
    .filter(([, text, fallback]) => text !== fallback)
    .map(([name, text]) => [name, text]);
  return {
    strategy: draft.strategy,
    ...accountOf(draft),
    timeframe: draft.timeframe,
    ...(draft.from === '' ? {} : { from: `${draft.from}:00Z` }),
    ...(draft.to === '' ? {} : { to: `${draft.to}:00Z` }),
    ...(changed.length > 0 ? { parameters: changed } : {}),
    ...search,
    ...Object.fromEntries(costs),
    ...(draft.fills === 'conservative' ? {} : { fills: draft.fills }),
  };
}

/** The same run again, to be changed. */
export function draftOf(request: BacktestRequest): BacktestDraft {
  const values = [...(request.parameters ?? []), ...(request.grid ?? [])].map((text) => {
    const [name = '', ...rest] = text.split('=');
    return [keyOf(request.strategy, name.trim()), rest.join('=').trim()];
  });
  const costs = kCosts.flatMap(({ name }) => (request[name] === undefined ? [] : [[name, request[name]]]));
  const [symbol = '', ...others] = request.symbol.split(',');
  return {
    ...newBacktest(request.strategy, symbol),
    others: others.join(', '),
    currency: request.currency ?? '',
    rates: request.rates?.replaceAll(',', ', ') ?? '',
    positions: request.positions ?? 'netting',
    max_leverage: request.max_leverage ?? '',
    timeframe: request.timeframe,
    from: request.from?.slice(0, 16) ?? '',
    to: request.to?.slice(0, 16) ?? '',
    values: Object.fromEntries(values),
    costs: Object.fromEntries(costs),
    fills: request.fills ?? 'conservative',
    objective: request.objective ?? 'sharpe',
    min_trades: String(request.min_trades ?? kMinTrades),
    judged:
      request.folds !== undefined ? 'folds' : request.walk_forward !== undefined ? 'walk_forward' : 'whole',
    walk_forward: request.walk_forward ?? '',
    folds: String(request.folds ?? 5),
    purge: String(request.purge ?? 0),
    embargo: String(request.embargo ?? 0),
  };
}

/** The field a refusal is about: a parameter's own, where its words begin with its name. */
export function placeOfFault({ field, message }: ApiError, strategy: StrategyInfo | undefined): string {
  if (field !== 'parameters' && field !== 'grid') return field === 'body' ? '' : field;
  const named = strategy?.parameters.find(({ name }) => message.includes(`parameter ${name} `));
  return named?.name ?? '';
}

/** "fast=20 slow=50 · fees 0.2% · 2026-01-01 to …": what sets a run apart from the defaults. */
export function requestText(request: BacktestRequest): string {
  const { parameters = [], grid = [], objective, min_trades: least, walk_forward: lengths } = request;
  const parts = [[...parameters, ...grid].join(' ')];
  if (objective !== undefined) parts.push(`by ${objective.replace('_', ' ')}`);
  if (least !== undefined && String(least) !== kMinTrades) parts.push(`from ${least} trades`);
  if (lengths !== undefined) parts.push(`walk-forward ${lengths}`);
  if (request.folds !== undefined) parts.push(`${request.folds} folds`);
  for (const { name, fallback } of kCosts)
    if (request[name] !== undefined && request[name] !== fallback) parts.push(`${name} ${request[name]}`);
  if (request.currency !== undefined) parts.push(`in ${request.currency}`);
  if (request.rates !== undefined) parts.push(`rates by ${request.rates}`);
  if (request.positions === 'hedging') parts.push('hedging');
  if (request.max_leverage !== undefined) parts.push(`leverage up to ${request.max_leverage}`);
  if (request.fills === 'optimistic') parts.push('optimistic fills');
  if (request.from !== undefined || request.to !== undefined)
    parts.push(`${request.from?.slice(0, 10) ?? 'first'} to ${request.to?.slice(0, 10) ?? 'last'}`);
  return parts.filter((part) => part !== '').join(' · ');
}
