import {
  LineSeries,
  type IChartApi,
  type ISeriesApi,
  type LineSeriesPartialOptions,
} from 'lightweight-charts';
import { chartTime, type Anchored, type TimeAxis } from './time_axis';

/**
 * A series of one point, the newest: gives what hangs on it a price scale, its label and its line. What is drawn are
 * marks attached to it, because a series would have to be handed all its points whenever candles join.
 */
export class Anchor implements Anchored {
  readonly api: ISeriesApi<'Line'>;
  readonly #chart: IChartApi;
  readonly #axis: TimeAxis;
  #time: number | null = null;

  constructor(chart: IChartApi, axis: TimeAxis, options: LineSeriesPartialOptions, pane = 0) {
    this.#chart = chart;
    this.#axis = axis;
    const hidden = { lineVisible: false, pointMarkersVisible: false, crosshairMarkerVisible: false };
    this.api = chart.addSeries(LineSeries, { ...options, ...hidden }, pane);
    axis.hold(this);
  }

  /** Where it is; null = nowhere. */
  get time(): number | null {
    return this.#time;
  }

  /** `time` is one of the axis. */
  set(time: number, value: number): void {
    if (time !== this.#time) this.clear();
    this.api.update({ time: chartTime(time), value });
    this.#time = time;
  }

  clear(): void {
    if (this.#time !== null) this.api.pop(1);
    this.#time = null;
  }

  remove(): void {
    this.#axis.release(this);
    this.#chart.removeSeries(this.api);
  }
}
