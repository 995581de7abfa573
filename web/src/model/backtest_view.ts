import type {
  BacktestCurve,
  BacktestPerformance,
  BacktestResult,
  BacktestTrade,
  MonthReturn,
} from '../api/backtest_result';
import type { Backtest } from '../api/types';
import { formatAge, formatChange, formatPercent, formatPrice, kMissing, minus } from './format';
import { plain } from './form_faults';
import type { PlotPoint } from './line_plot';

export const isOver = ({ state }: Backtest) => state !== 'queued' && state !== 'running';

/** "running, 45 %", "running, 12,000 candles": how far it is. */
export function progressText({ state, progress, candles }: Backtest): string {
  if (state !== 'running') return state;
  if (progress !== null) return `running, ${Math.floor(progress * 100)}\u202f%`;
  return `running, ${candles.toLocaleString('en-US')} candles`;
}

/** From what it was at the beginning on; none where the result has no curve. */
function curveLine(
  { from, curve }: BacktestResult,
  first: number,
  name: Exclude<keyof BacktestCurve, 'price'>,
): PlotPoint[] {
  if (curve === undefined) return [];
  const points = curve.time.map((at, i) => ({ at, value: curve[name][i]! }));
  return [{ at: Date.parse(from), value: first }, ...points];
}

/** In place of the lines. */
export const kNoCurve = 'The result was written before results had a curve; run it again to see one.';

/** What the account was worth at closes. */
export const equityLine = (result: BacktestResult) => curveLine(result, result.capital, 'equity');

/** What buying at the beginning and holding was worth then, at the same costs. */
export const heldLine = (result: BacktestResult) => curveLine(result, result.capital, 'buy_and_hold');

/** Below the highest equity before, as a share of it: 0 or less. */
export const drawdownLine = (result: BacktestResult): PlotPoint[] =>
  curveLine(result, 0, 'drawdown').map(({ at, value }) => ({ at, value: 0 - value }));

/** Each value as a share of the first, less one: lines of different capitals beside each other. */
export function returnLine(equity: readonly PlotPoint[]): PlotPoint[] {
  const first = equity[0]?.value ?? 0;
  return first > 0 ? equity.map(({ at, value }) => ({ at, value: value / first - 1 })) : [];
}

export interface FigureRow {
  title: string;
  hint: string;
  /** null: not known */
  valueOf: (result: BacktestResult) => number | null;
  /** Of buying and holding; undefined = it has none */
  heldOf?: (held: BacktestPerformance) => number | null;
  format: (value: number) => string;
  /** Which is the better one; undefined = neither */
  better?: 'high' | 'low';
}

/** "+12.3 %"; what no longer is a figure for people as a power of ten. */
export const shareText = (value: number) =>
  Math.abs(value) < 1e4
    ? formatPercent(value * 100)
    : `${value < 0 ? '' : '+'}${minus(value.toExponential(1))}`;
const ratio = (value: number) =>
  Math.abs(value) < 1e4 ? formatPrice(value, 2) : minus(value.toExponential(1));
const count = (value: number) => value.toLocaleString('en-US');
const money = (value: number) => formatPrice(value, 2);
/** "5.1 %": what goes one way only. */
export const plainShare = (value: number) => `${(value * 100).toFixed(1)}\u202f%`;

const performance = (
  title: string,
  hint: string,
  name: keyof BacktestPerformance,
  format: (value: number) => string,
  better?: 'high' | 'low',
): FigureRow => ({
  title,
  hint,
  valueOf: (result) => result.performance[name],
  heldOf: (held) => held[name],
  format,
  ...(better === undefined ? {} : { better }),
});

/** What is told of a run, in the order in which it stands. */
export const kFigures: readonly FigureRow[] = [
  performance('Return', 'Of the whole stretch', 'total_return', shareText, 'high'),
  performance('A year', 'CAGR: what it would be a year', 'cagr', shareText, 'high'),
  performance(
    'Largest drawdown',
    'From closes, as a share of the top before',
    'max_drawdown',
    plainShare,
    'low',
  ),
  performance(
    'Longest drawdown',
    'From a top until it was reached again',
    'max_drawdown_s',
    (s) => formatAge(s * 1000),
    'low',
  ),
  performance('Sharpe', 'Mean return a day over its spread, a year', 'sharpe', ratio, 'high'),
  performance('Sortino', 'The same, over the spread of losses', 'sortino', ratio, 'high'),
  performance('Calmar', 'Return a year over the largest drawdown', 'calmar', ratio, 'high'),
  performance('Volatility', 'Of returns a day, a year', 'volatility', plainShare, 'low'),
  performance('Exposure', 'Share of the time something was held', 'exposure', plainShare),
  performance('Turnover', 'Traded over the mean equity', 'turnover', ratio),
  { title: 'Trades', hint: 'Closed ones', valueOf: (r) => r.trade_statistics.all.trades, format: count },
  {
    title: 'Won',
    hint: 'Share of the closed trades',
    valueOf: (r) => r.trade_statistics.all.win_rate,
    format: plainShare,
    better: 'high',
  },
  {
    title: 'Profit factor',
    hint: 'What was won over what was lost',
    valueOf: (r) => r.trade_statistics.all.profit_factor,
    format: ratio,
    better: 'high',
  },
  {
    title: 'Mean trade',
    hint: 'Profit of a trade, on the average',
    valueOf: (r) => r.trade_statistics.all.expectancy,
    format: money,
    better: 'high',
  },
  {
    title: 'Mean R',
    hint: 'In multiples of what was risked',
    valueOf: (r) => r.trade_statistics.all.mean_r,
    format: ratio,
    better: 'high',
  },
  {
    title: 'Losses in a row',
    hint: 'The most',
    valueOf: (r) => r.trade_statistics.losses_in_a_row,
    format: count,
    better: 'low',
  },
  { title: 'Equity', hint: 'At the end', valueOf: (r) => r.equity, format: money },
  { title: 'Fees', hint: 'Paid', valueOf: (r) => r.fees, format: money, better: 'low' },
  { title: 'Candles', hint: 'Run over', valueOf: (r) => r.candles, format: count },
];

export const figureText = (value: number | null, format: (value: number) => string) =>
  value === null ? kMissing : format(value);

/** Places of the best values of a row among several; none where all are the same or nothing is better. */
export function bestOf(values: readonly (number | null)[], better: 'high' | 'low' | undefined): number[] {
  const known = values.filter((value) => value !== null);
  if (better === undefined || known.length < 2) return [];
  const best = better === 'high' ? Math.max(...known) : Math.min(...known);
  if (known.every((value) => value === best)) return [];
  return values.flatMap((value, i) => (value === best ? [i] : []));
}

export interface YearRow {
  year: number;
  /** January first; null = not in the run */
  months: readonly (number | null)[];
  /** All of them, one upon the other */
  total: number;
}

/** Returns by month as rows of years. */
export function yearsOf(months: readonly MonthReturn[]): YearRow[] {
  const years = [...new Set(months.map(({ year }) => year))].sort((a, b) => a - b);
  return years.map((year) => {
    const row: (number | null)[] = Array.from({ length: 12 }, () => null);
    for (const one of months) if (one.year === year) row[one.month - 1] = one.return;
    const total = row.reduce<number>((product, value) => product * (1 + (value ?? 0)), 1) - 1;
    return { year, months: row, total };
  });
}

/** How strong a month's color is, 0 to 1: a tenth is all of it. */
export const heatOf = (value: number) => Math.min(1, Math.abs(value) / 0.1);

export type BacktestColumn = 'number' | 'entered' | 'profit' | 'r' | 'held';
export interface BacktestOrder {
  column: BacktestColumn;
  descending: boolean;
}

export const heldMs = ({ entered, exited }: BacktestTrade) => Date.parse(exited) - Date.parse(entered);

/** In the account's currency. */
export const profitOf = ({ profit, account_profit: own }: BacktestTrade) => own ?? profit;

/** "venue:SYMBOL" of what was traded. */
export function tradedAddress(
  { input, instruments = [] }: BacktestResult,
  { symbol }: BacktestTrade,
): string {
  const traded = instruments.find((one) => one.symbol === symbol);
  if (traded === undefined) return input;
  return traded.symbol.includes(':') ? traded.symbol : `${traded.venue}:${traded.symbol}`;
}

const writtenDecimals = (value: number) => plain(value).split('.')[1]?.length ?? 0;

/** By symbol, the decimals its prices need among trades. */
export function priceDecimals(trades: readonly BacktestTrade[]): ReadonlyMap<string | undefined, number> {
  const most = new Map<string | undefined, number>();
  for (const { symbol, entry_price: entry, exit_price: exit } of trades)
    most.set(symbol, Math.max(most.get(symbol) ?? 0, writtenDecimals(entry), writtenDecimals(exit)));
  return most;
}

/** Of an instrument in the account's currency or in another one, whose units may be worth a lot. */
export const tradeDecimals = (currency: string | undefined, account: string | undefined) =>
  currency === account ? 2 : 6;

/** "0.5 ETHBTC long, +0.010000 BTC unrealized": what was open at the end. */
export function openTexts(result: BacktestResult): string[] {
  const { open_position: one, open_positions: all, currency: account } = result;
  if (all === undefined)
    return one ? [`${minus(plain(one.qty))}, ${formatChange(one.unrealized)} unrealized`] : [];
  return all.map(({ qty, unrealized, symbol, currency, side }) => {
    const held =
      side === 'net' ? `${minus(plain(qty))} ${symbol}` : `${plain(Math.abs(qty))} ${symbol} ${side}`;
    return `${held}, ${formatChange(unrealized, tradeDecimals(currency, account))} ${currency} unrealized`;
  });
}

/** "One account in USDT, hedging, rates by BTCUSDT": what is to be said of a portfolio; '' = it is none. */
export function accountText({ currency, positions, rates = [] }: BacktestResult): string {
  if (currency === undefined) return '';
  const by = rates.length > 0 ? [`rates by ${rates.join(', ')}`] : [];
  return [`One account in ${currency}`, positions ?? 'netting', ...by].join(', ');
}

/** In that order; what has no value stands last. */
export function sortTrades(
  trades: readonly BacktestTrade[],
  { column, descending }: BacktestOrder,
): BacktestTrade[] {
  const valueOf: Record<BacktestColumn, (trade: BacktestTrade) => number | null> = {
    number: ({ number }) => number,
    entered: ({ entered }) => Date.parse(entered),
    profit: profitOf,
    r: ({ r_multiple: r }) => r,
    held: heldMs,
  };
  const keyed = trades.map((trade) => ({ trade, value: valueOf[column](trade) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === b.value) return a.trade.number - b.trade.number;
    if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
    return sign * (a.value - b.value);
  });
  return keyed.map(({ trade }) => trade);
}
