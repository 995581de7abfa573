import type {
  IChartApiBase,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  SeriesType,
  Time,
} from 'lightweight-charts';
import type { PatternDirection } from '../api/types';
import { chartTime } from './chart_data';
import type { Palette } from './palette';

export type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Something drawn over a series that knows its axes. Places on the time axis are to be looked up once per change. */
export abstract class Marks implements ISeriesPrimitive<Time> {
  protected palette: Palette;
  protected readonly font: string;
  #chart: IChartApiBase<Time> | null = null;
  #series: ISeriesApi<SeriesType, Time> | null = null;
  #requestUpdate = () => {};

  constructor(palette: Palette) {
    this.palette = palette;
    this.font = getComputedStyle(document.documentElement).getPropertyValue('--font').trim();
  }

  attached(param: SeriesAttachedParameter<Time>): void {
    this.#chart = param.chart;
    this.#series = param.series;
    this.#requestUpdate = param.requestUpdate;
  }

  detached(): void {
    this.#chart = null;
    this.#series = null;
    this.#requestUpdate = () => {};
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.#requestUpdate();
  }

  abstract paneViews(): readonly IPrimitivePaneView[];

  /** One layer of it: at the bottom it lies under the candles. */
  protected view(zOrder: 'bottom' | 'top', draw: (target: DrawTarget) => void): IPrimitivePaneView {
    const renderer = { draw };
    return { zOrder: () => zOrder, renderer: () => renderer };
  }

  protected changed(): void {
    this.#requestUpdate();
  }

  /** Place of a candle on the axis, or of the one nearest to that time; -1 without an axis. */
  protected placeOf(time: number): number {
    return this.#chart?.timeScale().timeToIndex(chartTime(time), true) ?? -1;
  }

  protected x(place: number): number | null {
    return this.#chart?.timeScale().logicalToCoordinate(place as Logical) ?? null;
  }

  protected y(value: number): number | null {
    return this.#series?.priceToCoordinate(value) ?? null;
  }

  /** Pixels from candle to candle. */
  protected get spacing(): number {
    return this.#chart?.timeScale().options().barSpacing ?? 0;
  }

  /** The places in view, a little beyond the edges. */
  protected get inView(): { from: number; to: number } | null {
    const range = this.#chart?.timeScale().getVisibleLogicalRange() ?? null;
    return range === null ? null : { from: range.from - 1, to: range.to + 1 };
  }

  protected colorOf(direction: PatternDirection): string {
    if (direction === 'neutral') return this.palette.text;
    return direction === 'bullish' ? this.palette.up : this.palette.down;
  }
}
