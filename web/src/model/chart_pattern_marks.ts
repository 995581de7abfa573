import type { ChartLine, ChartPattern } from '../api/types';
import type { Ink, Line, Shape } from './shapes';

export type ChartPatternState = ChartPattern['state'];
export const kChartStates: readonly ChartPatternState[] = ['forming', 'complete', 'failed', 'expired'];

/** Which chart patterns a chart shows: those in one of these states; at least one. */
export type ChartPatternLayer = readonly ChartPatternState[];
export const kDefaultChartPatterns: ChartPatternLayer = ['forming', 'complete'];

/** "forming,complete", as it stands in an address. */
export function chartPatternText(layer: ChartPatternLayer): string {
  return layer.join(',');
}

/** null for nothing known. */
export function parseChartPatterns(text: string): ChartPatternLayer | null {
  const wanted = text.split(',');
  const layer = kChartStates.filter((state) => wanted.includes(state));
  return layer.length === 0 ? null : layer;
}

/** With one state more or less; null when none is left. */
export function toggledState(
  layer: ChartPatternLayer | null,
  state: ChartPatternState,
): ChartPatternLayer | null {
  const now = layer ?? [];
  const next = kChartStates.filter((other) => now.includes(other) !== (other === state));
  return next.length === 0 ? null : next;
}

export function chartPatternName(layer: ChartPatternLayer): string {
  return layer.length === kChartStates.length ? 'Chart patterns' : `Chart patterns: ${layer.join(', ')}`;
}

const at = (time: string) => Date.parse(time);

/** When nothing more can become of a pattern, Unix ms; null = it may go on. `step`: length of a candle, ms. */
export function overSince(pattern: ChartPattern, step: number): number | null {
  const { state, outcome, breakout, known_at } = pattern;
  if (state === 'failed' || state === 'expired') return at(known_at) - step;
  if (state === 'forming' || outcome.state === 'open' || breakout === null) return null;
  return at(breakout.time) + outcome.candles * step;
}

/** The chart patterns held for a chart, by id, the latest word of each. */
export class ChartPatternTable {
  #byId = new Map<string, ChartPattern>();
  readonly #step: number;

  /** `step`: length of a candle, ms. */
  constructor(step: number) {
    this.#step = step;
  }

  get size(): number {
    return this.#byId.size;
  }

  merge(patterns: readonly ChartPattern[]): void {
    for (const pattern of patterns) {
      const held = this.#byId.get(pattern.id);
      if (held === undefined || held.known_at <= pattern.known_at) this.#byId.set(pattern.id, pattern);
    }
  }

  /** An answer for all candles held: what it does not have was computed from others, or said since it was asked for. */
  replace(patterns: readonly ChartPattern[]): void {
    for (const [id, held] of this.#byId) if (held.origin === 'computed') this.#byId.delete(id);
    this.merge(patterns);
  }

  /** Forgets patterns that lie outside [from, to] altogether. */
  keep(from: number, to: number): void {
    for (const [id, pattern] of this.#byId) {
      const over = overSince(pattern, this.#step);
      if ((over !== null && over < from) || at(pattern.start_time) > to) this.#byId.delete(id);
    }
  }

  /** In the order in which they began. */
  shown(layer: ChartPatternLayer): ChartPattern[] {
    return [...this.#byId.values()]
      .filter((pattern) => layer.includes(pattern.state))
      .sort((a, b) => a.began_at.localeCompare(b.began_at));
  }

  clear(): void {
    this.#byId.clear();
  }
}

/** "forming, 85 %", "complete, target reached", "failed: broke early" */
export function stateText({ state, completion, reason, outcome }: ChartPattern): string {
  if (state === 'forming') return `forming, ${Math.round(completion)} %`;
  if (state !== 'complete') return `${state}: ${kReasons[reason]}`;
  return kOutcomes[outcome.state] === '' ? 'complete' : `complete, ${kOutcomes[outcome.state]}`;
}

const kReasons: Record<ChartPattern['reason'], string> = {
  none: 'no reason said',
  invalidated: 'closed beyond the invalidation price',
  broke_early: 'broke out before its last anchor stood',
  unconfirmed: 'the volume of the breakout did not come',
  reshaped: 'a turning point no longer fits',
  too_late: 'no breakout in time',
};

const kOutcomes: Record<ChartPattern['outcome']['state'], string> = {
  none: '',
  open: 'target open',
  hit_target: 'target reached',
  failed: 'target missed',
  timed_out: 'target not reached in time',
};

/** What stands on the outline: "Double top 85 %", "Double top ✓", "Double top ✗". */
function labelOf({ title, state, completion, outcome }: ChartPattern): string {
  if (state === 'forming') return `${title} ${Math.round(completion)} %`;
  if (state !== 'complete') return `${title} ✗`;
  return outcome.state === 'failed' ? `${title} ✓ then ✗` : `${title} ✓`;
}

/** Outline through the anchors, boundaries, and the lines of target and invalidation until both are settled. */
export function chartPatternShapes(pattern: ChartPattern, step: number): Shape[] {
  const isOver = pattern.state === 'failed' || pattern.state === 'expired';
  const base: Omit<Line, 'from' | 'fromPrice' | 'to' | 'toPrice'> = {
    kind: 'line',
    id: pattern.id,
    ink: inkOf(pattern.direction),
    opacity: isOver ? 0.45 : 1,
    width: 1,
    dash: pattern.state === 'forming' ? 'dashed' : isOver ? 'dotted' : 'solid',
    label: '',
    labelAt: 'middle',
    labelSide: 'above',
  };
  const boundary = ({ from, to }: ChartLine, change: Partial<Line>): Line => ({
    ...base,
    from: at(from.time),
    fromPrice: from.price,
    to: at(to.time),
    toPrice: to.price,
    ...change,
  });
  const { anchors, boundaries } = pattern;
  const outline = anchors
    .slice(1)
    .map((anchor, i) => boundary({ from: anchors[i]!, to: anchor }, { width: 1.5 }));
  return [
    ...outline,
    boundary(boundaries.upper, { label: labelOf(pattern) }),
    boundary(boundaries.lower, {}),
    ...(isOver ? [] : goals(pattern, base, step)),
  ];
}

function goals(
  pattern: ChartPattern,
  base: Omit<Line, 'from' | 'fromPrice' | 'to' | 'toPrice'>,
  step: number,
): Line[] {
  const from = at(pattern.breakout?.time ?? pattern.end_time);
  const to = overSince(pattern, step);
  const level = (price: number | null, change: Partial<Line>): Line[] =>
    price === null
      ? []
      : [{ ...base, from, to, fromPrice: price, toPrice: price, labelAt: 'end', ...change }];
  const up = pattern.direction === 'bullish';
  return [
    ...level(pattern.target, {
      label: pattern.outcome.state === 'hit_target' ? 'Target ✓' : 'Target',
      dash: pattern.state === 'forming' ? 'dotted' : 'solid',
      labelSide: up ? 'above' : 'below',
    }),
    ...level(pattern.invalidation, {
      label: 'Invalid',
      ink: 'text',
      opacity: 0.8,
      dash: 'dashed',
      labelSide: up ? 'below' : 'above',
    }),
  ];
}

function inkOf(direction: ChartPattern['direction']): Ink {
  return direction === 'neutral' ? 'accent' : direction === 'bullish' ? 'up' : 'down';
}

/** The price of a line at a time. */
export function priceAt({ from, to }: ChartLine, time: number): number {
  const span = at(to.time) - at(from.time);
  const share = span === 0 ? 0 : (time - at(from.time)) / span;
  return from.price + share * (to.price - from.price);
}

/** The pattern whose boundaries hold a point, or miss it by no more than `slack` in price; the newest of several. */
export function chartPatternAt(
  patterns: readonly ChartPattern[],
  time: number,
  price: number,
  slack = 0,
): ChartPattern | null {
  return (
    patterns.findLast(({ start_time, end_time, boundaries, breakout }) => {
      const end = Math.max(at(end_time), breakout === null ? 0 : at(breakout.time));
      if (time < at(start_time) || time > end) return false;
      return (
        price <= priceAt(boundaries.upper, time) + slack && price >= priceAt(boundaries.lower, time) - slack
      );
    }) ?? null
  );
}

/** "31 of 52 reached the target, 47 to 72 %" with the bounds of the Wilson interval; null before any has ended. */
export function historyText({ hits, ended, low, high }: ChartPattern['details']['history']): string | null {
  if (ended === 0) return null;
  return `${hits} of ${ended} reached the target: ${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
}

/** "Double top, bearish, forming, 85 %": for a screen reader. */
export function spokenChartPattern(pattern: ChartPattern): string {
  return `${pattern.title}, ${pattern.direction}, ${stateText(pattern)}`;
}
