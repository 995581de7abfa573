import type { PriceChart } from '../charts/price_chart';

/** Keeps what is in view in view: data that joins or goes left of it shifts all places on the axis. */
export class ViewKeeper {
  readonly #chart: PriceChart;

  constructor(chart: PriceChart) {
    this.#chart = chart;
  }

  /** Runs `job`, which may shift places. At the live edge the chart follows by itself. */
  keep(job: () => void): void {
    const restore = this.#chart.atRightEdge ? null : this.anchor();
    job();
    restore?.();
  }

  /** Remembers a candle in view and its place; what it returns brings it back there. null without a candle in view. */
  anchor(): (() => void) | null {
    const range = this.#chart.visibleLogical;
    const time = this.#chart.visibleTimes?.from ?? null;
    const before = time === null ? null : this.#chart.indexOf(time);
    if (range === null || time === null || before === null) return null;
    return () => {
      const index = this.#chart.indexOf(time);
      if (index === null) return;
      const shift = index - before;
      this.#chart.setVisibleLogical({ from: range.from + shift, to: range.to + shift });
    };
  }
}
