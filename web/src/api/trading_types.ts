/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type { ParameterInfo, TimeframeName } from './types';

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
  fee: number;
  currency: string;
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

export interface TradingAccount {
  currency: string;
  cash: number;
  deposits: number;
  equity: number;
  exposure: number;
  realized: number;
  fees: number;
  funding: number;
}

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
  accounts: TradingAccount[];
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
  funding: number;
  /** net; 0 while open */
  profit: number;
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

export interface JournalStatistics {
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

export interface StrategyInfo {
  id: string;
  title: string;
  /** what it does, in a sentence or two */
  rule: string;
  /** of the analysis, beside candles */
  needs: 'candles' | 'zones' | 'decision';
  /** on which it can run */
  timeframes: TimeframeName[];
  parameters: ParameterInfo[];
}

export interface StrategyCatalogue {
  strategies: StrategyInfo[];
}

export interface BacktestRequest {
  strategy: string;
  symbol: string;
  timeframe: TimeframeName;
  from?: string;
  to?: string;
  /** NAME=VALUE each */
  parameters?: string[];
  /** NAME=V,V,... or NAME=FROM:TO:STEP each: every combination is run, 5,000 at most */
  grid?: string[];
  /** of a search */
  objective?: 'sharpe' | 'return' | 'calmar' | 'profit_factor';
  /** of a search: fewer have no score; 10 without it */
  min_trades?: number;
  /** of a search: TRAIN,TEST in candles; chosen on the former, judged on the latter, then further on */
  walk_forward?: string;
  /** of a search: purged cross-validation; each part of the series is the test once. Not with walk_forward */
  folds?: number;
  /** of folds: candles before a test that are left out; 0 without it */
  purge?: number;
  /** of folds: candles after a test that are left out; 0 without it */
  embargo?: number;
  capital?: string;
  fees?: string;
  slippage?: string;
  spread?: string;
  latency?: string;
  funding?: string;
  fraction?: string;
  risk?: string;
  fills?: 'conservative' | 'optimistic';
}

export interface Backtest {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'canceled';
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  /** run over so far */
  candles: number;
  total: number | null;
  /** 0 to 1; null: not known */
  progress: number | null;
  request: BacktestRequest;
  error: string | null;
}

export interface BacktestList {
  backtests: Backtest[];
}

export type StageName = 'shadow' | 'paper' | 'micro' | 'partial_25' | 'partial_50' | 'full';

export interface Criterion {
  id: 'trades' | 'win_rate' | 'risk_reward' | 'drawdown' | 'objectives' | 'latency_p95' | 'data_quality';
  title: string;
  verdict: 'met' | 'unmet' | 'too_few';
  /** null: nothing to measure yet */
  measured: number | null;
  target: number;
  bound: 'at_least' | 'at_most';
  unit: 'count' | 'share' | 'ratio' | 'ms';
  sample: number;
  sample_min: number;
  sample_of: string;
  /** of 95 % */
  interval: null | {
    low: number;
    high: number;
  };
  /** how the interval comes about, or why there is none */
  interval_method: string;
}

export interface RollbackTrigger {
  id: 'drawdown' | 'loss_streak' | 'win_rate' | 'objectives' | 'data';
  title: string;
  measured: number | null;
  limit: number;
  bound: 'at_least' | 'at_most';
  unit: 'count' | 'share' | 'ratio' | 'ms';
}

export interface ActivationEvent {
  number: number;
  at: string;
  kind: 'configured' | 'promoted' | 'rolled_back' | 'restarted';
  from: StageName;
  to: StageName;
  configuration: string;
  reason: string;
  rollback: null | {
    trigger: 'drawdown' | 'loss_streak' | 'win_rate' | 'objectives' | 'data' | 'manual';
    measured: number | null;
    limit: number | null;
    /** the last good configuration */
    restored: string;
  };
  /** as they stood before the step */
  criteria: Criterion[];
}

export interface ActivationEventList {
  events: ActivationEvent[];
  next: number | null;
}

export interface Activation {
  stage: StageName;
  /** of the position sizes of the strategy in the account; with real money 0 below micro */
  multiplier: number;
  since: string;
  /** every criterion is met */
  go: boolean;
  next: null | StageName;
  /** why no promotion would be given whatever is seen */
  hindrance: string | null;
  stages: {
    stage: StageName;
    multiplier: number;
    real_money: boolean;
    /** with this account */
    reachable: boolean;
  }[];
  configuration: {
    id: string;
    /** it was rolled back; put the last good one back */
    rejected: boolean;
    last_good: null | {
      id: string;
      stage: StageName;
    };
  };
  criteria: Criterion[];
  triggers: RollbackTrigger[];
  /** the newest */
  events: ActivationEvent[];
}

export interface GoNoGo {
  stage: StageName;
  verdict: 'go' | 'no_go';
  next: null | StageName;
  hindrance: string | null;
  criteria: Criterion[];
}

export interface ConfigurationList {
  configurations: {
    id: string;
    first_used: string;
    settings: Record<string, string>;
  }[];
}

export interface StageRequest {
  action: 'promote' | 'restart';
  /** the action again */
  confirm: 'promote' | 'restart';
  reason?: string;
}

export type Intents = {
  at: string;
  instrument: string;
  side: 'buy' | 'sell';
}[];

export interface IntentComparison {
  same: number;
  only_active: number;
  only_candidate: number;
  active_alone: Intents;
  candidate_alone: Intents;
}

export interface ShadowOutcome {
  configuration: string;
  trades: number;
  won: number;
  lost: number;
  win_rate: number | null;
  payoff: number | null;
  profit: number;
  equity: number;
  drawdown: number;
}

export interface ShadowMode {
  /** false: all else is null */
  running: boolean;
  since: string | null;
  strategy: string | null;
  parameters: null | string[];
  orders: null | IntentComparison;
  active: null | ShadowOutcome;
  candidate: null | ShadowOutcome;
}

export interface ShadowModeRequest {
  action: 'start' | 'stop';
  strategy?: string;
  /** NAME=VALUE each */
  parameters?: string[];
  risk_per_trade?: string;
  position_max?: string;
}

export interface RollbackRequest {
  reason?: string;
  to?: StageName;
}
