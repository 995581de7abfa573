import { describe, expect, it } from 'vitest';
import type { SearchRun } from '../api/backtest_result';
import { heatMapOf, heatScale, kHeatFigures, placeOf, stepOf } from './heat_map';

const run = (parameters: SearchRun['parameters'], score: number | null = 1): SearchRun => ({
  parameters,
  score,
  total_return: 0.0314,
  max_drawdown: 0.02,
  trades: 1234,
  won: 600,
});

/** As the server gives them: the best first. */
const found = [
  run({ fast: 10, slow: 100, sides: 'long' }, 2),
  run({ fast: 5, slow: 20, sides: 'long' }, 1),
  run({ fast: 5, slow: 100, sides: 'long' }, null),
];

describe('the heat map of a search', () => {
  it('has a row and a column for each value, in order of the numbers, and says where nothing was run', () => {
    const map = heatMapOf(found)!;
    expect(map.down).toEqual({ name: 'fast', values: [5, 10] });
    expect(map.right).toEqual({ name: 'slow', values: [20, 100] });
    expect(map.runs).toEqual([
      [found[1], found[2]],
      [null, found[0]],
    ]);
    expect([placeOf(map, found[0]), placeOf(map, undefined)]).toEqual([
      { row: 1, column: 1 },
      { row: 0, column: 0 },
    ]);
  });

  it('keeps the order of names, which have none', () => {
    const map = heatMapOf([run({ sides: 'long', fast: 9 }), run({ sides: 'both', fast: 7 })])!;
    expect(map.down.values).toEqual(['long', 'both']);
    expect(map.right.values).toEqual([7, 9]);
  });

  it('is not drawn where one or three parameters vary', () => {
    expect(heatMapOf([])).toBeNull();
    expect(heatMapOf([run({ fast: 5, slow: 20 }), run({ fast: 6, slow: 20 })])).toBeNull();
    expect(heatMapOf([run({ a: 1, b: 1, c: 1 }), run({ a: 2, b: 2, c: 2 })])).toBeNull();
  });

  it('writes its figures as the table beside it does', () => {
    const texts = Object.values(kHeatFigures).map(({ text }) => text(found[0]!));
    expect(texts.map((text) => text.replaceAll(/\s/g, ' '))).toEqual(['2.000', '+3.14 %', '2.0 %', '1,234']);
    expect(kHeatFigures.score.text(found[2]!)).toBe('\u2013');
  });

  // By hand: of 1, 2 and 5 the 2 lies a quarter of the way, so 0.1 + 0.9 / 4.
  it('colors between the least and the most of each sign', () => {
    const heat = heatScale([1, 2, 5, -3, null, 0]);
    expect([1, 2, 5].map(heat)).toEqual([0.1, 0.325, 1]);
    expect(heat(-3)).toBe(1);
    expect([heat(null), heat(0)]).toEqual([null, null]);
  });

  it('is gone through by keys and never left by them', () => {
    const map = heatMapOf(found)!;
    const at = { row: 1, column: 0 };
    expect(stepOf('ArrowUp', at, map, false)).toEqual({ row: 0, column: 0 });
    expect(stepOf('ArrowDown', at, map, false)).toEqual(at);
    expect(stepOf('ArrowLeft', at, map, false)).toEqual(at);
    expect(stepOf('End', at, map, false)).toEqual({ row: 1, column: 1 });
    expect(stepOf('Home', { row: 1, column: 1 }, map, true)).toEqual({ row: 0, column: 0 });
    expect(stepOf('PageUp', at, map, false)).toEqual({ row: 0, column: 0 });
    expect(stepOf('x', at, map, false)).toBeNull();
    expect(stepOf('constructor', at, map, false)).toBeNull();
  });
});
