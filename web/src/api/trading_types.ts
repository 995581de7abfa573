/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */

/** a decimal as a number or, exactly, as text */
export type Amount = number | string;

export interface NewOrder {
  symbol: string;
  side: 'buy' | 'sell';
  /** of a hedging account, and needed there: which of its two positions; buy opens long and closes short, sell opens short and closes long */
  position?: 'long' | 'short';
  type?: 'market' | 'limit' | 'stop' | 'stop_limit' | 'take_profit' | 'trailing_stop';
  quantity: Amount;
  limit_price?: Amount;
  trigger_price?: Amount;
  trail?: Amount;
  time_in_force?: 'gtc' | 'ioc' | 'fok' | 'gtd';
  /** of gtd */
  good_till?: string;
  post_only?: boolean;
  reduce_only?: boolean;
  stop_loss?: Amount;
  take_profit?: Amount;
  /** letters, digits and -_.:  */
  client_order_id?: string;
}

export interface Order {
  id: number;
  client_order_id: string;
  venue: string;
  symbol: string;
  side: 'buy' | 'sell';
  type: 'market' | 'limit' | 'stop' | 'stop_limit' | 'take_profit' | 'trailing_stop';
  time_in_force: 'gtc' | 'ioc' | 'fok' | 'gtd';
  post_only: boolean;
  reduce_only: boolean;
  position: 'net' | 'long' | 'short';
  quantity: number;
  filled: number;
  limit_price: number | null;
  trigger_price: number | null;
  trail: number | null;
  good_till: string | null;
  /** group of which one takes from the others */
  oco: number | null;
  /** the order it sleeps for, until that fills */
  parent: number | null;
  state: 'new' | 'accepted' | 'partially_filled' | 'filled' | 'canceled' | 'rejected' | 'expired';
  triggered: boolean;
  /** why it ended without being filled */
  reason: string | null;
  /** api, or the strategy that asked for it */
  origin: string;
  /** by the market's time */
  created_at: string;
  updated_at: string;
}

export interface OrderList {
  orders: Order[];
  next: number | null;
}

export interface OrderTransition {
  sequence: number;
  at: string;
  kind: string;
  before: string;
  after: string;
  quantity: number;
  reason: string | null;
  fill: number | null;
}

export interface Fill {
  id: number;
  order: number;
  venue: string;
  symbol: string;
  side: 'buy' | 'sell';
  position: 'net' | 'long' | 'short';
  role: 'maker' | 'taker';
  price: number;
  quantity: number;
  /** what it was worth in `currency` */
  fee: number;
  currency: string;
  /** the fee as the venue charged it; null: in `currency` */
  charged: {
    asset: string;
    amount: number;
  } | null;
  /** what the fee was worth is not known: it is not in `fee`, nor in any profit */
  fee_unvalued: boolean;
  at: string;
}

export interface FillList {
  fills: Fill[];
  next: number | null;
}

export interface OrderDetail {
  order: Order;
  transitions: OrderTransition[];
  fills: Fill[];
}

export interface Cancels {
  /** how many were asked for */
  cancels: number;
}

export interface Position {
  venue: string;
  symbol: string;
  side: 'net' | 'long' | 'short';
  /** below zero: short */
  quantity: number;
  average_price: number | null;
  /** null: none seen; it counts at its cost */
  mark_price: number | null;
  value: number;
  unrealized: number;
  realized: number;
  fees: number;
  funding: number;
  currency: string;
  changed_at: string;
}

export interface PositionList {
  positions: Position[];
}

/** what is held and owed in one currency */
export interface TradingAccount {
  currency: string;
  /** below zero: owed */
  cash: number;
  deposits: number;
  equity: number;
  exposure: number;
  realized: number;
  fees: number;
  funding: number;
  /** units of the account's own currency for one of this; null: not known, and orders in it are refused (no_rate) */
  rate: number | null;
  /** when it was that; null: never, or the account's own currency */
  rated_at: string | null;
  /** the equity in the account's own currency; null: not known */
  worth: number | null;
}

/** all currencies together, in the account's own at the rates; null: a rate that is needed is not known */
export type TradingTotal = {
  currency: string;
  cash: number;
  deposits: number;
  equity: number;
  exposure: number;
  realized: number;
  fees: number;
  funding: number;
} | null;

/** null: no limit; shares are fractions */
export interface RiskLimits {
  order_value_max: number | null;
  price_collar: number | null;
  open_orders_max: number | null;
  instrument_exposure_max: number | null;
  portfolio_exposure_max: number | null;
  leverage_max: number | null;
  daily_loss_max: number | null;
  drawdown_max: number | null;
  cool_down_losses: number | null;
}

export interface RiskState {
  kill_switch: boolean;
  halt: 'none' | 'daily_loss' | 'drawdown';
  cool_until: string | null;
  losses_in_a_row: number;
  highest_equity: number | null;
  day_equity: number | null;
  limits: RiskLimits;
}

export interface Portfolio {
  /** time of the market's last event */
  at: string;
  mode: 'paper' | 'live';
  /** netting: one position of an instrument, net; hedging: a long and a short one */
  position_mode: 'netting' | 'hedging';
  /** where orders go; null on paper */
  venue: string | null;
  /** to the venue: orders go out when it is ready */
  link: 'down' | 'reconciling' | 'ready' | null;
  strategy: string | null;
  currency: string;
  /** one of each currency, the account's own first */
  accounts: TradingAccount[];
  total: TradingTotal;
  positions: Position[];
  /** positions in instruments this run does not have; they count at their cost */
  absent: {
    venue: string;
    symbol: string;
    side: 'net' | 'long' | 'short';
    quantity: number;
    cost: number;
  }[];
  risk: RiskState;
  open_orders: number;
  /** of the open orders, those that wait here and not at the venue (trailing stops, legs of brackets): they protect only while this program runs */
  kept_here: number[];
  /** of the books: above 0 they must be looked at */
  faults: number;
  /** the market went on without the account from then on, and it takes no new orders */
  stale_since: string | null;
}

export interface PortfolioHistory {
  points: {
    at: string;
    equity: number;
    cash: number;
    exposure: number;
    currency: string;
  }[];
}

export interface PositionSizeRequest {
  symbol: string;
  method?: 'stop' | 'atr' | 'fraction' | 'kelly' | 'volatility';
  /** in the currency the instrument is quoted in; else the whole account in it */
  equity?: Amount;
  entry?: Amount;
  stop?: Amount;
  risk_percent?: number;
  atr?: Amount;
  multiple?: number;
  fraction_percent?: number;
  win_rate?: number;
  payoff?: number;
  target_volatility?: number;
  volatility?: number;
}

export interface PositionSize {
  symbol: string;
  method: string;
  /** of value, equity and risk: what the instrument is quoted in */
  currency: string;
  quantity: number;
  value: number;
  equity: number;
  entry: number;
  /** what is lost at the stop; null without one */
  risk: number | null;
  /** value over equity */
  leverage: number;
}

export interface Confirmation {
  confirm: 'release';
}

export interface KillSwitchRequest {
  engaged: boolean;
  reason?: string;
  confirm?: 'release';
}

export interface KillSwitch {
  engaged: boolean;
  reason: string | null;
  changed_at: string | null;
  /** sent by this request */
  cancels: number | null;
  /** from the request to the last of them */
  took_us: number | null;
}

export interface JournalNotes {
  tags?: string[];
  notes?: string;
}

export interface ManualTrade {
  symbol: string;
  direction: 'long' | 'short';
  quantity: Amount;
  entry_price: Amount;
  exit_price: Amount;
  stop?: Amount;
  fees?: Amount;
  entered_at: string;
  exited_at: string;
  setup?: string;
  /** units of the account's currency for one of the currency the instrument is quoted in, at the close; where they are not the same, statistics count the trade only with it */
  rate?: Amount;
  tags?: string[];
  notes?: string;
}

export interface JournalEntry {
  id: string;
  /** live: with real money; manual: entered by hand */
  source: 'paper' | 'live' | 'manual';
  venue: string;
  symbol: string;
  position: 'net' | 'long' | 'short';
  direction: 'long' | 'short';
  setup: string;
  /** up, range or down, at entry */
  regime: string | null;
  /** null: by hand */
  strategy: string | null;
  /** of the decision that opened it: GET /decision-traces/{trace} */
  trace: string | null;
  currency: string;
  entered_at: string;
  /** null: still open */
  exited_at: string | null;
  quantity: number;
  open_quantity: number;
  entry_price: number | null;
  exit_price: number | null;
  entry_value: number;
  exit_value: number;
  fees: number;
  /** fills whose fee is not in `fees`, as its worth is not known */
  unvalued_fees: number;
  funding: number;
  /** net, in `currency`; 0 while open */
  profit: number;
  /** in the account's currency, at the rate of the close; null: open, or not known */
  account_profit: number | null;
  /** MFE: highest gross profit while it was open */
  best: number;
  /** MAE: the lowest */
  worst: number;
  risk: number | null;
  r_multiple: number | null;
  tags: string[];
  notes: string;
}

export interface Journal {
  trades: JournalEntry[];
  next: number | null;
}

export interface TradeTally {
  trades: number;
  won: number;
  lost: number;
  profit: number;
  win_rate: number | null;
  expectancy: number | null;
  profit_factor: number | null;
  payoff: number | null;
  mean_r: number | null;
  /** whose risk is known */
  r_trades: number;
  largest_win: number;
  largest_loss: number;
  mean_held_s: number | null;
}

export interface NamedTally {
  name: string;
  tally: TradeTally;
}

/** sums are of account_profit */
export interface JournalStatistics {
  /** closed trades that are not counted, as what they brought in the account's currency is not known */
  unconverted: number;
  all: TradeTally;
  long: TradeTally;
  short: TradeTally;
  wins_in_a_row: number;
  losses_in_a_row: number;
  by_setup: NamedTally[];
  by_regime: NamedTally[];
  by_hour: NamedTally[];
  by_weekday: NamedTally[];
}
