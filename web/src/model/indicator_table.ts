import type { IndicatorPage } from '../api/types';

/** One value per output; null before the indicator has warmed up. */
export type Row = readonly (number | null)[];

/** The values of one indicator at hand, by candle time, plus those of the forming candle. */
export class IndicatorTable {
  #rows = new Map<number, Row>();
  #times: number[] | null = [];
  forming: Row | null = null;

  /** Takes the part of a server page that belongs to `name`; later values replace earlier ones. False: not in it. */
  merge(page: IndicatorPage, name: string): boolean {
    const found = page.indicators.find((indicator) => indicator.name === name);
    if (found === undefined) return false;
    page.times.forEach((time, i) => {
      if (!this.#rows.has(time)) this.#times = null;
      this.#rows.set(
        time,
        found.outputs.map((output) => finite(output.values[i])),
      );
    });
    this.forming = found.forming?.map(finite) ?? null;
    return true;
  }

  at(time: number): Row | null {
    return this.#rows.get(time) ?? null;
  }

  /** Ascending. */
  get times(): readonly number[] {
    this.#times ??= [...this.#rows.keys()].sort((a, b) => a - b);
    return this.#times;
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

  clear(): void {
    this.#rows.clear();
    this.#times = [];
    this.forming = null;
  }
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
