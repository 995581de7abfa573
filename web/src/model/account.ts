import type { Portfolio, TradingAccount } from '../api/types';

/** What the account stands at, in its currency. null: not known. */
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

/** Of the account's own currency; a portfolio without accounts has none. */
export function figuresOf(portfolio: Portfolio): AccountFigures | null {
  const account = portfolio.accounts.find(({ currency }) => currency === portfolio.currency);
  return account === undefined ? null : figures(account, portfolio);
}

function figures(account: TradingAccount, { risk, positions }: Portfolio): AccountFigures {
  const { currency, cash, equity, exposure, deposits, fees } = account;
  const { day_equity: dayBegan, highest_equity: highest } = risk;
  const day = dayBegan === null ? null : equity - dayBegan;
  const total = equity - deposits;
  return {
    currency,
    cash,
    equity,
    exposure,
    leverage: shareOf(exposure, equity),
    unrealized: positions.reduce((sum, one) => sum + (one.currency === currency ? one.unrealized : 0), 0),
    day,
    total,
    dayShare: day === null ? null : shareOf(day, dayBegan!),
    totalShare: shareOf(total, deposits),
    drawdown: highest === null || highest <= 0 ? null : Math.max(0, (highest - equity) / highest),
    fees,
  };
}

/** "+12.30", "−0.05", "0.00": money with its sign, `decimals` of it. */
export function formatChange(value: number, decimals = 2): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const isZero = Number(text.replaceAll(',', '')) === 0;
  return `${isZero ? '' : value < 0 ? '\u2212' : '+'}${text}`;
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
