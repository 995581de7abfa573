import type {
  IChartApiBase,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { blanksOf, type Hole } from '../model/gaps';
import { chartTime } from './chart_data';
import type { Palette } from './palette';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

interface Span {
  from: Logical;
  to: Logical;
  missing: number;
}

const kStripe = 7;

/** A hatched band with the number of missing candles wherever data is missing: holes are shown, never bridged. */
export class HoleMarks implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  #chart: IChartApiBase<Time> | null = null;
  #requestUpdate = () => {};
  #holes: readonly Hole[] = [];
  #step = 1;
  #spans: Span[] | null = null;
  #palette: Palette;
  readonly #views = [this];

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  attached(param: SeriesAttachedParameter<Time>): void {
    this.#chart = param.chart;
    this.#requestUpdate = param.requestUpdate;
  }

  detached(): void {
    this.#chart = null;
    this.#requestUpdate = () => {};
  }

  setHoles(holes: readonly Hole[], step: number): void {
    this.#holes = holes;
    this.#step = step;
    this.#spans = null;
    this.#requestUpdate();
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#requestUpdate();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  zOrder(): 'bottom' {
    return 'bottom';
  }

  renderer(): IPrimitivePaneRenderer {
    return this;
  }

  draw(target: DrawTarget): void {
    const scale = this.#chart?.timeScale();
    if (scale === undefined || this.#holes.length === 0) return;
    this.#spans ??= this.#computeSpans();
    const half = scale.options().barSpacing / 2;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const span of this.#spans ?? []) {
        const left = scale.logicalToCoordinate(span.from);
        const right = scale.logicalToCoordinate(span.to);
        if (left === null || right === null || right + half < 0 || left - half > mediaSize.width) continue;
        this.#drawBand(context, left - half, right + half, mediaSize.height, span.missing);
      }
    });
  }

  /** Places on the axis change only with the data, so they are looked up once per setHoles(). */
  #computeSpans(): Span[] {
    const scale = this.#chart?.timeScale();
    return this.#holes.flatMap((hole) => {
      const blanks = blanksOf(hole, this.#step);
      const from = scale?.timeToIndex(chartTime(blanks[0] ?? hole.from));
      const to = scale?.timeToIndex(chartTime(blanks.at(-1) ?? hole.from));
      if (from === null || from === undefined || to === null || to === undefined) return [];
      return [{ from: from as number as Logical, to: to as number as Logical, missing: hole.missing }];
    });
  }

  #drawBand(
    context: CanvasRenderingContext2D,
    left: number,
    right: number,
    height: number,
    missing: number,
  ): void {
    const width = Math.max(2, right - left);
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    context.fillStyle = this.#palette.hole;
    context.fillRect(left, 0, width, height);
    context.strokeStyle = this.#palette.hole;
    context.lineWidth = 2;
    context.beginPath();
    for (let x = left - height; x < left + width; x += kStripe) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
    this.#drawLabel(context, left, width, height, missing);
    context.restore();
  }

  #drawLabel(
    context: CanvasRenderingContext2D,
    left: number,
    width: number,
    height: number,
    missing: number,
  ): void {
    const text = `no data · ${missing.toLocaleString('en-US')}`;
    context.font = '11px system-ui, sans-serif';
    const upright = context.measureText(text).width + 12 <= width;
    if (!upright && width < 14) return;
    context.fillStyle = this.#palette.holeText;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.translate(left + width / 2, height * 0.45);
    if (!upright) context.rotate(-Math.PI / 2);
    context.fillText(text, 0, 0);
  }
}
