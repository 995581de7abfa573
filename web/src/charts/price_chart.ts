import {
  ColorType,
  CrosshairMode,
  createChart,
  LineStyle,
  type DeepPartial,
  type IChartApi,
  type LogicalRange,
  type MouseEventParams,
  type TimeChartOptions,
  type UTCTimestamp,
} from 'lightweight-charts';
import { axisTimes } from '../model/axis_times';
import { lowerBound, type CandleWindow } from '../model/candle_window';
import type { Hole } from '../model/gaps';
import { CandleLayer } from './candle_layer';
import { CloudMarks } from './cloud_marks';
import { HeatStrip } from './heat_strip';
import { IndicatorLayer, type DrawnIndicator } from './indicator_layer';
import type { Palette } from './palette';
import { PatternMarks } from './pattern_marks';
import { ShapeMarks } from './shape_marks';
import { chartTime, TimeAxis } from './time_axis';

/** Empty room right of the newest candle, in candles. */
const kRightRoom = 6;
const kBarSpacing = 8;
const kWidestFit = 20;
/** Pixels between candles under which lines are drawn thin. */
const kDenseSpacing = 3;
/** Candles in view at most: so many are drawn in a frame, and a screen has no room to tell more of them apart. */
const kMostInView = 2_000;

/** Pixels by which a pointer may miss what it means. */
const kNear = 5;

interface LogicalSpan {
  from: number;
  to: number;
}

/** A point of the chart. */
export interface ChartPoint {
  /** Of the candle there, Unix ms; null where none is. */
  time: number | null;
  /** null outside the candles' pane. */
  price: number | null;
  /** How far in price a pointer may miss what it means. */
  slack: number;
  /** Pixels from the right edge of the pane. */
  fromRight: number;
}

export interface ChartEvents {
  /** The visible part moved. */
  moved(): void;
  /** The crosshair is at this point: moved by the pointer, or by what happened below it. */
  hovered(point: ChartPoint, cause: 'pointer' | 'chart'): void;
  /** This point was clicked or tapped. */
  clicked(point: ChartPoint): void;
}

/** The chart with its layers and panes. Knows nothing of servers; everything it draws is handed to it. */
export class PriceChart {
  readonly candles: CandleLayer;
  readonly patterns: PatternMarks;
  readonly zones: ShapeMarks;
  readonly structure: ShapeMarks;
  readonly chartPatterns: ShapeMarks;
  readonly clouds: CloudMarks;
  readonly heat: HeatStrip;
  readonly #shapes: readonly ShapeMarks[];
  readonly #chart: IChartApi;
  readonly #axis: TimeAxis;
  #palette: Palette;
  #layers = new Map<string, IndicatorLayer>();
  #isDense = false;
  #isWidened = false;
  #rightRoom = kRightRoom;
  #target: LogicalSpan | null = null;

  constructor(container: HTMLElement, palette: Palette, events: ChartEvents) {
    this.#palette = palette;
    this.#chart = createChart(container, { ...fixedOptions(), ...themeOptions(palette) });
    const axis = (this.#axis = new TimeAxis(this.#chart));
    this.candles = new CandleLayer(this.#chart, axis, palette);
    this.patterns = new PatternMarks(palette, axis);
    this.clouds = new CloudMarks(palette, axis);
    this.heat = new HeatStrip(palette, axis);
    this.zones = new ShapeMarks(palette, axis);
    this.structure = new ShapeMarks(palette, axis);
    this.chartPatterns = new ShapeMarks(palette, axis);
    this.#shapes = [this.zones, this.structure, this.chartPatterns];
    for (const marks of [this.clouds, ...this.#shapes, this.patterns, this.heat])
      this.candles.price.api.attachPrimitive(marks);
    const limitZoom = (width: number) =>
      this.#chart.timeScale().applyOptions({ minBarSpacing: Math.max(width, 1) / kMostInView });
    limitZoom(container.clientWidth);
    this.#chart.timeScale().subscribeSizeChange(limitZoom);
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
      this.#noteDensity();
      events.moved();
    });
    this.#chart.subscribeCrosshairMove((param) => {
      for (const layer of this.#layers.values()) layer.point(param.logical ?? null);
      events.hovered(this.#pointOf(param), param.sourceEvent === undefined ? 'chart' : 'pointer');
    });
    this.#chart.subscribeClick((param) => events.clicked(this.#pointOf(param)));
  }

  /** Pixels from the left edge to a candle; null when it is not on the axis. */
  xOf(time: number): number | null {
    return this.#chart.timeScale().timeToCoordinate(chartTime(time));
  }

  get width(): number {
    return this.#chart.timeScale().width();
  }

  get palette(): Palette {
    return this.#palette;
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#chart.applyOptions(themeOptions(palette));
    this.candles.setPalette(palette);
    this.patterns.setPalette(palette);
    for (const marks of [...this.#shapes, this.clouds, this.heat]) marks.setPalette(palette);
    let slot = 0;
    for (const layer of this.#layers.values()) layer.setPalette(palette, slot++);
  }

  setSecondsOfDay(visible: boolean): void {
    this.#chart.timeScale().applyOptions({ timeVisible: visible });
  }

  // --- candles; what hangs on their places is to be shown anew after each of these ---

  /** Draws the candles held: O(n), for all places of the axis. */
  show(window: CandleWindow, holes: readonly Hole[]): void {
    this.#axis.set(axisTimes(window.closed, window.forming, holes, window.step));
    this.candles.show(window, holes);
  }

  /** The newest candles are held no longer: costs what goes. */
  dropNewest(window: CandleWindow, holes: readonly Hole[]): void {
    this.#axis.dropAfter(window.newestTime ?? -Infinity);
    this.candles.show(window, holes);
  }

  /** Candles closed, or the forming one moved: costs what is new. */
  showNewest(window: CandleWindow): void {
    const { closed, forming } = window;
    const first = lowerBound(closed, (this.#axis.newest ?? -Infinity) + 1);
    for (const candle of closed.slice(first)) this.#axis.append(candle[0]);
    if (forming !== null) this.#axis.append(forming[0]);
    this.candles.showNewest(window);
  }

  // --- indicators ---

  layer(name: string): IndicatorLayer | undefined {
    return this.#layers.get(name);
  }

  addLayer(name: string, indicator: DrawnIndicator, priceDecimals: number): void {
    const slot = this.#layers.size;
    const layer = new IndicatorLayer(this.#chart, this.#axis, indicator, slot, this.#palette, priceDecimals);
    layer.setDense(this.#isDense);
    this.#layers.set(name, layer);
    this.#sharePanes();
  }

  removeLayer(name: string): void {
    this.#layers.get(name)?.remove();
    this.#layers.delete(name);
    let slot = 0;
    for (const layer of this.#layers.values()) layer.setPalette(this.#palette, slot++);
    this.#sharePanes();
  }

  /** The elements of the panes, top to bottom. */
  paneElements(): HTMLElement[] {
    return this.#chart.panes().flatMap((pane) => pane.getHTMLElement() ?? []);
  }

  // --- the visible part ---

  get visibleLogical(): LogicalRange | null {
    return this.#chart.timeScale().getVisibleLogicalRange();
  }

  setVisibleLogical(range: LogicalSpan): void {
    this.#chart.timeScale().setVisibleLogicalRange(range);
  }

  /** Unix ms of the first and last candle in view. */
  get visibleTimes(): { from: number; to: number } | null {
    const range = this.#chart.timeScale().getVisibleRange();
    if (range === null) return null;
    return { from: (range.from as number) * 1000, to: (range.to as number) * 1000 };
  }

  setVisibleTimes(from: number, to: number): void {
    this.#chart.timeScale().setVisibleRange({ from: chartTime(from), to: chartTime(to) });
  }

  /** Place of a candle on the axis, blanks of holes counted; the nearest one when that time is not on it. */
  indexOf(time: number): number | null {
    const place = this.#axis.placeOf(time);
    return place < 0 ? null : place;
  }

  /** True while the newest candle is in view. */
  get atRightEdge(): boolean {
    return this.#chart.timeScale().scrollPosition() >= 0;
  }

  /** Widens the candles when there are too few of them to fill the view; back to the usual width afterwards. */
  fitFew(count: number): void {
    const scale = this.#chart.timeScale();
    const fill = scale.width() / (count + this.#rightRoom + 2);
    const isFew = count > 0 && fill > scale.options().barSpacing;
    if (isFew) scale.applyOptions({ barSpacing: Math.min(kWidestFit, fill) });
    else if (this.#isWidened) scale.applyOptions({ barSpacing: kBarSpacing });
    this.#isWidened = isFew;
  }

  /** Makes room right of the newest candle for what is drawn so many candles ahead. */
  setAhead(candles: number): void {
    const room = candles === 0 ? kRightRoom : candles + 2;
    if (room === this.#rightRoom) return;
    const wasAtEdge = this.atRightEdge;
    this.#rightRoom = room;
    this.#chart.timeScale().applyOptions({ rightOffset: room });
    if (wasAtEdge) this.toRightEdge();
  }

  toRightEdge(): void {
    this.#chart.timeScale().scrollToPosition(this.#rightRoom, false);
  }

  /** Moves the view by a share of its width; negative = into the past. */
  pan(share: number): void {
    this.#reframe(({ from, to }) => {
      const width = to - from;
      // Never past the oldest candle by more than half a view: where nothing is, nothing tells the way back.
      const by = Math.max(width * share, Math.min(0, -width / 2 - from));
      return { from: from + by, to: to + by };
    });
  }

  /** Scales the width of the view around its right end; > 1 shows more. */
  zoom(factor: number): void {
    this.#reframe(({ from, to }) => ({ from: to - (to - from) * factor, to }));
  }

  showCrosshair(time: number, price: number): void {
    this.#chart.setCrosshairPosition(price, chartTime(time), this.candles.price.api);
  }

  hideCrosshair(): void {
    this.#chart.clearCrosshairPosition();
  }

  remove(): void {
    this.#chart.remove();
  }

  /** The chart takes a range over at the next frame: until then further steps start from where the last one leads. */
  #reframe(step: (range: LogicalSpan) => LogicalSpan): void {
    const range = this.#target ?? this.visibleLogical;
    if (range === null) return;
    this.#target = step(range);
    this.setVisibleLogical(this.#target);
    requestAnimationFrame(() => (this.#target = null));
  }

  #noteDensity(): void {
    const { from, to } = this.visibleLogical ?? { from: 0, to: 1 };
    const isDense = this.width / (to - from) < kDenseSpacing;
    if (isDense === this.#isDense) return;
    this.#isDense = isDense;
    for (const layer of this.#layers.values()) layer.setDense(isDense);
  }

  #pointOf(param: MouseEventParams): ChartPoint {
    const { point, paneIndex } = param;
    const priceOf = (y: number) => this.candles.price.api.coordinateToPrice(y);
    const price = point === undefined || paneIndex !== 0 ? null : priceOf(point.y);
    const near = point === undefined ? null : priceOf(point.y + kNear);
    const slack = Math.abs((near ?? 0) - (price ?? near ?? 0));
    return { time: timeUnder(param), price, slack, fromRight: this.width - (point?.x ?? 0) };
  }

  #sharePanes(): void {
    this.#chart.panes().forEach((pane, i) => pane.setStretchFactor(i === 0 ? 3.4 : 1));
  }
}

function timeUnder(param: MouseEventParams): number | null {
  if (param.point === undefined || param.time === undefined) return null;
  return (param.time as UTCTimestamp) * 1000;
}

function fixedOptions(): DeepPartial<TimeChartOptions> {
  return {
    autoSize: true,
    rightPriceScale: { scaleMargins: { top: 0.1, bottom: 0.2 }, minimumWidth: 72 },
    timeScale: {
      barSpacing: kBarSpacing,
      rightOffset: kRightRoom,
      timeVisible: true,
      secondsVisible: false,
      lockVisibleTimeRangeOnResize: false,
    },
    crosshair: { mode: CrosshairMode.Normal },
    localization: { locale: 'en-GB', dateFormat: 'dd MMM yyyy' },
    kineticScroll: {
      touch: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      mouse: false,
    },
  };
}

function themeOptions(palette: Palette): DeepPartial<TimeChartOptions> {
  const crosshairLine = {
    color: palette.crosshair,
    width: 1 as const,
    style: LineStyle.Dashed,
    labelBackgroundColor: palette.crosshairLabel,
  };
  return {
    layout: {
      background: { type: ColorType.Solid, color: palette.background },
      textColor: palette.text,
      fontSize: 11,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font').trim(),
      panes: { separatorColor: palette.border, separatorHoverColor: palette.grid },
      attributionLogo: true,
    },
    grid: { vertLines: { color: palette.grid }, horzLines: { color: palette.grid } },
    crosshair: { vertLine: crosshairLine, horzLine: crosshairLine },
    rightPriceScale: { borderColor: palette.border },
    timeScale: { borderColor: palette.border },
  };
}
