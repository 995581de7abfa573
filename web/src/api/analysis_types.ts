/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
import type {
  Candle,
  ParameterInfo,
  PatternDirection,
  Reading,
  SignalType,
  TimeframeName,
  VolumeType,
} from './shared_types';

export interface IndicatorInfo {
  id: string;
  title: string;
  family: string;
  inputs: string;
  placement: 'price' | 'pane';
  formula: string;
  source: string;
  parameters: ParameterInfo[];
  outputs: OutputInfo[];
}

export interface OutputInfo {
  name: string;
  unit: string;
  min: number | null;
  max: number | null;
  /** the parameter that says how many candles further back a chart draws the value */
  drawn_back_by: string | null;
}

export interface IndicatorCatalogue {
  indicators: IndicatorInfo[];
}

export interface IndicatorPage {
  symbol: string;
  timeframe: TimeframeName;
  times: number[];
  indicators: IndicatorValues[];
}

export interface IndicatorValues {
  /** canonical: RSI:period=14 */
  name: string;
  id: string;
  outputs: {
    name: string;
    values: (number | null)[];
  }[];
  /** one value per output for the candle still forming */
  forming: (number | null)[] | null;
}

export interface PatternInfo {
  name: string;
  title: string;
  family: string;
  /** either: by the sign of the value; unsigned: it says nothing of direction */
  direction: 'bullish' | 'bearish' | 'either' | 'unsigned';
  role: 'reversal' | 'continuation' | 'indecision' | 'conviction' | 'trap';
  /** what traders read it as, in a sentence, for each way it may point */
  meanings: {
    bullish: string | null;
    bearish: string | null;
    neutral: string | null;
  };
  /** 1 a single candle, 2 two or three, 3 more */
  level: number;
  candles: number;
  /** what it looks like, in plain words */
  definition: string;
  /** who described it */
  source: string;
  logic_version: number;
}

export interface PatternCatalogue {
  patterns: PatternInfo[];
}

export interface Followed {
  /** after which the move is measured */
  candles: number;
  events: Moves;
  /** events less control and its 95 % interval */
  difference_percent: {
    mean: number;
    low: number;
    high: number;
  } | null;
}

export interface PatternFrequency {
  name: string;
  title: string;
  count: number;
  bullish: number;
  bearish: number;
  /** occurrences in a thousand candles */
  per_1000: number;
  mean_confidence: number | null;
  /** what followed, for each way it pointed that anything is known of */
  after: {
    direction: PatternDirection;
    after: Followed[];
  }[];
}

export interface PatternStatistics {
  /** null: all instruments together */
  symbol: string | null;
  /** those that have candles */
  timeframes: {
    timeframe: TimeframeName;
    instruments: number;
    /** the sample */
    candles: number;
    /** what followed candles drawn at random */
    control: {
      candles: number;
      moves: Moves;
    }[];
    patterns: PatternFrequency[];
  }[];
}

export interface PatternAgreement {
  symbol: string;
  direction: PatternDirection;
  strength: 'none' | 'weak' | 'medium' | 'strong';
  consecutive: number;
  weight: number;
  timeframes: {
    timeframe: TimeframeName;
    direction: PatternDirection;
    weight: number;
    time: string | null;
    patterns: string[];
  }[];
}

export interface VolumeCatalogue {
  types: {
    type: VolumeType;
    title: string;
    rule: string;
    /** what `measure` of a finding is */
    measure: string;
    source: string;
    logic_version: number;
  }[];
}

export interface Moves {
  count: number;
  mean_percent: number;
  median_percent: number;
  mean_atr: number;
  median_atr: number;
  share_up: number;
}

export interface Aftermath {
  /** after which the move is measured */
  candles: number;
  events: Moves;
  control: Moves;
  difference_percent: {
    mean: number;
    low: number;
    high: number;
  } | null;
}

export interface VolumeAftermath {
  symbol: string;
  timeframes: {
    timeframe: TimeframeName;
    candles: number;
    first: string;
    last: string;
    patterns: {
      type: VolumeType;
      title: string;
      direction: PatternDirection;
      count: number;
      after: Aftermath[];
    }[];
  }[];
}

export interface StructureEvent {
  kind:
    | 'fractal'
    | 'swing'
    | 'trend'
    | 'break_of_structure'
    | 'change_of_character'
    | 'fair_value_gap'
    | 'order_block'
    | 'liquidity_pool'
    | 'previous_high_low'
    | 'session'
    | 'premium_discount'
    | 'support_resistance'
    | 'fibonacci'
    | 'abc_pattern';
  /** of the finding, within its kind */
  id: number;
  state:
    | 'formed'
    | 'extended'
    | 'confirmed'
    | 'tested'
    | 'mitigated'
    | 'broken'
    | 'completed'
    | 'invalidated'
    | 'expired';
  side: PatternDirection;
  label: '' | 'HH' | 'HL' | 'LH' | 'LL';
  /** which session, period or ratio */
  part: number;
  /** the number of a swing */
  rests_on: number | null;
  /** where the finding begins */
  from: string;
  /** the candle this is about */
  time: string;
  known_at: string;
  top: number;
  bottom: number;
  price: number;
  measure: number;
  confidence: number;
}

export interface StructurePage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  events: StructureEvent[];
  /** in the window */
  candles: number;
  has_more: boolean;
  logic_version: number;
}

export interface ZoneTest {
  number: number;
  /** open time of the candle that came to the zone */
  time: string;
  /** its number in the series; null where not kept */
  candle_index: number | null;
  test_type: 'touch' | 'penetration' | 'break';
  outcome: 'open' | 'bounce' | 'break' | 'flip';
  /** the deepest */
  price: number;
  rejection_strength: number;
  volume: number;
  /** from the deepest price to the close that decided it */
  subsequent_move_pips: number;
}

export interface ZoneInfo {
  id: string;
  zone_type: 'supply' | 'demand' | 'continuation';
  /** bullish: demand, bearish: supply */
  direction: 'bullish' | 'bearish';
  formation: 'drop_base_rally' | 'rally_base_rally' | 'rally_base_drop' | 'drop_base_drop' | 'flip';
  status: 'active' | 'tested' | 'broken' | 'flipped' | 'expired';
  /** why it expired */
  ended_by: '' | 'age' | 'limit' | 'merged';
  top_price: number;
  bottom_price: number;
  strength: number;
  /** open time of the base's first candle */
  left_time: string;
  /** of its last */
  right_time: string;
  impulse_from: string;
  impulse_to: string;
  /** numbers of these candles in the series, as far as the engine had seen it; null where not kept */
  base_start_index: number | null;
  base_end_index: number | null;
  impulse_start_index: number | null;
  impulse_end_index: number | null;
  /** a Fibonacci level lay at it when it was created */
  fibonacci_aligned: boolean;
  /** open time of the candle that made it known */
  created_at: string;
  /** of the candle of the last change */
  updated_at: string;
  /** of the candle that broke or expired it */
  ended_at: string | null;
  /** when the last change was known */
  known_at: string;
  test_count: number;
  /** tests that bounced */
  success_count: number;
  /** how far the impulse left the base, in average true ranges */
  magnitude_atr: number;
  /** share of the impulse's candles in its direction */
  momentum: number;
  /** of the impulse against before; 0 without volume */
  volume_ratio: number;
  atr_at_creation: number;
  volume_at_creation: number;
  /** id of the zone it flipped from */
  flipped_from: string | null;
  /** id of the zone it flipped to or was merged into */
  successor: string | null;
  tests: ZoneTest[];
  origin: 'live' | 'computed';
  logic_version: number;
}

export interface ZonePage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  /** newest first */
  zones: ZoneInfo[];
  /** that computed zones were found in; 0 when all are stored ones */
  candles: number;
  /** the cursor of the following page */
  next: string | null;
}

export interface ZoneTests {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  zone: ZoneInfo;
  tests: ZoneTest[];
}

export interface ZoneTally {
  date?: string;
  created: number;
  tested: number;
  successful: number;
  broken: number;
  flipped: number;
  average_strength: number | null;
  success_rate: number | null;
  average_lifespan_hours: number | null;
  /** of those created, at a Fibonacci level */
  fibonacci_alignment_count: number;
  /** tests of such zones that bounced */
  fibonacci_alignment_successes: number;
  fibonacci_success_rate: number | null;
}

export interface ZoneStatistics {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  from: string;
  to: string;
  total: ZoneTally;
  /** those on which anything happened, ascending */
  days: ZoneTally[];
}

export interface PostedCandles {
  timeframe: TimeframeName;
  candles: Candle[];
  symbol?: string;
  market_type?: 'crypto_spot' | 'crypto_perpetual' | 'forex' | 'metal' | 'futures' | 'equity';
  pip_size?: number;
  parameters?: Record<string, number>;
}

export interface ChartPatternKind {
  kind: string;
  title: string;
  /** where it is expected to break out; neutral: either way */
  direction: 'bullish' | 'bearish' | 'neutral';
  /** of the trend before it */
  nature: 'reversal' | 'continuation' | 'either';
  rule: string;
  logic_version: number;
}

export interface ChartPatternCatalogue {
  kinds: ChartPatternKind[];
}

export type FactorType =
  | 'fibonacci'
  | 'volume'
  | 'candlestick'
  | 'rsi'
  | 'macd'
  | 'abc_pattern'
  | 'swing_level'
  | 'support_resistance'
  | 'timeframe'
  | 'momentum'
  | 'supply_demand'
  | 'order_flow'
  | 'cot'
  | 'sentiment'
  | 'relative_strength';

/** the finding a factor rests on, within the instrument and the factor's timeframe */
export interface FindingLink {
  source: 'reading' | 'structure' | 'zone' | 'candlestick' | 'volume';
  /** by its analyzer's name */
  kind: string;
  /** 0 where findings are told by their time */
  id: number;
  time: string;
  known_at: string;
  zone?: {
    type: 'demand' | 'supply';
    status: string;
    tests: number;
    top: number;
    bottom: number;
    distance_pips: number;
  };
}

export interface ConfluenceFactor {
  type: FactorType;
  timeframe: TimeframeName;
  price: number;
  strength: number;
  confidence: number;
  freshness: number;
  /** of its type; all weights sum to 1 */
  weight: number;
  /** to the score: weight x strength x confidence x freshness; 0 beside a stronger one of its type */
  contribution: number;
  finding: FindingLink;
}

export interface ConfluenceZone {
  direction: 'bullish' | 'bearish';
  price: number;
  top: number;
  bottom: number;
  score: number;
  bonus: number;
  features: {
    factor_count: number;
    type_count: number;
    mean_strength: number;
    sd_zone_count: number;
    sd_zone_strength_avg: number;
    sd_fibonacci_alignment_count: number;
    sd_fresh_zone_count: number;
    sd_tested_zone_count: number;
  };
  factors: ConfluenceFactor[];
}

export interface ConfluencePage {
  symbol: string;
  venue: string;
  timeframe: TimeframeName;
  /** open time of the candle; null: nothing is known yet */
  time: string | null;
  known_at: string | null;
  zones: ConfluenceZone[];
}

export interface SignalInfo {
  symbol: string;
  venue: string;
  number: number;
  type: SignalType;
  direction: 'bullish' | 'bearish';
  status: 'open' | 'target' | 'stopped' | 'expired' | 'reversed';
  score: number;
  confluence: number;
  confidence: number;
  entry: number;
  stop: number;
  /** nearest first; it ends at the first */
  targets: number[];
  risk_reward: number;
  /** of equity, lost at the stop */
  risk_percent: number;
  /** position value as a share of equity that loses risk_percent at the stop */
  size_hint: number;
  candle: string;
  known_at: string;
  expires: string;
  ended: string | null;
  exit: number | null;
  /** in multiples of the risk */
  result: number | null;
  /** greatest excursion its way so far, in price */
  mfe: number;
  /** against it */
  mae: number;
  trace_id: string;
  logic_version: number;
}

export interface CalibrationRow {
  type: SignalType;
  confidence: 'very_low' | 'low' | 'medium' | 'high' | 'extreme';
  ended: number;
  /** that reached their first target */
  hits: number;
  hit_rate: number;
  /** Wilson interval, 95 % */
  hit_rate_low: number;
  hit_rate_high: number;
  /** in multiples of the risk */
  mean_result: number;
}

export interface FactorPerformance {
  factor: FactorType;
  /** signals it contributed to; several reasons share one */
  ended: number;
  hits: number;
  hit_rate: number;
  /** Wilson interval, 95 % */
  hit_rate_low: number;
  hit_rate_high: number;
  /** in multiples of the risk */
  mean_result: number;
}

export interface SignalList {
  signals: SignalInfo[];
  calibration: CalibrationRow[];
  factors: FactorPerformance[];
}

export interface DecisionTrace {
  id: string;
  symbol: string;
  venue: string;
  candle: string;
  known_at: string;
  price: number;
  data: 'good' | 'paused' | 'late';
  verdict: 'no_signal' | 'signal';
  type: SignalType;
  /** what the score alone would be */
  leaning: SignalType;
  direction: 'bullish' | 'bearish' | 'neutral';
  /** number of the signal it gave */
  signal: number | null;
  score: number;
  readings: Reading[];
  gates: {
    name: string;
    asked: boolean;
    passed: boolean;
    value: number;
    threshold: number;
    margin: number;
  }[];
  confluence: {
    score: number;
    /** of the other side */
    against: number;
    bonus: number;
    factors: ConfluenceFactor[];
  };
  confidence: {
    value: number;
    volume: number;
    trend_alignment: number;
    market_context: number;
    historical_success: number;
    timeframe_convergence: number;
  };
  entry_filters: {
    name: string;
    state: 'passed' | 'failed' | 'not_applicable';
    value: number;
    threshold: number;
  }[];
  plan: null | {
    entry: number;
    stop: number;
    stop_at_level: boolean;
    targets: number[];
    target_at_level: boolean;
    risk_reward: number;
    risk_percent: number;
    size_hint: number;
  };
  nearest_change: {
    gate: string;
    from: number;
    to: number;
    /** of the direction gate: what one reading alone would have to be */
    readings: {
      name: string;
      from: number;
      to: number;
    }[];
  }[];
  versions: {
    decision: number;
    structure: number;
    zones: number;
    configuration: string;
    weights: 'default' | 'configured' | 'measured';
    /** ended signals that measured weights were derived from */
    weights_outcomes: number;
  };
}
