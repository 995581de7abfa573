import type { SearchRun } from '../api/backtest_result';
import { scoreText } from './backtest_search';
import { plainShare, shareText } from './backtest_view';

/** What the cells of a heat map may show. */
export type HeatFigure = 'score' | 'total_return' | 'max_drawdown' | 'trades';

interface FigureLook {
  title: string;
  valueOf: (run: SearchRun) => number | null;
  text: (run: SearchRun) => string;
}

export const kHeatFigures: Record<HeatFigure, FigureLook> = {
  score: { title: 'Score', valueOf: ({ score }) => score, text: scoreText },
  total_return: {
    title: 'Return',
    valueOf: (run) => run.total_return,
    text: (run) => shareText(run.total_return),
  },
  max_drawdown: {
    title: 'Largest drawdown',
    valueOf: (run) => -run.max_drawdown,
    text: (run) => plainShare(run.max_drawdown),
  },
  trades: {
    title: 'Trades',
    valueOf: ({ trades }) => trades,
    text: ({ trades }) => trades.toLocaleString('en-US'),
  },
};

type Value = number | string;

/** A search over two parameters as a table: one goes down, the other to the right. */
export interface HeatMap {
  down: { name: string; values: readonly Value[] };
  right: { name: string; values: readonly Value[] };
  /** By row and column; null = that combination is not among the results */
  runs: readonly (readonly (SearchRun | null)[])[];
}

/** Numbers ascending; names in the order in which they come. */
function valuesOf(runs: readonly SearchRun[], name: string): Value[] {
  const values = [...new Set(runs.map(({ parameters }) => parameters[name]!))];
  return values.every((value) => typeof value === 'number') ? values.toSorted((a, b) => a - b) : values;
}

/** Null where not exactly two parameters vary: then there is no plane to draw. */
export function heatMapOf(runs: readonly SearchRun[]): HeatMap | null {
  const names = Object.keys(runs[0]?.parameters ?? {});
  const varied = names
    .map((name) => ({ name, values: valuesOf(runs, name) }))
    .filter(({ values }) => values.length > 1);
  const [down, right] = varied;
  if (down === undefined || right === undefined || varied.length > 2) return null;
  const placed = new Map(
    runs.map((run) => [keyOf(run.parameters[down.name]!, run.parameters[right.name]!), run]),
  );
  const rowOf = (one: Value) => right.values.map((other) => placed.get(keyOf(one, other)) ?? null);
  return { down, right, runs: down.values.map(rowOf) };
}

const keyOf = (one: Value, other: Value) => JSON.stringify([one, other]);

/** How strong a cell's color is, 0.1 to 1, between the least and the most of all values with its sign; null = none. */
export type Heat = (value: number | null) => number | null;

export function heatScale(values: readonly (number | null)[]): Heat {
  const scaleOf = (sizes: number[]) => {
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    return (size: number) => (most > least ? 0.1 + (0.9 * (size - least)) / (most - least) : 1);
  };
  const known = values.filter((value) => value !== null);
  const above = scaleOf(known.filter((value) => value > 0));
  const below = scaleOf(known.filter((value) => value < 0).map(Math.abs));
  return (value) => {
    if (value === null || value === 0) return null;
    return value > 0 ? above(value) : below(-value);
  };
}

export interface Place {
  row: number;
  column: number;
}

/** Where a key leads from a cell, as in a grid of the ARIA practices; null = the key means nothing here. */
export function stepOf(key: string, { row, column }: Place, map: HeatMap, isControl: boolean): Place | null {
  const [lastRow, lastColumn] = [map.down.values.length - 1, map.right.values.length - 1];
  const within = (at: number, last: number) => Math.max(0, Math.min(last, at));
  const moves: Record<string, Place> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row: isControl ? 0 : row, column: 0 },
    End: { row: isControl ? lastRow : row, column: lastColumn },
    PageUp: { row: 0, column },
    PageDown: { row: lastRow, column },
  };
  const to = Object.hasOwn(moves, key) ? moves[key]! : null;
  return to === null ? null : { row: within(to.row, lastRow), column: within(to.column, lastColumn) };
}

/** The place of a run in the map; the first cell when it is not there. */
export function placeOf(map: HeatMap, run: SearchRun | undefined): Place {
  for (const [row, runs] of map.runs.entries()) {
    const column = runs.findIndex((one) => one !== null && one === run);
    if (column >= 0) return { row, column };
  }
  return { row: 0, column: 0 };
}
