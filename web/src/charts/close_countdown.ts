import type {
  ISeriesApi,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  SeriesAttachedParameter,
  SeriesType,
  Time,
} from 'lightweight-charts';

/** A second label on the price axis, right under that of the last price: the time until the candle closes. */
export class CloseCountdown implements ISeriesPrimitive<Time>, ISeriesPrimitiveAxisView {
  #series: ISeriesApi<SeriesType, Time> | null = null;
  #requestUpdate = () => {};
  #text: string | null = null;
  #price: number | null = null;
  #back = '#000000';
  #front = '#ffffff';
  readonly #views = [this];

  attached(param: SeriesAttachedParameter<Time>): void {
    this.#series = param.series;
    this.#requestUpdate = param.requestUpdate;
  }

  detached(): void {
    this.#series = null;
    this.#requestUpdate = () => {};
  }

  setText(text: string | null): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#requestUpdate();
  }

  setPrice(price: number, back: string, front: string): void {
    this.#price = price;
    this.#back = back;
    this.#front = front;
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.#views;
  }

  /** One pixel below the price: the axis then stacks this label under the price's own. */
  coordinate(): number {
    const y = this.#price === null ? null : (this.#series?.priceToCoordinate(this.#price) ?? null);
    return y === null ? -1000 : y + 1;
  }

  text(): string {
    return this.#text ?? '';
  }

  textColor(): string {
    return this.#front;
  }

  backColor(): string {
    return this.#back;
  }

  visible(): boolean {
    return this.#text !== null && this.#price !== null;
  }

  tickVisible(): boolean {
    return false;
  }
}
