import type { AutoscaleInfo, IChartApi } from 'lightweight-charts';
import { visitCandles } from '../model/axis_times';
import type { CandleWindow } from '../model/candle_window';
import { formatCompact, formatPrice } from '../model/format';
import type { Hole } from '../model/gaps';
import { Anchor } from './anchor';
import { CandleBars } from './candle_bars';
import { Columns } from './columns';
import { HoleMarks } from './hole_marks';
import type { Palette } from './palette';
import { PriceTag } from './price_tag';
import type { TimeAxis } from './time_axis';
import { DivergenceLines, VolumeMarks } from './volume_marks';

const kVolumeScale = 'volume';

/** Candles and volume, drawn from the window that holds them: what changes in it is drawn with the next frame. */
export class CandleLayer {
  /** What lies over the price hangs on this. */
  readonly price: Anchor;
  readonly volumeMarks: VolumeMarks;
  readonly divergences: DivergenceLines;
  readonly #axis: TimeAxis;
  readonly #volume: Anchor;
  readonly #bars: CandleBars;
  readonly #columns: Columns;
  readonly #holes: HoleMarks;
  readonly #tag: PriceTag;
  #palette: Palette;
  #window: CandleWindow | null = null;
  /** How the price line looks. */
  #line = '';

  constructor(chart: IChartApi, axis: TimeAxis, palette: Palette) {
    this.#axis = axis;
    this.#palette = palette;
    this.#volume = new Anchor(chart, axis, {
      priceScaleId: kVolumeScale,
      lastValueVisible: false,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter: formatCompact, minMove: 0.00000001 },
    });
    this.price = new Anchor(chart, axis, { lastValueVisible: false, priceLineVisible: false });
    chart.priceScale(kVolumeScale).applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#columns = new Columns(palette, axis, (places, visit) => this.#visitVolume(places, visit));
    this.volumeMarks = new VolumeMarks(palette, axis);
    for (const marks of [this.#columns, this.volumeMarks]) this.#volume.api.attachPrimitive(marks);
    this.#holes = new HoleMarks(palette, axis);
    this.#bars = new CandleBars(palette, axis);
    this.#tag = new PriceTag(palette);
    this.divergences = new DivergenceLines(palette, axis);
    for (const marks of [this.#holes, this.#bars, this.#tag, this.divergences])
      this.price.api.attachPrimitive(marks);
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    for (const marks of [this.#columns, this.#bars, this.#holes, this.#tag]) marks.setPalette(palette);
    for (const marks of [this.volumeMarks, this.divergences]) marks.setPalette(palette);
    if (this.#window !== null) this.#markLast(this.#window);
  }

  setPriceFormat(decimals: number, tickSize: number): void {
    const minMove = tickSize > 0 ? tickSize : 10 ** -decimals;
    const formatter = (price: number) => formatPrice(price, decimals);
    this.price.api.applyOptions({ priceFormat: { type: 'custom', formatter, minMove } });
  }

  /** The candles held have changed; they have their places on the axis. */
  show(window: CandleWindow, holes: readonly Hole[]): void {
    this.#holes.setHoles(holes, window.step);
    this.showNewest(window);
  }

  /** The newest candle has changed or joined; it has its place on the axis. */
  showNewest(window: CandleWindow): void {
    this.#window = window;
    this.#bars.show(window);
    this.#columns.redraw();
    this.#markLast(window);
  }

  /** Text under the price: the time left; null hides it. */
  setCountdown(text: string | null): void {
    this.#tag.setCountdown(text);
  }

  #visitVolume(
    places: { from: number; to: number },
    visit: (place: number, value: number, isUp: boolean) => void,
  ): void {
    const { closed, forming } = this.#window ?? { closed: [], forming: null };
    for (const candles of [closed, forming === null ? [] : [forming]])
      visitCandles(candles, this.#axis.times, places, ([, open, , , close, volume], place) =>
        visit(place, volume, close >= open),
      );
  }

  /** Price line and tag hang on the newest candle: the forming one, else the last closed; on none when detached. */
  #markLast(window: CandleWindow): void {
    const newest = window.forming ?? window.closed.at(-1) ?? null;
    if (newest === null) {
      this.price.clear();
      this.#volume.clear();
    } else {
      this.price.set(newest[0], newest[4]);
      this.#volume.set(newest[0], newest[5]);
    }
    const last = window.attached ? newest : null;
    const isUp = last !== null && last[4] >= last[1];
    this.#tag.setPrice(last?.[4] ?? null, isUp);
    const priceLineColor = isUp ? this.#palette.up : this.#palette.down;
    const priceLineVisible = last !== null;
    const line = `${priceLineVisible} ${priceLineColor}`;
    if (line !== this.#line) this.price.api.applyOptions({ priceLineVisible, priceLineColor });
    this.#line = line;
  }
}

/** For series whose range is known (RSI: 0..100). */
export function fixedRange(min: number, max: number): () => AutoscaleInfo {
  return () => ({ priceRange: { minValue: min, maxValue: max } });
}
