import { describe, expect, it } from 'vitest';
import type { StructureEvent } from '../api/types';
import type { Line, Shape } from './shapes';
import { shapeAt, shapesWithin, structureShapes } from './structure_shapes';

const kStart = Date.UTC(2024, 0, 1);
const iso = (minute: number) => new Date(kStart + minute * 60_000).toISOString();
const ms = (minute: number) => kStart + minute * 60_000;

const event = (kind: StructureEvent['kind'], change: Partial<StructureEvent> = {}): StructureEvent => ({
  kind,
  id: 1,
  state: 'formed',
  side: 'bullish',
  label: '',
  part: 0,
  rests_on: null,
  from: iso(0),
  time: iso(0),
  known_at: iso(1),
  top: 110,
  bottom: 100,
  price: 110,
  measure: 10,
  confidence: 0.5,
  ...change,
});

const lines = (shapes: readonly Shape[]) => shapes.filter((shape): shape is Line => shape.kind === 'line');

describe('swings', () => {
  const swing = (id: number, minute: number, price: number, label: StructureEvent['label'], change = {}) =>
    event('swing', {
      id,
      time: iso(minute),
      price,
      label,
      side: id % 2 === 1 ? 'bearish' : 'bullish',
      state: 'confirmed',
      ...change,
    });

  it('are joined by legs and named at their outer side; the last leg may still move', () => {
    const shapes = structureShapes(
      ['swings'],
      [swing(1, 0, 110, 'HH'), swing(2, 5, 104, 'HL'), swing(3, 9, 108, 'LH', { state: 'formed' })],
    );
    expect(lines(shapes).map(({ from, to, dash }) => [from, to, dash])).toEqual([
      [ms(0), ms(5), 'solid'],
      [ms(5), ms(9), 'dashed'],
    ]);
    const notes = shapes.flatMap((shape) =>
      shape.kind === 'note' ? [[shape.label, shape.side, shape.ink]] : [],
    );
    expect(notes).toEqual([
      ['HH', 'above', 'up'],
      ['HL', 'below', 'up'],
      ['LH', 'above', 'down'],
    ]);
  });

  it('stand where they were last extended to', () => {
    const moved = swing(1, 3, 112, 'HH', { state: 'extended' });
    const [note] = structureShapes(['swings'], [swing(1, 0, 110, 'HH', { state: 'formed' }), moved]);
    expect(note).toMatchObject({ kind: 'note', time: ms(3), price: 112 });
  });
});

describe('breaks', () => {
  it('run from the swing to the candle that broke it; against the trend they are dashed', () => {
    const shapes = structureShapes(
      ['breaks'],
      [
        event('break_of_structure', { time: iso(7), price: 110 }),
        event('change_of_character', { side: 'bearish', time: iso(9), price: 101 }),
      ],
    );
    expect(
      lines(shapes).map(({ label, from, to, fromPrice, dash, ink }) => [
        label,
        from,
        to,
        fromPrice,
        dash,
        ink,
      ]),
    ).toEqual([
      ['BOS', ms(0), ms(7), 110, 'solid', 'up'],
      ['CHoCH', ms(0), ms(9), 101, 'dashed', 'down'],
    ]);
  });
});

describe('gaps and blocks', () => {
  it('reach to the edge until price takes them up', () => {
    const shapes = structureShapes(
      ['gaps', 'blocks'],
      [
        event('fair_value_gap'),
        event('fair_value_gap', { id: 2 }),
        event('fair_value_gap', { id: 2, state: 'mitigated', time: iso(8) }),
        event('order_block', { top: 100, bottom: 110 }), // a long candle takes part with its ends exchanged
      ],
    );
    expect(shapes).toMatchObject([
      { kind: 'box', label: 'FVG', to: null },
      { kind: 'box', label: 'FVG', to: ms(8) },
      { kind: 'box', label: 'OB', to: null, top: 110, bottom: 100, width: 1 },
    ]);
  });
});

describe('liquidity', () => {
  it('is named by its side, and says when it was swept', () => {
    const shapes = structureShapes(
      ['liquidity'],
      [
        event('liquidity_pool', { side: 'bearish' }),
        event('liquidity_pool', { id: 2 }),
        event('liquidity_pool', { id: 2, state: 'mitigated', time: iso(6) }),
      ],
    );
    expect(lines(shapes).map(({ label, to }) => [label, to])).toEqual([
      ['EQH', null],
      ['EQL ×', ms(6)],
    ]);
  });
});

describe('support and resistance', () => {
  it('counts touches and acts from the other side once broken', () => {
    const touched = event('support_resistance', { state: 'extended', measure: 3, time: iso(5) });
    expect(lines(structureShapes(['levels'], [touched]))[0]).toMatchObject({
      label: 'S ×3',
      dash: 'solid',
      to: null,
    });
    const broken = event('support_resistance', { state: 'broken', measure: 3, time: iso(9) });
    expect(lines(structureShapes(['levels'], [touched, broken]))[0]).toMatchObject({
      label: 'R ×3',
      dash: 'dashed',
      to: null,
      ink: 'down',
    });
    const back = event('support_resistance', { state: 'broken', side: 'bearish', measure: 3, time: iso(11) });
    expect(lines(structureShapes(['levels'], [touched, broken, back]))[0]?.label).toBe('S ×3');
    const expired = event('support_resistance', { state: 'expired', time: iso(12) });
    expect(lines(structureShapes(['levels'], [touched, broken, expired]))[0]?.to).toBe(ms(12));
  });
});

// A leg from 100 to 110: 61.8 % back is 110 - 6.18, 161.8 % on is 100 + 16.18.
describe('Fibonacci', () => {
  const leg = (change: Partial<StructureEvent> = {}) => event('fibonacci', change);
  const at = (shapes: readonly Shape[], label: string) => lines(shapes).find((line) => line.label === label);

  it('counts back from the end of the leg and on from its start', () => {
    const shapes = structureShapes(['fibonacci'], [leg()]);
    expect(at(shapes, '0 %')?.fromPrice).toBe(110);
    expect(at(shapes, '100 %')?.fromPrice).toBe(100);
    expect(at(shapes, '61.8 %')?.fromPrice).toBeCloseTo(103.82);
    expect(at(shapes, 'ext 161.8 %')?.fromPrice).toBeCloseTo(116.18);
    expect(at(structureShapes(['fibonacci'], [leg({ side: 'bearish' })]), '61.8 %')?.fromPrice).toBeCloseTo(
      106.18,
    );
  });

  it('is solid as far as price came back', () => {
    const shapes = structureShapes(['fibonacci'], [leg(), leg({ state: 'tested', part: 1 })]);
    expect(['23.6 %', '38.2 %', '50 %'].map((label) => at(shapes, label)?.dash)).toEqual([
      'solid',
      'solid',
      'dashed',
    ]);
  });

  it('counts anew when the leg grows, and shows the newest leg that stands', () => {
    const grown = [leg(), leg({ state: 'tested', part: 1 }), leg({ state: 'extended', top: 120 })];
    expect(at(structureShapes(['fibonacci'], grown), '23.6 %')?.dash).toBe('dashed');
    const over = [leg(), leg({ id: 2, top: 130 }), leg({ id: 2, state: 'invalidated' })];
    expect(at(structureShapes(['fibonacci'], over), '0 %')?.fromPrice).toBe(110);
  });
});

describe('previous day, week and month', () => {
  it('stand from the first candle that looks at them until the next, dotted once traded through', () => {
    const day = (change: Partial<StructureEvent>) => event('previous_high_low', { part: 1, ...change });
    const shapes = structureShapes(
      ['periods'],
      [
        day({}),
        day({ state: 'broken', time: iso(30) }),
        day({ id: 2, time: iso(1440), top: 120, bottom: 105 }),
      ],
    );
    expect(lines(shapes).map(({ label, to, fromPrice, dash }) => [label, to, fromPrice, dash])).toEqual([
      ['PDH', ms(1440), 110, 'dotted'],
      ['PDL', ms(1440), 100, 'solid'],
      ['PDH', null, 120, 'solid'],
      ['PDL', null, 105, 'solid'],
    ]);
  });
  it('leaves four hours out', () => {
    expect(structureShapes(['periods'], [event('previous_high_low', { part: 0 })])).toEqual([]);
  });
});

// AB from 100 to 110, C at 104: the target is 104 + 10 = 114.
describe('ABC', () => {
  const formed = event('abc_pattern', { top: 110, bottom: 104, price: 114, time: iso(9), rests_on: 7 });
  const legs = (shapes: readonly Shape[]) =>
    lines(shapes)
      .slice(0, -1)
      .map(({ from, fromPrice, to, toPrice }) => [from, fromPrice, to, toPrice]);

  it('runs from A over B, the swing before C, to C and from there to the target', () => {
    const b = event('swing', { id: 6, time: iso(4), price: 110, side: 'bearish' });
    const shapes = structureShapes(['abc'], [b, formed]);
    expect(legs(shapes)).toEqual([
      [ms(0), 100, ms(4), 110],
      [ms(4), 110, ms(9), 104],
    ]);
    const letters = shapes.flatMap((shape) => (shape.kind === 'note' ? [[shape.label, shape.side]] : []));
    expect(letters).toEqual([
      ['A', 'below'],
      ['B', 'above'],
      ['C', 'below'],
    ]);
    const target = lines(shapes).at(-1)!;
    expect([target.from, target.to, target.fromPrice, target.label]).toEqual([
      ms(9),
      null,
      114,
      'ABC target',
    ]);
    const met = { ...formed, state: 'completed' as const, time: iso(20) };
    expect(structureShapes(['abc'], [b, formed, met]).at(-1)).toMatchObject({
      to: ms(20),
      label: 'ABC target, met',
    });
  });

  it('leads from A to C where B is not known', () => {
    expect(legs(structureShapes(['abc'], [formed]))).toEqual([[ms(0), 100, ms(9), 104]]);
    const other = event('swing', { id: 6, time: iso(4), price: 109, side: 'bearish' }); // not the B it names
    expect(legs(structureShapes(['abc'], [other, formed]))).toEqual([[ms(0), 100, ms(9), 104]]);
  });
});

// A range from 100 to 120: its middle is 110, and the middle 5 % of 20 runs from 109.5 to 110.5.
describe('premium and discount', () => {
  const said = event('premium_discount', {
    side: 'bearish',
    top: 115,
    bottom: 100,
    from: iso(2),
    time: iso(9),
  });
  const swing = (id: number, minute: number, price: number) =>
    event('swing', { id, time: iso(minute), price, from: iso(minute) });

  it('halve the leg in progress, and say where price is', () => {
    const shapes = structureShapes(['range'], [swing(1, 0, 130), swing(2, 3, 100), said, swing(3, 11, 120)]);
    expect(shapes.map((shape) => [shape.kind, shape.label])).toEqual([
      ['box', 'Premium, price is here'],
      ['box', 'Discount'],
      ['line', 'Equilibrium'],
    ]);
    expect(shapes[0]).toMatchObject({ from: ms(3), to: null, top: 120, bottom: 110.5 });
    expect(shapes[1]).toMatchObject({ top: 109.5, bottom: 100 });
    expect(shapes[2]).toMatchObject({ fromPrice: 110, toPrice: 110 });
  });

  it('are of the range last said where no swing is known', () => {
    const [premium, discount] = structureShapes(['range'], [said]);
    expect(premium).toMatchObject({ from: ms(2), top: 115, bottom: 107.875 });
    expect(discount).toMatchObject({ top: 107.125, bottom: 100 });
    expect(structureShapes(['range'], [])).toEqual([]);
  });
});

describe('shapesWithin', () => {
  it('keeps what has a part in the candles held', () => {
    const gap = (id: number, end: number | null) => [
      event('fair_value_gap', { id }),
      ...(end === null ? [] : [event('fair_value_gap', { id, state: 'mitigated', time: iso(end) })]),
    ];
    const shapes = structureShapes(['gaps'], [...gap(1, 4), ...gap(2, 20), ...gap(3, null)]);
    expect(shapesWithin(shapes, ms(10), ms(30)).map(({ id }) => id)).toEqual([
      'fair_value_gap 2',
      'fair_value_gap 3',
    ]);
    expect(shapesWithin(shapes, ms(-20), ms(-10))).toEqual([]);
  });
});

describe('shapeAt', () => {
  const shapes = structureShapes(
    ['gaps', 'breaks', 'swings'],
    [
      event('fair_value_gap'),
      event('break_of_structure', { time: iso(10), price: 112 }),
      event('swing', { time: iso(20), price: 120, side: 'bearish', label: 'HH' }),
    ],
  );
  const at = (minute: number, price: number) => shapeAt(shapes, ms(minute), price, 0.5, 60_000)?.id ?? null;
  it('finds boxes, lines and notes, and forgives a little', () => {
    expect(at(5, 105)).toBe('fair_value_gap 1');
    expect(at(5, 110.4)).toBe('fair_value_gap 1');
    expect(at(5, 112.3)).toBe('break_of_structure 1');
    expect(at(11, 112)).toBeNull(); // after the candle that broke it
    expect(at(20, 121.2)).toBe('swing 1'); // its letters stand above
    expect(at(20, 118)).toBeNull();
  });
});
