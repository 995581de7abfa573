import { LineSeries, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';
import { firstAtOrAfter } from '../model/axis_times';

export function chartTime(milliseconds: number): UTCTimestamp {
  return (milliseconds / 1000) as UTCTimestamp;
}

/** What stands at a time of the axis, and would keep that time there. */
export interface Anchored {
  /** Unix ms; null = nowhere */
  readonly time: number | null;
  clear(): void;
}

const point = (time: number) => ({ time: chartTime(time), value: 0 });

/**
 * The places of the time axis, each with its time: those of all candles and the empty ones of holes. Held by one series
 * that is never drawn, so that candles which join on the left, where all places shift, cost one pass over it, and those
 * dropped on the right cost what is dropped. Everything drawn hangs on anchors and finds its places here.
 */
export class TimeAxis {
  readonly #series: ISeriesApi<'Line'>;
  #times: number[] = [];
  #anchors = new Set<Anchored>();

  constructor(chart: IChartApi) {
    this.#series = chart.addSeries(LineSeries, {
      visible: false,
      priceScaleId: 'places',
      lastValueVisible: false,
      priceLineVisible: false,
    });
  }

  /** Unix ms by place, ascending. */
  get times(): readonly number[] {
    return this.#times;
  }

  get newest(): number | null {
    return this.#times.at(-1) ?? null;
  }

  /** What would keep a time on the axis that goes. */
  hold(anchor: Anchored): void {
    this.#anchors.add(anchor);
  }

  release(anchor: Anchored): void {
    this.#anchors.delete(anchor);
  }

  /** Replaces all places: O(n). Ascending. */
  set(times: number[]): void {
    for (const anchor of this.#anchors) {
      const at = anchor.time === null ? 0 : firstAtOrAfter(times, anchor.time);
      if (anchor.time !== null && times[at] !== anchor.time) anchor.clear();
    }
    this.#times = times;
    this.#series.setData(times.map(point));
  }

  /** Adds the place of a new candle on the right, if it is one. */
  append(time: number): void {
    if (time <= (this.newest ?? -Infinity)) return;
    this.#times.push(time);
    this.#series.update(point(time));
  }

  /** Takes the places after `time` off: costs what goes. */
  dropAfter(time: number): void {
    const kept = firstAtOrAfter(this.#times, time + 1);
    if (kept === this.#times.length) return;
    for (const anchor of this.#anchors) if ((anchor.time ?? time) > time) anchor.clear();
    this.#series.pop(this.#times.length - kept);
    this.#times.length = kept;
  }

  /** Of the candle at that time, or of the one nearest to it; -1 without places. */
  placeOf(time: number): number {
    const times = this.#times;
    const at = firstAtOrAfter(times, time);
    if (at === 0) return times.length === 0 ? -1 : 0;
    if (at === times.length) return at - 1;
    return times[at]! - time <= time - times[at - 1]! ? at : at - 1;
  }
}
