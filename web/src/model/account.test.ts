import { describe, expect, it } from 'vitest';
import type { Portfolio } from '../api/types';
import { accountOf, barriersOf, equityFor, figuresOf, rateText, toneOf, unratedOf } from './account';

const limits = {
  order_value_max: null,
  price_collar: 0.1,
  open_orders_max: 200,
  instrument_exposure_max: null,
  portfolio_exposure_max: null,
  leverage_max: 1,
  daily_loss_max: 0.05,
  drawdown_max: 0.2,
  cool_down_losses: 5,
};
const whole = {
  currency: 'USDT',
  cash: 9_000,
  deposits: 10_000,
  equity: 9_900,
  exposure: 990,
  realized: -60,
  fees: 10,
  funding: 0,
};
const portfolio: Portfolio = {
  at: '2026-11-27T10:00:00Z',
  mode: 'paper',
  position_mode: 'netting',
  venue: null,
  link: null,
  strategy: 'decision',
  currency: 'USDT',
  accounts: [{ ...whole, rate: 1, rated_at: null, worth: 9_900 }],
  total: whole,
  positions: [],
  absent: [],
  risk: {
    kill_switch: false,
    halt: 'none',
    cool_until: null,
    losses_in_a_row: 0,
    highest_equity: 11_000,
    day_equity: 10_100,
    limits,
  },
  open_orders: 0,
  kept_here: [],
  faults: 0,
  stale_since: null,
};
const withRisk = (risk: Partial<Portfolio['risk']>) => ({
  ...portfolio,
  risk: { ...portfolio.risk, ...risk },
});

describe('what the account stands at', () => {
  // By hand: 9,900 - 10,100 = -200 of 10,100; 9,900 - 10,000 = -100 of 10,000; (11,000 - 9,900) / 11,000 = 0.1.
  it('is told of the day, of all and from the top', () => {
    const figures = figuresOf(portfolio)!;
    expect(figures).toMatchObject({ day: -200, total: -100, leverage: 0.1 });
    // 9,900 are 10,000 - 60 realized - 10 in fees - 30 that are not realized yet.
    expect(figures.unrealized).toBe(-30);
    expect(figures.dayShare).toBeCloseTo(-200 / 10_100, 12);
    expect(figures.totalShare).toBeCloseTo(-0.01, 12);
    expect(figures.drawdown).toBeCloseTo(0.1, 12);
  });

  it('leaves open what is not known yet', () => {
    const figures = figuresOf(withRisk({ highest_equity: null, day_equity: null }))!;
    expect(figures).toMatchObject({ day: null, dayShare: null, drawdown: null });
  });

  it('is no drawdown above the top, and nothing while a rate is missing', () => {
    expect(figuresOf(withRisk({ highest_equity: 9_000 }))!.drawdown).toBe(0);
    expect(figuresOf({ ...portfolio, total: null })).toBeNull();
  });
});

describe('an account of several currencies', () => {
  const bitcoin = { ...whole, currency: 'BTC', cash: -0.5, rate: 50_000, rated_at: null, worth: 0 };
  const both = { ...portfolio, accounts: [...portfolio.accounts, bitcoin] };

  it('pays for an instrument with what it is quoted in', () => {
    expect(accountOf('ETHBTC', both)?.currency).toBe('BTC');
    expect(accountOf('BTCUSDT', both)?.currency).toBe('USDT');
    expect(accountOf('ETHTRY', both)).toBeNull();
  });

  // 9,900 at 50,000 for one bitcoin.
  it('is worth so much in that', () => {
    expect(equityFor('ETHBTC', both)).toBeCloseTo(0.198, 12);
    expect(equityFor('BTCUSDT', both)).toBe(9_900);
    expect(equityFor('ETHTRY', both)).toBeNull();
  });

  it('tells a rate with digits enough and always as many', () => {
    expect([61_757.37, 61_753, 0.04273, 1.085].map(rateText)).toEqual([
      '61,757.37',
      '61,753.00',
      '0.04273000',
      '1.085000',
    ]);
    expect(rateText(1)).toBe('1');
  });

  it('says of which one nobody knows the rate, where that counts', () => {
    const unrated = { ...bitcoin, rate: null, worth: null };
    expect(
      unratedOf({ ...both, accounts: [unrated, { ...unrated, currency: 'TRY', cash: 0, exposure: 0 }] }),
    ).toEqual(['BTC']);
    expect(unratedOf(both)).toEqual([]);
  });
});

it('colors money as it is written', () => {
  expect([toneOf(-0.001), toneOf(0.01), toneOf(-3), toneOf(null)]).toEqual(['', 'up', 'down', '']);
});

describe('what the risk gate forbids', () => {
  const now = Date.parse('2026-11-27T10:00:00Z');
  it('is nothing at first', () => expect(barriersOf(portfolio, now)).toEqual([]));

  it('is told of halts, cool-downs and faults of the books', () => {
    const later = { cool_until: '2026-11-27T11:00:00Z', losses_in_a_row: 5 };
    expect(barriersOf(withRisk({ halt: 'drawdown', ...later }), now)).toEqual([
      'Halted after a drawdown: nothing is entered until it is released.',
      'Cooling down after 5 losses in a row.',
    ]);
    expect(barriersOf(withRisk({ cool_until: '2026-11-27T09:00:00Z' }), now)).toEqual([]);
    expect(barriersOf({ ...portfolio, faults: 1 }, now)[0]).toMatch(/in 1 place:/);
  });
});
