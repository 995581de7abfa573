import type { AutoscaleInfo, IPrimitivePaneView, Logical } from 'lightweight-charts';
import type { Candle } from '../api/types';
import { visitCandles } from '../model/axis_times';
import type { CandleWindow } from '../model/candle_window';
import { columnWidth, leftOf } from './column_width';
import { Extent, Marks, type DrawTarget, type Scale } from './marks';

type Context = CanvasRenderingContext2D;

interface Widths {
  body: number;
  wick: number;
  /** Device pixels per pixel. */
  across: number;
  down: number;
}

/** Bodies at least so wide, in device pixels, have a border and a filling. */
const kBordered = 4;

/** The candles in view, drawn from the window that holds them. */
export class CandleBars extends Marks {
  #window: CandleWindow | null = null;
  readonly #views = [this.view('normal', (target) => this.#draw(target))];

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** What the window holds has changed, or it is another one. */
  show(window: CandleWindow): void {
    this.#window = window;
    this.changed();
  }

  autoscaleInfo(from: Logical, to: Logical): AutoscaleInfo | null {
    const extent = new Extent();
    this.#visit({ from, to }, ([, , high, low]) => {
      extent.add(high);
      extent.add(low);
    });
    return extent.autoscale;
  }

  #visit(places: { from: number; to: number }, visit: (candle: Candle, place: number) => void): void {
    const { closed, forming } = this.#window ?? { closed: [], forming: null };
    visitCandles(closed, this.axis.times, places, visit);
    if (forming !== null) visitCandles([forming], this.axis.times, places, visit);
  }

  #draw(target: DrawTarget): void {
    const scale = this.scale;
    if (scale === null) return;
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio, verticalPixelRatio }) => {
      const line = Math.max(1, Math.floor(horizontalPixelRatio));
      const room = columnWidth(scale.spacing * horizontalPixelRatio);
      const body = room > 1 && (room - line) % 2 !== 0 ? room - 1 : room; // the wick stands in its middle
      const wick = Math.min(body, line);
      const widths = { body, wick, across: horizontalPixelRatio, down: verticalPixelRatio };
      this.#visit(scale, (candle, place) => this.#drawCandle(context, candle, place, scale, widths));
    });
  }

  #drawCandle(context: Context, candle: Candle, place: number, { x, y }: Scale, widths: Widths): void {
    const [, open, high, low, close] = candle;
    const isUp = close >= open;
    const { body, wick, across, down } = widths;
    const middle = x(place) * across;
    const top = Math.round(y(Math.max(open, close)) * down);
    const bottom = Math.max(top + 1, Math.round(y(Math.min(open, close)) * down));
    const [highest, lowest] = [Math.round(y(high) * down), Math.round(y(low) * down)];
    context.fillStyle = isUp ? this.palette.up : this.palette.down;
    const wickLeft = leftOf(middle, wick);
    if (highest < top) context.fillRect(wickLeft, highest, wick, top - highest);
    if (lowest > bottom) context.fillRect(wickLeft, bottom, wick, lowest - bottom);
    context.fillRect(leftOf(middle, body), top, body, bottom - top);
    const border = Math.max(1, Math.floor(across));
    if (body < kBordered * border || bottom - top <= 2 * border) return;
    context.fillStyle = isUp ? this.palette.upFill : this.palette.downFill;
    const left = leftOf(middle, body) + border;
    context.fillRect(left, top + border, body - 2 * border, bottom - top - 2 * border);
  }
}
