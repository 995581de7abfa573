import type { IndicatorPage } from '../api/types';
import { firstAtOrAfter } from './axis_times';

/** One value per output; null before the indicator has warmed up. */
export type Row = readonly (number | null)[];

/**
 * The values of one indicator at hand, by candle time, plus those of the forming candle.
 *
 * A cumulative indicator (OBV) starts at zero wherever the server began to read, so each answer has a level of its own
 * and only differences mean something. A page that overlaps rows held is therefore shifted to their level: when all
 * common rows differ by one and the same amount. For other indicators that amount is zero up to rounding.
 */
export class IndicatorTable {
  #rows = new Map<number, Row>();
  #times: number[] | null = [];
  forming: Row | null = null;

  /** Takes the part of a server page that belongs to `name`; later values replace earlier ones. False: not in it. */
  merge(page: IndicatorPage, name: string): boolean {
    const found = page.indicators.find((indicator) => indicator.name === name);
    if (found === undefined) return false;
    const rows = page.times.map((_, i) => found.outputs.map((output) => finite(output.values[i])));
    const shift = found.outputs.map((_, output) => this.#shiftOf(page.times, rows, output));
    const shifted = (row: Row) => row.map((value, i) => (value === null ? null : value + shift[i]!));
    page.times.forEach((time, i) => {
      if (!this.#rows.has(time)) this.#times = null;
      this.#rows.set(time, shifted(rows[i]!));
    });
    if (found.forming !== null) this.forming = shifted(found.forming.map(finite));
    else if (page.times.length > 0 && page.times.at(-1)! >= (this.times.at(-1) ?? 0)) this.forming = null;
    return true;
  }

  /** What to add to an output of `rows` to bring it to the level of the rows held. */
  #shiftOf(times: readonly number[], rows: readonly Row[], output: number): number {
    const differences: number[] = [];
    let size = 0;
    times.forEach((time, i) => {
      const held = this.#rows.get(time)?.[output] ?? null;
      const value = rows[i]![output] ?? null;
      if (held === null || value === null) return;
      differences.push(held - value);
      size = Math.max(size, Math.abs(held), Math.abs(value));
    });
    const first = differences[0];
    if (first === undefined || differences.length < 2) return 0;
    const agree = differences.every((difference) => Math.abs(difference - first) <= 1e-9 * size);
    return agree && Math.abs(first) > 1e-6 * size ? first : 0;
  }

  at(time: number): Row | null {
    return this.#rows.get(time) ?? null;
  }

  /** Ascending. */
  get times(): readonly number[] {
    this.#times ??= [...this.#rows.keys()].sort((a, b) => a - b);
    return this.#times;
  }

  /** The row `count` rows after that of `time`, for a line drawn so many candles back; the last is the forming one. */
  ahead(time: number, count: number): Row | null {
    const { times } = this;
    const at = firstAtOrAfter(times, time);
    if (times[at] !== time) return null;
    const then = times[at + count];
    if (then !== undefined) return this.at(then);
    return at + count === times.length ? this.forming : null;
  }

  /** Forgets what lies outside [from, to]. */
  keep(from: number, to: number): void {
    for (const time of this.#rows.keys()) {
      if (time < from || time > to) {
        this.#rows.delete(time);
        this.#times = null;
      }
    }
  }
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
