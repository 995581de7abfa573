import {
  HistogramSeries,
  LineSeries,
  LineStyle,
  MismatchDirection,
  type IChartApi,
  type ISeriesApi,
  type LineWidth,
} from 'lightweight-charts';
import type { IndicatorInfo, OutputInfo } from '../api/types';
import { formatValue } from '../model/format';
import type { IndicatorTable } from '../model/indicator_table';
import { fixedRange } from './candle_layer';
import { columnPoint, columnPoints, dropAfter, linePoint, linePoints } from './chart_data';
import { lineColor, type Palette } from './palette';

/** Levels people read an oscillator against; from the definition of the indicator. */
const kGuides: Record<string, number[]> = { RSI: [30, 70] };

const kThin: LineWidth = 1;
const kThick: LineWidth = 2;

type OutputSeries =
  { kind: 'line'; api: ISeriesApi<'Line'> } | { kind: 'columns'; api: ISeriesApi<'Histogram'> };

/** An indicator and the parameters it was computed with. */
export interface DrawnIndicator {
  info: IndicatorInfo;
  parameters: Readonly<Record<string, number>>;
}

/** The series of one indicator on the chart: over the price, or in a pane of its own below. */
export class IndicatorLayer {
  readonly #chart: IChartApi;
  readonly #info: IndicatorInfo;
  readonly #series: OutputSeries[];
  /** Candles that each output is drawn before its own. */
  readonly #back: number[];
  #palette: Palette;
  #slot: number;

  constructor(
    chart: IChartApi,
    { info, parameters }: DrawnIndicator,
    slot: number,
    palette: Palette,
    priceDecimals: number,
  ) {
    this.#chart = chart;
    this.#info = info;
    this.#slot = slot;
    this.#palette = palette;
    this.#back = info.outputs.map(({ drawn_back_by: by }) => parameters[by ?? ''] ?? 0);
    const pane = info.placement === 'price' ? 0 : chart.panes().length;
    this.#series = info.outputs.map((output) => this.#addSeries(output, pane, priceDecimals));
    if (pane > 0)
      this.#series[0]?.api.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.08 } });
    this.setPalette(palette, slot);
    this.#addGuides();
  }

  get onPrice(): boolean {
    return this.#info.placement === 'price';
  }

  get paneIndex(): number {
    return this.#series[0]?.api.getPane().paneIndex() ?? 0;
  }

  /** Colors of the outputs, in their order; null for columns, whose color is that of their sign. */
  get colors(): (string | null)[] {
    return this.#series.map((series, i) => (series.kind === 'columns' ? null : this.#colorOf(i)));
  }

  setPalette(palette: Palette, slot: number): void {
    this.#palette = palette;
    this.#slot = slot;
    this.#series.forEach((series, i) => series.api.applyOptions({ color: this.#colorOf(i) }));
  }

  /** Many points close together take long to draw as thick lines, and look no better for it. */
  setDense(isDense: boolean): void {
    const width = isDense || this.onPrice ? kThin : kThick;
    for (const series of this.#series)
      if (series.kind === 'line') series.api.applyOptions({ lineWidth: width });
  }

  redraw(table: IndicatorTable, breaks: ReadonlySet<number>, formingTime: number | null): void {
    this.#series.forEach((series, i) => {
      if (series.kind === 'line') series.api.setData(linePoints(table, i, breaks, this.#back[i]));
      else series.api.setData(columnPoints(table, i, this.#palette));
    });
    this.updateForming(table, formingTime);
  }

  /** The candles after `time` are held no longer. */
  dropAfter(time: number): void {
    for (const series of this.#series) dropAfter(series.api, time);
  }

  /** The newest closed values and those of the forming candle; older ones stay as drawn. */
  update(table: IndicatorTable, newest: readonly number[], formingTime: number | null): void {
    for (const time of newest) {
      const row = table.at(time);
      if (row !== null) this.#updateAt(table, time, row);
    }
    this.updateForming(table, formingTime);
  }

  updateForming(table: IndicatorTable, formingTime: number | null): void {
    if (formingTime !== null && table.forming !== null) this.#updateAt(table, formingTime, table.forming);
  }

  remove(): void {
    for (const series of this.#series) this.#chart.removeSeries(series.api);
  }

  #updateAt(table: IndicatorTable, at: number, row: readonly (number | null)[]): void {
    this.#series.forEach((series, i) => {
      const value = row[i] ?? null;
      const time = table.before(at, this.#back[i]!);
      if (value === null || time === null || isBehind(series.api, time)) return;
      if (series.kind === 'line') series.api.update(linePoint(time, value));
      else series.api.update(columnPoint(time, value, this.#palette));
    });
  }

  #addSeries(output: OutputInfo, pane: number, priceDecimals: number): OutputSeries {
    const common = {
      // What is no price (SuperTrend's direction) would squash the candles it is drawn over.
      visible: !this.onPrice || output.unit === 'price',
      priceLineVisible: false,
      lastValueVisible: !this.onPrice,
      priceFormat: {
        type: 'custom' as const,
        formatter: (value: number) =>
          isWithin(output, value) ? formatValue(value, output.unit, priceDecimals) : '',
        minMove: output.unit === 'price' ? 10 ** -priceDecimals : 0.01,
      },
      ...(output.min !== null && output.max !== null && !this.onPrice
        ? { autoscaleInfoProvider: fixedRange(output.min, output.max) }
        : {}),
    };
    if (/hist/i.test(output.name)) {
      return {
        kind: 'columns',
        api: this.#chart.addSeries(HistogramSeries, { ...common, lastValueVisible: false }, pane),
      };
    }
    const line = {
      ...common,
      lineWidth: kThin,
      lineStyle: /middle|SenkouB/i.test(output.name) ? LineStyle.Dashed : LineStyle.Solid,
      crosshairMarkerRadius: 3,
    };
    return { kind: 'line', api: this.#chart.addSeries(LineSeries, line, pane) };
  }

  #addGuides(): void {
    for (const price of kGuides[this.#info.id] ?? []) {
      this.#series[0]?.api.createPriceLine({
        price,
        color: this.#palette.crosshair,
        lineWidth: 1,
        lineStyle: LineStyle.Dotted,
        axisLabelVisible: false,
      });
    }
  }

  /** A band is one thing and has one color; the lines of an oscillator are told apart. */
  #colorOf(output: number): string {
    return lineColor(this.#palette, this.#slot, this.onPrice ? 0 : output);
  }
}

/** The axis has room beyond the range of a bounded output; nothing is written there. */
function isWithin(output: OutputInfo, value: number): boolean {
  return (output.min === null || value >= output.min) && (output.max === null || value <= output.max);
}

/** lightweight-charts refuses updates before the newest point. */
function isBehind(series: ISeriesApi<'Line'> | ISeriesApi<'Histogram'>, time: number): boolean {
  const newest = series.dataByIndex(Number.MAX_SAFE_INTEGER, MismatchDirection.NearestLeft)?.time;
  return newest !== undefined && (newest as number) * 1000 > time;
}
