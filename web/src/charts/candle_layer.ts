import {
  CandlestickSeries,
  HistogramSeries,
  type AutoscaleInfo,
  type IChartApi,
  type ISeriesApi,
} from 'lightweight-charts';
import type { Candle } from '../api/types';
import type { CandleWindow } from '../model/candle_window';
import { formatCompact, formatPrice } from '../model/format';
import type { Hole } from '../model/gaps';
import { candlePoint, candlePoints, dropAfter, volumePoint } from './chart_data';
import { HoleMarks } from './hole_marks';
import type { Palette } from './palette';
import { PriceTag } from './price_tag';
import { DivergenceLines, VolumeMarks } from './volume_marks';

const kVolumeScale = 'volume';

/**
 * Candles and volume. The forming candle has series of its own with that one point: in lightweight-charts 5 an update
 * costs time in proportion to the series' length, and the forming candle changes many times a second.
 */
export class CandleLayer {
  readonly closed: ISeriesApi<'Candlestick'>;
  readonly forming: ISeriesApi<'Candlestick'>;
  readonly volumeMarks: VolumeMarks;
  readonly divergences: DivergenceLines;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #formingVolume: ISeriesApi<'Histogram'>;
  readonly #holes: HoleMarks;
  readonly #tag: PriceTag;
  #palette: Palette;
  #formingTime: number | null = null;
  /** The newest empty place drawn for a hole. */
  #newestBlank = -Infinity;

  constructor(chart: IChartApi, palette: Palette) {
    this.#palette = palette;
    const volume = {
      priceScaleId: kVolumeScale,
      lastValueVisible: false,
      priceLineVisible: false,
      priceFormat: { type: 'custom' as const, formatter: formatCompact, minMove: 0.00000001 },
    };
    this.#volume = chart.addSeries(HistogramSeries, volume);
    this.#formingVolume = chart.addSeries(HistogramSeries, volume);
    this.closed = chart.addSeries(CandlestickSeries, { lastValueVisible: false, priceLineVisible: false });
    this.forming = chart.addSeries(CandlestickSeries, { lastValueVisible: false, priceLineVisible: true });
    chart.priceScale(kVolumeScale).applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#holes = new HoleMarks(palette);
    this.closed.attachPrimitive(this.#holes);
    this.#tag = new PriceTag(palette);
    this.closed.attachPrimitive(this.#tag);
    this.volumeMarks = new VolumeMarks(palette);
    this.#volume.attachPrimitive(this.volumeMarks);
    this.divergences = new DivergenceLines(palette);
    this.closed.attachPrimitive(this.divergences);
    this.setPalette(palette);
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    const colors = {
      upColor: palette.upFill,
      downColor: palette.downFill,
      borderUpColor: palette.up,
      borderDownColor: palette.down,
      wickUpColor: palette.up,
      wickDownColor: palette.down,
    };
    this.closed.applyOptions(colors);
    this.forming.applyOptions(colors);
    this.#holes.setPalette(palette);
    this.#tag.setPalette(palette);
    this.volumeMarks.setPalette(palette);
    this.divergences.setPalette(palette);
  }

  setPriceFormat(decimals: number, tickSize: number): void {
    const minMove = tickSize > 0 ? tickSize : 10 ** -decimals;
    const formatter = (price: number) => formatPrice(price, decimals);
    for (const series of [this.closed, this.forming]) {
      series.applyOptions({ priceFormat: { type: 'custom', formatter, minMove } });
    }
  }

  /** Draws everything but the volume of closed candles anew: O(n). */
  redraw(window: CandleWindow, holes: readonly Hole[]): void {
    this.closed.setData(candlePoints(window.closed, holes, window.step));
    this.#holes.setHoles(holes, window.step);
    this.#newestBlank = Math.max(-Infinity, ...holes.map((hole) => hole.to - window.step));
    this.#formingTime = null;
    this.redrawForming(window);
  }

  /** The newest candles were dropped from the window: so are they here. Their volume apart, as in redraw(). */
  dropNewest(window: CandleWindow, holes: readonly Hole[]): void {
    const newest = window.newestTime;
    // Empty places are no points of the series: only redraw() takes them off the axis.
    if (newest === null || this.#newestBlank > newest) return this.redraw(window, holes);
    this.redrawForming(window);
    dropAfter(this.closed, newest);
    this.#holes.setHoles(holes, window.step);
  }

  dropNewestVolume(window: CandleWindow): void {
    if (window.newestTime === null) this.redrawVolume(window);
    else dropAfter(this.#volume, window.newestTime);
  }

  /** O(n); apart, so that a frame need not wait for both. */
  redrawVolume(window: CandleWindow): void {
    this.#volume.setData(window.closed.map((candle) => volumePoint(candle, this.#palette)));
  }

  /** The newest closed candle is new: O(n), once per candle. */
  append(window: CandleWindow): void {
    const newest = window.closed.at(-1);
    if (newest === undefined) return;
    this.closed.update(candlePoint(newest));
    this.#volume.update(volumePoint(newest, this.#palette));
    this.redrawForming(window);
  }

  /** The forming candle moved: O(1). */
  redrawForming(window: CandleWindow): void {
    const candle = window.forming;
    const time = candle?.[0] ?? null;
    if (candle === null) {
      if (this.#formingTime !== null || this.forming.data().length > 0) this.#setForming([]);
    } else if (time === this.#formingTime) {
      this.forming.update(candlePoint(candle));
      this.#formingVolume.update(volumePoint(candle, this.#palette));
    } else {
      this.#setForming([candle]);
    }
    this.#formingTime = time;
    this.#markLast(window, candle);
  }

  /** Text under the price: the time left; null hides it. */
  setCountdown(text: string | null): void {
    this.#tag.setCountdown(text);
  }

  #setForming(candles: Candle[]): void {
    this.forming.setData(candles.map(candlePoint));
    this.#formingVolume.setData(candles.map((candle) => volumePoint(candle, this.#palette)));
  }

  /** Price line and tag hang on the newest candle: the forming one, else the last closed; on none when detached. */
  #markLast(window: CandleWindow, forming: Candle | null): void {
    const onClosed = forming === null && window.attached;
    if (this.closed.options().priceLineVisible !== onClosed) {
      this.closed.applyOptions({ priceLineVisible: onClosed });
    }
    const last = forming ?? (window.attached ? (window.closed.at(-1) ?? null) : null);
    const isUp = last !== null && last[4] >= last[1];
    this.#tag.setPrice(last?.[4] ?? null, isUp);
    const color = isUp ? this.#palette.up : this.#palette.down;
    if (this.forming.options().priceLineColor !== color) this.forming.applyOptions({ priceLineColor: color });
  }
}

/** For series whose range is known (RSI: 0..100). */
export function fixedRange(min: number, max: number): () => AutoscaleInfo {
  return () => ({ priceRange: { minValue: min, maxValue: max } });
}
