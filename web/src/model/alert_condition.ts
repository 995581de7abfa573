import type { AlertCondition } from '../api/types';
import { formatPrice } from './format';
import { shortName } from './pattern_marks';
import { spaced } from './signal_table';

export type ConditionType = AlertCondition['type'];
type ListName = 'names' | 'states' | 'strengths' | 'events' | 'zone_types';
type NumberName = 'level' | 'low' | 'high' | 'percent' | 'candles' | 'least_confidence';

/** A number the condition needs, or may have. */
export interface NumberField {
  name: NumberName;
  title: string;
  hint: string;
  unit: 'price' | '%' | 'candles';
  isNeeded: boolean;
  max: number;
}

/** A list of which nothing chosen means all. */
export interface ListField {
  name: ListName;
  title: string;
  /** null: the server's catalogue has them. */
  choices: readonly string[] | null;
}

export interface ConditionForm {
  title: string;
  /** When it fires. */
  hint: string;
  numbers: readonly NumberField[];
  lists: readonly ListField[];
  /** What `direction` may be; the first = any. */
  directions: readonly (readonly [value: NonNullable<AlertCondition['direction']> | null, title: string])[];
  /** Only of a range. */
  whens: readonly (readonly ['enters' | 'leaves', string])[];
}

const kPriceMax = 1e15;
const kWays = [
  ['either', 'either way'],
  ['up', 'upwards'],
  ['down', 'downwards'],
] as const;
const kSides = [
  [null, 'any'],
  ['bullish', 'bullish'],
  ['bearish', 'bearish'],
] as const;
const kAllSides = [...kSides, ['neutral', 'neutral']] as const;
const kSignalTypes = ['strong_buy', 'buy', 'weak_buy', 'neutral', 'weak_sell', 'sell', 'strong_sell'];

const price = (name: NumberName, title: string): NumberField => ({
  name,
  title,
  hint: 'in the quote currency',
  unit: 'price',
  isNeeded: true,
  max: kPriceMax,
});
const least = (title: string): NumberField => ({
  name: 'least_confidence',
  title,
  hint: '0 to 100; nothing = any',
  unit: '%',
  isNeeded: false,
  max: 100,
});

/** What each kind of condition asks for, in the order in which they are offered. */
export const kConditionForms: Record<ConditionType, ConditionForm> = {
  price_cross: {
    title: 'Price crosses a level',
    hint: 'Fires when the price before was not beyond the level and this one is.',
    numbers: [price('level', 'Level')],
    lists: [],
    directions: kWays,
    whens: [],
  },
  price_range: {
    title: 'Price enters or leaves a range',
    hint: 'The ends belong to the range.',
    numbers: [price('low', 'Low'), price('high', 'High')],
    lists: [],
    directions: [],
    whens: [
      ['enters', 'enters'],
      ['leaves', 'leaves'],
    ],
  },
  move: {
    title: 'Price moves by a percentage',
    hint: 'A close at least so far from a close at most so many candles earlier.',
    numbers: [
      { name: 'percent', title: 'Move', hint: 'percent', unit: '%', isNeeded: true, max: 1_000 },
      { name: 'candles', title: 'Within', hint: 'candles', unit: 'candles', isNeeded: true, max: 500 },
    ],
    lists: [],
    directions: kWays,
    whens: [],
  },
  zone: {
    title: 'Supply or demand zone',
    hint: 'What happens to a zone.',
    numbers: [least('Least strength')],
    lists: [
      {
        name: 'events',
        title: 'Events',
        choices: ['created', 'tested', 'bounced', 'broken', 'flipped', 'expired'],
      },
      { name: 'zone_types', title: 'Types', choices: ['supply', 'demand', 'continuation'] },
    ],
    directions: kSides,
    whens: [],
  },
  candlestick: {
    title: 'Candlestick pattern',
    hint: 'A closed candle completes a pattern.',
    numbers: [least('Least confidence')],
    lists: [{ name: 'names', title: 'Patterns', choices: null }],
    directions: kAllSides,
    whens: [],
  },
  chart_pattern: {
    title: 'Chart pattern',
    hint: 'A pattern comes to one of these states.',
    numbers: [least('Least confidence')],
    lists: [
      { name: 'names', title: 'Patterns', choices: null },
      { name: 'states', title: 'States', choices: ['forming', 'complete', 'failed', 'expired'] },
    ],
    directions: kAllSides,
    whens: [],
  },
  volume: {
    title: 'Finding of volume',
    hint: 'A spike, a divergence, a climax …',
    numbers: [least('Least confidence')],
    lists: [
      { name: 'names', title: 'Findings', choices: null },
      { name: 'strengths', title: 'Strengths', choices: ['weak', 'medium', 'strong', 'extreme'] },
    ],
    directions: kAllSides,
    whens: [],
  },
  signal: {
    title: 'Signal',
    hint: 'A signal is given, or ends.',
    numbers: [least('Least confidence')],
    lists: [
      { name: 'names', title: 'Types', choices: kSignalTypes },
      { name: 'states', title: 'Status', choices: ['open', 'target', 'stopped', 'expired', 'reversed'] },
    ],
    directions: kSides,
    whens: [],
  },
  confluence: {
    title: 'Confluence',
    hint: 'The score of the zone that price stands at comes to this.',
    numbers: [{ ...least('Least score'), isNeeded: false }],
    lists: [],
    directions: kSides,
    whens: [],
  },
};

export const kConditionTypes = Object.keys(kConditionForms) as ConditionType[];

const listed = (values: readonly string[] | undefined) => (values ?? []).map(spaced).join(', ');

/** "crosses 65,000.00 upwards", "zone tested or broken; supply; strength from 50 %": what makes a rule fire. */
export function conditionText(condition: AlertCondition, decimals: number): string {
  const at = (value: number | undefined) => (value === undefined ? '?' : formatPrice(value, decimals));
  const way = { up: ' upwards', down: ' downwards' }[String(condition.direction)] ?? '';
  const least = condition.least_confidence ?? 0;
  const side =
    condition.direction == null || condition.direction === 'either' ? [] : [String(condition.direction)];
  const from = (what: string) => (least > 0 ? [`${what} from ${least} %`] : []);
  const join = (...parts: string[]) => parts.filter((part) => part !== '').join('; ');
  switch (condition.type) {
    case 'price_cross':
      return `Price crosses ${at(condition.level)}${way}`;
    case 'price_range':
      return `Price ${condition.when ?? 'enters'} ${at(condition.low)} – ${at(condition.high)}`;
    case 'move': {
      const candles = condition.candles === 1 ? 'one candle' : `${condition.candles} candles`;
      return `Price moves ${condition.percent} %${way} within ${candles}`;
    }
    case 'zone':
      return join(
        `Zone ${listed(condition.events) || 'event'}`,
        listed(condition.zone_types),
        ...side,
        ...from('strength'),
      );
    case 'confluence':
      return join('Confluence', ...side, ...from('score'));
    default: {
      const what = {
        candlestick: 'Candlestick',
        chart_pattern: 'Chart pattern',
        volume: 'Volume',
        signal: 'Signal',
      };
      const names = listed(condition.names?.map(shortName)) || 'any';
      const details = listed(condition.states ?? condition.strengths);
      return join(`${what[condition.type]}: ${names}`, details, ...side, ...from('confidence'));
    }
  }
}
