import type { StructureEvent } from '../api/types';
import type { Box, Ink, Line, Note, Shape } from './shapes';
import { findingsOf, type Finding, type StructureLayer, type StructureName } from './structure_marks';

/** As in analysis/structure/fibonacci.hpp: the first five count back from the leg's end, the others on from its start. */
const kRatios = [0.236, 0.382, 0.5, 0.618, 0.786, 1.272, 1.618, 2, 2.618];
const kRetracements = 5;
const kSessions = ['Asia', 'London', 'New York'];
/** A note's letters lie so many times the slack away from its price. */
const kNoteReach = 3;
/** Four hours, a day, a week, a month: the first is left out. */
const kPeriods = ['', 'D', 'W', 'M'];

const at = (time: string) => Date.parse(time);
const inkOf = (side: StructureEvent['side']): Ink =>
  side === 'neutral' ? 'text' : side === 'bullish' ? 'up' : 'down';

function line(finding: Finding, change: Partial<Line>): Line {
  const { place } = finding;
  return {
    kind: 'line',
    id: `${finding.kind} ${finding.id}`,
    from: at(place.from),
    fromPrice: place.price,
    to: finding.end === null ? null : at(finding.end.time),
    toPrice: change.fromPrice ?? place.price,
    ink: inkOf(place.side),
    opacity: 1,
    width: 1,
    dash: 'solid',
    label: '',
    labelAt: 'end',
    labelSide: 'above',
    ...change,
  };
}

function box(finding: Finding, change: Partial<Box>): Box {
  const { place } = finding;
  return {
    kind: 'box',
    id: `${finding.kind} ${finding.id}`,
    from: at(place.from),
    to: finding.end === null ? null : at(finding.end.time),
    top: Math.max(place.top, place.bottom),
    bottom: Math.min(place.top, place.bottom),
    fill: inkOf(place.side),
    ink: inkOf(place.side),
    opacity: 0.8,
    fillOpacity: 0.16,
    width: 0,
    dash: 'solid',
    label: '',
    ...change,
  };
}

function note(finding: Finding, change: Partial<Note>): Note {
  const { place } = finding;
  return {
    kind: 'note',
    id: `${finding.kind} ${finding.id}`,
    time: at(place.time),
    price: place.price,
    side: place.side === 'bearish' ? 'above' : 'below',
    ink: inkOf(place.side),
    opacity: 1,
    width: 0,
    dash: 'solid',
    label: '',
    ...change,
  };
}

/** The zigzag through the swings, with their labels. Swings alternate, so one follows the other. */
function swings(found: readonly Finding[]): Shape[] {
  const points = found.filter(({ kind }) => kind === 'swing');
  const legs = points.slice(1).map((finding, i) => {
    const before = points[i]!.place;
    const isFinal = finding.place.state === 'confirmed';
    return line(finding, {
      from: at(before.time),
      fromPrice: before.price,
      to: at(finding.place.time),
      toPrice: finding.place.price,
      ink: 'text',
      opacity: 0.55,
      dash: isFinal ? 'solid' : 'dashed',
    });
  });
  const labels = points.map((finding) => {
    const { label } = finding.place;
    return note(finding, { label, ink: label === '' ? 'text' : label.startsWith('H') ? 'up' : 'down' });
  });
  return [...legs, ...labels];
}

function fractal(finding: Finding): Shape[] {
  return [note(finding, { label: finding.place.side === 'bearish' ? '▾' : '▴', ink: 'text' })];
}

function broken(finding: Finding): Shape[] {
  const isTurn = finding.kind === 'change_of_character';
  return [
    line(finding, {
      to: at(finding.place.time),
      width: isTurn ? 1.5 : 1,
      dash: isTurn ? 'dashed' : 'solid',
      opacity: finding.end === null ? 1 : 0.4,
      label: isTurn ? 'CHoCH' : 'BOS',
      labelAt: 'middle',
      labelSide: finding.place.side === 'bullish' ? 'above' : 'below',
    }),
  ];
}

function gap(finding: Finding): Shape[] {
  return [box(finding, { fillOpacity: finding.end === null ? 0.22 : 0.1, label: 'FVG' })];
}

function block(finding: Finding): Shape[] {
  const isOver = finding.end !== null;
  return [
    box(finding, {
      fillOpacity: isOver ? 0.05 : 0.14,
      opacity: isOver ? 0.5 : 0.9,
      width: 1,
      dash: isOver ? 'dashed' : 'solid',
      label: 'OB',
    }),
  ];
}

function pool(finding: Finding): Shape[] {
  const { place, end } = finding;
  const name = place.side === 'bearish' ? 'EQH' : 'EQL';
  const wasSwept = end?.state === 'mitigated';
  return [
    line(finding, {
      dash: 'dotted',
      width: 1.5,
      label: wasSwept ? `${name} ×` : name,
      labelSide: place.side === 'bearish' ? 'above' : 'below',
    }),
  ];
}

/** A level acts from the other side once it is broken, until it is given up. Each event has the side it had till then. */
function level(finding: Finding): Shape[] {
  const { place, events } = finding;
  const expired = events.find((event) => event.state === 'expired');
  const newest = events.findLast((event) => event.state !== 'expired' && event.state !== 'tested') ?? place;
  const isBroken = newest.state === 'broken';
  const isSupport = (newest.side === 'bullish') !== isBroken;
  const shape = {
    to: expired === undefined ? null : at(expired.time),
    ink: isSupport ? 'up' : 'down',
    width: 1,
    opacity: 0.35 + 0.6 * Math.min(1, place.confidence),
    dash: isBroken ? 'dashed' : 'solid',
    label: `${isSupport ? 'S' : 'R'} ×${place.measure}`,
    labelSide: isSupport ? 'below' : 'above',
  } as const;
  return [line(finding, shape)];
}

function fibonacci(all: readonly Finding[]): Shape[] {
  const newest = all.findLast(({ kind, end }) => kind === 'fibonacci' && end === null);
  if (newest === undefined) return [];
  const { place, events } = newest;
  const [start, end] = place.side === 'bullish' ? [place.bottom, place.top] : [place.top, place.bottom];
  const since = events.lastIndexOf(place);
  const reached = events.slice(since).filter(({ state }) => state === 'tested');
  const deepest = Math.max(-1, ...reached.map(({ part }) => part).filter((part) => part < kRetracements));
  const farthest = Math.max(-1, ...reached.map(({ part }) => part));
  const levels = kRatios.map((ratio, part) => {
    const isBack = part < kRetracements;
    const wasReached = isBack ? part <= deepest : part <= farthest;
    const price = isBack ? end - ratio * (end - start) : start + ratio * (end - start);
    return line(newest, {
      fromPrice: price,
      ink: 'accent',
      opacity: isBack ? 0.9 : 0.6,
      dash: wasReached ? 'solid' : 'dashed',
      label: `${isBack ? '' : 'ext '}${+(ratio * 100).toFixed(1)} %`,
    });
  });
  const ends = [start, end].map((price, i) =>
    line(newest, { fromPrice: price, ink: 'accent', label: i === 0 ? '100 %' : '0 %' }),
  );
  return [...ends, ...levels];
}

/** Each is drawn until the next of its kind takes its place. */
function periods(all: readonly Finding[]): Shape[] {
  const found = all.filter(({ kind, place }) => kind === 'previous_high_low' && place.part > 0);
  return found.flatMap((finding, i) => {
    const { place, events } = finding;
    const next = found.slice(i + 1).find((other) => other.place.part === place.part);
    const span = { from: at(place.time), to: next === undefined ? null : at(next.place.time) };
    const name = `P${kPeriods[place.part] ?? ''}`;
    const wasBroken = (side: StructureEvent['side']) =>
      events.some((event) => event.state === 'broken' && event.side === side);
    const ends = [
      ['H', place.top, 'bullish', 'above'],
      ['L', place.bottom, 'bearish', 'below'],
    ] as const;
    return ends.map(([letter, price, side, labelSide]) =>
      line(finding, {
        ...span,
        fromPrice: price,
        ink: 'text',
        opacity: 0.8,
        width: place.part === 1 ? 1 : 1.5,
        dash: wasBroken(side) ? 'dotted' : 'solid',
        label: `${name}${letter}`,
        labelSide,
      }),
    );
  });
}

function session(finding: Finding): Shape[] {
  const { end, place } = finding;
  if (end === null) return []; // its high and low are not known yet
  return [
    box(finding, {
      top: end.top,
      bottom: end.bottom,
      fill: 'text',
      ink: 'text',
      fillOpacity: 0.05,
      opacity: 0.3,
      width: 1,
      dash: 'dotted',
      label: kSessions[place.part] ?? '',
    }),
  ];
}

/**
 * From A over B to C, and the target of the move until it was met or given up. B is the swing before C; without it (it
 * lies before what was looked at) one chord leads from A to C.
 */
function abc(finding: Finding, all: readonly Finding[]): Shape[] {
  const { place, events } = finding;
  const formed = events[0]!;
  const isUp = place.side === 'bullish';
  const [b, c] = isUp ? [place.top, place.bottom] : [place.bottom, place.top];
  const a = b + c - place.price; // the target lies as far from C as B from A
  const last = events.find(({ state }) => ['completed', 'invalidated', 'expired'].includes(state));
  const isMet = last?.state === 'completed';
  const middle = all.find(({ kind, id }) => kind === 'swing' && id === (formed.rests_on ?? 0) - 1)?.place;
  const turn = middle?.price === b && middle.time > place.from && middle.time < formed.time ? middle : null;
  const points = [
    { letter: 'A', time: at(place.from), price: a, side: isUp ? 'below' : 'above' },
    ...(turn === null
      ? []
      : ([{ letter: 'B', time: at(turn.time), price: b, side: isUp ? 'above' : 'below' }] as const)),
    { letter: 'C', time: at(formed.time), price: c, side: isUp ? 'below' : 'above' },
  ] as const;
  const legs = points.slice(1).map(({ time: to, price: toPrice }, i) => {
    const { time: from, price: fromPrice } = points[i]!;
    return line(finding, { from, fromPrice, to, toPrice, dash: 'dashed', opacity: 0.7 });
  });
  const letters = points.map(({ letter, time, price, side }) =>
    note(finding, { time, price, side, label: letter }),
  );
  const target = line(finding, {
    from: at(formed.time),
    to: last === undefined ? null : at(last.time),
    dash: isMet ? 'solid' : 'dotted',
    label: isMet ? 'ABC target, met' : last === undefined ? 'ABC target' : `ABC target, ${last.state}`,
  });
  return [...legs, ...letters, target];
}

/** As in analysis/structure/dealing_range.hpp: the share of the range on either side of its middle that is neither. */
const kEquilibrium = 0.025;

/** The range of the leg in progress: between the newest two swings, else what was said of it last. */
function range(all: readonly Finding[]): Shape[] {
  const finding = all.findLast(({ kind }) => kind === 'premium_discount');
  if (finding === undefined) return [];
  const [start, end] = all.filter(({ kind }) => kind === 'swing').slice(-2);
  const said = finding.place;
  const ends = start === undefined || end === undefined ? null : [start.place.price, end.place.price];
  const [top, bottom] = ends === null ? [said.top, said.bottom] : [Math.max(...ends), Math.min(...ends)];
  const from = start === undefined ? at(said.from) : at(start.place.time);
  const middle = (top + bottom) / 2;
  const half = kEquilibrium * (top - bottom);
  const isHere = (side: StructureEvent['side']) => (said.side === side ? ', price is here' : '');
  const band = { from, to: null, fillOpacity: 0.08, opacity: 0.5, width: 1, dash: 'dotted' } as const;
  return [
    box(finding, {
      ...band,
      top,
      bottom: middle + half,
      fill: 'down',
      ink: 'down',
      label: `Premium${isHere('bearish')}`,
    }),
    box(finding, {
      ...band,
      top: middle - half,
      bottom,
      fill: 'up',
      ink: 'up',
      label: `Discount${isHere('bullish')}`,
    }),
    line(finding, {
      from,
      fromPrice: middle,
      to: null,
      ink: 'text',
      dash: 'dotted',
      label: `Equilibrium${isHere('neutral')}`,
    }),
  ];
}

type Drawing = (all: readonly Finding[]) => Shape[];

function each(
  kinds: readonly StructureEvent['kind'][],
  draw: (finding: Finding, all: readonly Finding[]) => Shape[],
): Drawing {
  return (all) => all.filter(({ kind }) => kinds.includes(kind)).flatMap((finding) => draw(finding, all));
}

const kDrawings: Record<StructureName, Drawing> = {
  sessions: each(['session'], session),
  periods,
  range,
  levels: each(['support_resistance'], level),
  gaps: each(['fair_value_gap'], gap),
  blocks: each(['order_block'], block),
  liquidity: each(['liquidity_pool'], pool),
  fibonacci,
  abc: each(['abc_pattern'], abc),
  breaks: each(['break_of_structure', 'change_of_character'], broken),
  swings,
  fractals: each(['fractal'], fractal),
};

/** What these layers draw of the events of one answer. */
export function structureShapes(layer: StructureLayer, events: readonly StructureEvent[]): Shape[] {
  const all = findingsOf(events);
  return layer.flatMap((name) => kDrawings[name](all));
}

/** The shapes of which a part lies in [from, to], Unix ms. */
export function shapesWithin(shapes: readonly Shape[], from: number, to: number): Shape[] {
  return shapes.filter((shape) => {
    if (shape.kind === 'note') return shape.time >= from && shape.time <= to;
    return shape.from <= to && (shape.to === null || shape.to >= from);
  });
}

/** The shape at a point, the one drawn last of several: `slack` is how far in price, `step` in ms, it may be missed. */
export function shapeAt(
  shapes: readonly Shape[],
  time: number,
  price: number,
  slack: number,
  step: number,
): Shape | null {
  return shapes.findLast((shape) => isAt(shape, time, price, slack, step)) ?? null;
}

function isAt(shape: Shape, time: number, price: number, slack: number, step: number): boolean {
  if (shape.kind === 'note') {
    const away = shape.side === 'above' ? price - shape.price : shape.price - price;
    return Math.abs(time - shape.time) <= step && away >= -slack && away <= kNoteReach * slack;
  }
  if (time < shape.from || (shape.to !== null && time > shape.to)) return false;
  if (shape.kind === 'box') return price <= shape.top + slack && price >= shape.bottom - slack;
  const share =
    shape.to === null || shape.to === shape.from ? 0 : (time - shape.from) / (shape.to - shape.from);
  return Math.abs(shape.fromPrice + share * (shape.toPrice - shape.fromPrice) - price) <= slack;
}
