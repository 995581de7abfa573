import type { Portfolio, TradingAccount, TradingTotal } from '../api/types';
import { formatPrice } from './format';

/** What the account stands at, all its currencies together, in its own. null: not known. */
export interface AccountFigures {
  currency: string;
  cash: number;
  equity: number;
  exposure: number;
  /** Exposure over equity */
  leverage: number | null;
  /** Of positions at their marks */
  unrealized: number;
  /** Since the day began, and since the beginning */
  day: number | null;
  total: number;
  /** Shares of what stood before */
  dayShare: number | null;
  totalShare: number | null;
  /** Below the highest equity, as a share of it, 0 or more */
  drawdown: number | null;
  fees: number;
}

const shareOf = (change: number, before: number) => (before > 0 ? change / before : null);

/** null: the rate of a currency that counts is not known. */
export function figuresOf({ total, risk }: Portfolio): AccountFigures | null {
  return total === null ? null : figures(total, risk);
}

function figures(whole: NonNullable<TradingTotal>, risk: Portfolio['risk']): AccountFigures {
  const { currency, cash, equity, exposure, deposits, realized, fees, funding } = whole;
  const { day_equity: dayBegan, highest_equity: highest } = risk;
  const day = dayBegan === null ? null : equity - dayBegan;
  const total = equity - deposits;
  return {
    currency,
    cash,
    equity,
    exposure,
    leverage: shareOf(exposure, equity),
    unrealized: total - realized + fees - funding,
    day,
    total,
    dayShare: day === null ? null : shareOf(day, dayBegan!),
    totalShare: shareOf(total, deposits),
    drawdown: highest === null || highest <= 0 ? null : Math.max(0, (highest - equity) / highest),
    fees,
  };
}

/** Decimals that amounts of a currency are shown with: of coins that are worth thousands more. */
export function moneyDecimals(currency: string): number {
  return ['BTC', 'ETH', 'BNB'].includes(currency) ? 6 : 2;
}

/** Of fees, which are a thousandth of what amounts are. */
export const feeDecimals = (currency: string): number => moneyDecimals(currency) + 2;

/** "61,757.37", "0.04273000": seven digits of a rate, so that it does not jump about as it changes; "1" of its own. */
export function rateText(rate: number): string {
  if (rate === 1) return '1';
  return formatPrice(rate, Math.min(12, Math.max(0, 6 - Math.floor(Math.log10(rate)))));
}

/** What an instrument is paid with; null: with nothing the account has. */
export function accountOf(symbol: string, { accounts }: Portfolio): TradingAccount | null {
  const paid = accounts.filter(({ currency }) => symbol.endsWith(currency));
  return paid.sort((a, b) => b.currency.length - a.currency.length)[0] ?? null;
}

/** The whole equity in the currency an instrument is paid with; null: not known. */
export function equityFor(symbol: string, portfolio: Portfolio): number | null {
  const rate = accountOf(symbol, portfolio)?.rate ?? null;
  return rate === null || portfolio.total === null ? null : portfolio.total.equity / rate;
}

/** Currencies that count and whose rate is not known. */
export function unratedOf({ accounts }: Portfolio): string[] {
  return accounts
    .filter(({ rate, cash, exposure }) => rate === null && (cash !== 0 || exposure !== 0))
    .map(({ currency }) => currency);
}

/** "up", "down" or nothing, as it is written with so many decimals. */
export function toneOf(value: number | null, decimals = 2): 'up' | 'down' | '' {
  if (value === null || Number(value.toFixed(decimals)) === 0) return '';
  return value > 0 ? 'up' : 'down';
}

/** What the risk gate forbids at present, in sentences; none = nothing. */
export function barriersOf({ risk, faults }: Portfolio, now: number): string[] {
  const barriers: string[] = [];
  if (risk.halt === 'daily_loss')
    barriers.push('Halted after the loss of the day: nothing is entered until the next one.');
  if (risk.halt === 'drawdown')
    barriers.push('Halted after a drawdown: nothing is entered until it is released.');
  if (risk.cool_until !== null && Date.parse(risk.cool_until) > now)
    barriers.push(`Cooling down after ${risk.losses_in_a_row} losses in a row.`);
  if (faults > 0)
    barriers.push(
      `The books do not add up in ${faults} ${faults === 1 ? 'place' : 'places'}: they must be looked at.`,
    );
  return barriers;
}
