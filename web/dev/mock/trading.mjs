// An account that does nothing, a journal and backtests without entries: enough for the pages to say so.
const kLimits = {
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
const kTally = {
  trades: 0,
  won: 0,
  lost: 0,
  profit: 0,
  win_rate: null,
  expectancy: null,
  profit_factor: null,
  payoff: null,
  mean_r: null,
  r_trades: 0,
  largest_win: 0,
  largest_loss: 0,
  mean_held_s: null,
};
const kCash = 10_000;

function portfolio() {
  const paid = { realized: 0, fees: 0, funding: 0 };
  const account = { currency: 'USDT', cash: kCash, deposits: kCash, equity: kCash, exposure: 0, ...paid };
  return {
    at: new Date().toISOString(),
    mode: 'paper',
    position_mode: 'netting',
    venue: null,
    link: null,
    strategy: null,
    currency: 'USDT',
    accounts: [{ ...account, rate: 1, rated_at: null, worth: kCash }],
    total: account,
    positions: [],
    absent: [],
    risk: {
      kill_switch: false,
      halt: 'none',
      cool_until: null,
      losses_in_a_row: 0,
      highest_equity: kCash,
      day_equity: kCash,
      limits: kLimits,
    },
    open_orders: 0,
    faults: 0,
    stale_since: null,
  };
}

const kStatistics = {
  unconverted: 0,
  all: kTally,
  long: kTally,
  short: kTally,
  wins_in_a_row: 0,
  losses_in_a_row: 0,
  by_setup: [],
  by_regime: [],
  by_hour: [],
  by_weekday: [],
};

const average = (name, title, range) => {
  const [fallback, min, max] = range;
  const rest = { unit: 'candles', integer: true, option: false, choices: [] };
  return { name, title, default: fallback, min, max, ...rest };
};
const kCross = {
  id: 'sma_cross',
  title: 'Crossing averages',
  rule: 'Buys when the fast simple average of closes has come above the slow one.',
  needs: 'candles',
  timeframes: ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'],
  parameters: [
    average('fast', 'Fast average', [10, 1, 10_000]),
    average('slow', 'Slow average', [30, 2, 100_000]),
  ],
};

const kAnswers = {
  '/api/portfolio': portfolio,
  '/api/portfolio/history': () => ({ points: [] }),
  '/api/orders': () => ({ orders: [], next: null }),
  '/api/fills': () => ({ fills: [], next: null }),
  '/api/kill-switch': () => ({
    engaged: false,
    reason: null,
    changed_at: null,
    cancels: null,
    took_us: null,
  }),
  '/api/journal': () => ({ trades: [], next: null }),
  '/api/journal/statistics': () => kStatistics,
  '/api/strategies': () => ({ strategies: [kCross] }),
  '/api/backtests': () => ({ backtests: [] }),
};

/** What stands at a path about trading; undefined = nothing does. */
export const tradingAnswer = (path) => kAnswers[path]?.();
