/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */

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
