import type { StructureEvent } from '../api/types';
import { formatCompact, formatTime } from './format';
import type { Finding } from './structure_marks';

type Fact = [name: string, value: string];
type Price = (value: number) => string;

const kSessions = ['Asia', 'London', 'New York'];
const kPeriods = ['four hours', 'day', 'week', 'month'];

/** "Fair value gap", "Swing high, HH", "Previous day": what a finding is called. */
export function structureTitle({ kind, place }: Finding): string {
  const isHigh = place.side === 'bearish';
  const label = place.label === '' ? '' : `, ${place.label}`;
  switch (kind) {
    case 'fractal':
      return isHigh ? 'Fractal high' : 'Fractal low';
    case 'swing':
      return `${isHigh ? 'Swing high' : 'Swing low'}${label}`;
    case 'break_of_structure':
      return 'Break of structure';
    case 'change_of_character':
      return 'Change of character';
    case 'fair_value_gap':
      return 'Fair value gap';
    case 'order_block':
      return 'Order block';
    case 'liquidity_pool':
      return isHigh ? 'Equal highs' : 'Equal lows';
    case 'previous_high_low':
      return `Previous ${kPeriods[place.part] ?? 'period'}`;
    case 'session':
      return `Session: ${kSessions[place.part] ?? ''}`;
    case 'support_resistance':
      return 'Support or resistance';
    case 'fibonacci':
      return 'Fibonacci leg';
    case 'abc_pattern':
      return 'ABC pattern';
    case 'premium_discount':
      return { bearish: 'Premium', bullish: 'Discount', neutral: 'Equilibrium' }[place.side];
    default:
      return kind.replaceAll('_', ' ');
  }
}

/** Where it lies and how large it is, in the words of its kind. */
export function structureFacts(finding: Finding, price: Price): Fact[] {
  const { kind, end } = finding;
  const place = kind === 'session' && end !== null ? end : finding.place;
  const band: Fact = [
    'Between',
    `${price(Math.min(place.top, place.bottom))} and ${price(Math.max(place.top, place.bottom))}`,
  ];
  switch (kind) {
    case 'fractal':
      return [['Price', price(place.price)]];
    case 'swing':
      return [
        ['Price', price(place.price)],
        ['Leg', price(place.measure)],
        ['Final', place.state === 'confirmed' ? 'yes' : 'not yet: it may move on'],
      ];
    case 'break_of_structure':
    case 'change_of_character':
      return [
        ['Level', price(place.price)],
        ['Beyond it', price(place.measure)],
      ];
    case 'order_block':
      return [band, ['Volume', formatCompact(place.measure)]];
    case 'liquidity_pool':
      return [band, ['Swings', String(place.measure)]];
    case 'support_resistance':
      return [
        ['Level', price(place.price)],
        ['Touches', String(place.measure)],
        ['Strength', `${Math.round(place.confidence * 100)} %`],
      ];
    case 'abc_pattern':
      return [
        ['B and C', `${price(place.top)} and ${price(place.bottom)}`],
        ['Target', price(place.price)],
        ['Given back', `${(place.measure * 100).toFixed(1)} %`],
      ];
    case 'premium_discount':
      return [band, ['Place in the range', `${(place.measure * 100).toFixed(1)} %, 0 % is its low`]];
    default:
      return [band, ['Height', price(place.measure)]];
  }
}

const kStates: Record<StructureEvent['state'], string> = {
  formed: 'Formed',
  extended: 'Went on',
  confirmed: 'Confirmed',
  tested: 'Tested',
  mitigated: 'Taken up',
  broken: 'Broken',
  completed: 'Completed',
  invalidated: 'Invalid',
  expired: 'Given up',
};

/** What was said of it, the newest last: when it was and when it was known. At most `count`, the first and the last. */
export function structureLife({ events }: Finding, count: number): Fact[] {
  const told = events.length <= count ? events : [events[0]!, ...events.slice(1 - count)];
  return told.map(({ state, time, known_at }) => {
    const [at, known] = [formatTime(Date.parse(time)), formatTime(Date.parse(known_at))];
    return [kStates[state], `${at}, known ${known.slice(known.slice(0, 10) === at.slice(0, 10) ? 11 : 0)}`];
  });
}
