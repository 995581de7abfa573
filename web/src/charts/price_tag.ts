import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  SeriesType,
  Time,
} from 'lightweight-charts';
import type { Palette } from './palette';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

const kLine = 16;

/** The newest price on the price axis, across its whole width, and under it the time left until the candle closes. */
export class PriceTag implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  #series: ISeriesApi<SeriesType, Time> | null = null;
  #requestUpdate = () => {};
  #price: number | null = null;
  #isUp = true;
  #countdown: string | null = null;
  #palette: Palette;
  #font: string;
  readonly #views = [this];

  constructor(palette: Palette) {
    this.#palette = palette;
    this.#font = getComputedStyle(document.documentElement).getPropertyValue('--font').trim();
  }

  attached(param: SeriesAttachedParameter<Time>): void {
    this.#series = param.series;
    this.#requestUpdate = param.requestUpdate;
  }

  detached(): void {
    this.#series = null;
    this.#requestUpdate = () => {};
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#requestUpdate();
  }

  /** null hides the tag. Drawn with the next change of the chart. */
  setPrice(price: number | null, isUp: boolean): void {
    this.#price = price;
    this.#isUp = isUp;
  }

  setCountdown(text: string | null): void {
    if (text === this.#countdown) return;
    this.#countdown = text;
    this.#requestUpdate();
  }

  priceAxisPaneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  zOrder(): 'top' {
    return 'top';
  }

  renderer(): IPrimitivePaneRenderer {
    return this;
  }

  draw(target: DrawTarget): void {
    const y = this.#price === null ? null : (this.#series?.priceToCoordinate(this.#price) ?? null);
    if (y === null || this.#series === null || this.#price === null) return;
    const price = this.#series.priceFormatter().format(this.#price);
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const height = this.#countdown === null ? kLine + 2 : 2 * kLine;
      const top = Math.min(mediaSize.height - height, Math.max(0, y - kLine / 2 - 1));
      context.fillStyle = this.#isUp ? this.#palette.up : this.#palette.down;
      context.beginPath();
      context.roundRect(1, top, mediaSize.width - 3, height, [0, 3, 3, 0]);
      context.fill();
      context.fillStyle = this.#palette.onDirection;
      context.textBaseline = 'middle';
      context.font = `600 11px ${this.#font}`;
      context.fillText(price, 9, top + kLine / 2 + 1);
      if (this.#countdown === null) return;
      context.font = `11px ${this.#font}`;
      context.fillText(this.#countdown, 9, top + kLine * 1.5 - 1);
    });
  }
}
