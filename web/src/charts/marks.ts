import type {
  AutoscaleInfo,
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
import type { Palette } from './palette';
import type { TimeAxis } from './time_axis';

export type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** The part of the chart in view, a little beyond its edges. */
export interface View {
  /** Places of the axis. */
  from: number;
  to: number;
  /** Unix ms of the first and the last place in view. */
  since: number;
  until: number;
}

/** From what is drawn to pixels, for one frame. */
export interface Scale extends View {
  /** Pixels from candle to candle. */
  spacing: number;
  x(place: number): number;
  y(value: number): number;
}

/** Something drawn over a series that knows its axes. Draws what is in view, and looks up no other place. */
export abstract class Marks implements ISeriesPrimitive<Time> {
  protected palette: Palette;
  protected readonly axis: TimeAxis;
  protected readonly font: string;
  #chart: IChartApiBase<Time> | null = null;
  #series: ISeriesApi<SeriesType, Time> | null = null;
  #requestUpdate = () => {};

  constructor(palette: Palette, axis: TimeAxis) {
    this.palette = palette;
    this.axis = axis;
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

  /**
   * One layer of it: at the bottom it lies under the candles, in the middle over them. At the top it is drawn again
   * with every move of the pointer, so only what follows the pointer belongs there.
   */
  protected view(
    zOrder: 'bottom' | 'normal' | 'top',
    draw: (target: DrawTarget) => void,
  ): IPrimitivePaneView {
    const renderer = { draw };
    return { zOrder: () => zOrder, renderer: () => renderer };
  }

  protected changed(): void {
    this.#requestUpdate();
  }

  protected get inView(): View | null {
    const range = this.#chart?.timeScale().getVisibleLogicalRange() ?? null;
    const { times } = this.axis;
    if (range === null || times.length === 0) return null;
    const [from, to] = [range.from - 1, range.to + 1];
    const since = times[Math.max(0, Math.floor(from))] ?? Infinity;
    const until = times[Math.min(times.length - 1, Math.ceil(to))] ?? -Infinity;
    return { from, to, since, until };
  }

  /** null while nothing can be drawn. The price scale is linear: two of its points give all. */
  protected get scale(): Scale | null {
    const view = this.inView;
    const placed = (place: number) => this.#chart!.timeScale().logicalToCoordinate(place as Logical);
    const [left, right] = view === null ? [null, null] : [placed(0), placed(1000)];
    const [top, below] = [this.#series?.coordinateToPrice(0), this.#series?.coordinateToPrice(1000)];
    if (view === null || left === null || right === null || top == null || below == null || top === below)
      return null;
    const spacing = (right - left) / 1000;
    const pixels = 1000 / (below - top);
    return { ...view, spacing, x: (place) => left + place * spacing, y: (value) => (value - top) * pixels };
  }

  protected colorOf(direction: PatternDirection): string {
    if (direction === 'neutral') return this.palette.text;
    return direction === 'bullish' ? this.palette.up : this.palette.down;
  }
}

/** Smallest and largest value, as a price scale wants them; null without any. */
export class Extent {
  #min = Infinity;
  #max = -Infinity;

  add(value: number): void {
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  get autoscale(): AutoscaleInfo | null {
    if (this.#min > this.#max) return null;
    return { priceRange: { minValue: this.#min, maxValue: this.#max } };
  }
}

/** The items whose times lie in view; they are ascending by time. */
export function within<Item>(
  items: readonly Item[],
  timeOf: (item: Item) => number,
  { since, until }: Pick<View, 'since' | 'until'>,
): readonly Item[] {
  const first = (time: number) => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timeOf(items[middle]!) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return items.slice(first(since), first(until + 1));
}
