import { LineStyle, type IChartApi, type LineWidth } from 'lightweight-charts';
import type { IndicatorInfo, OutputInfo } from '../api/types';
import { formatValue } from '../model/format';
import type { IndicatorTable } from '../model/indicator_table';
import { Anchor } from './anchor';
import { fixedRange } from './candle_layer';
import { Columns } from './columns';
import { LineMarks } from './line_marks';
import { lineColor, type Palette } from './palette';
import type { TimeAxis } from './time_axis';

/** Levels people read an oscillator against; from the definition of the indicator. */
const kGuides: Record<string, number[]> = { RSI: [30, 70] };

const kThin: LineWidth = 1;
const kThick: LineWidth = 2;

/** One output: what is drawn of it, and the series it hangs on. */
interface Output {
  anchor: Anchor;
  /** null: what is no price is not drawn over prices. */
  marks: LineMarks | Columns | null;
}

/** An indicator and the parameters it was computed with. */
export interface DrawnIndicator {
  info: IndicatorInfo;
  parameters: Readonly<Record<string, number>>;
}

/** One indicator on the chart: over the price, or in a pane of its own below. Draws from the table of its values. */
export class IndicatorLayer {
  readonly #axis: TimeAxis;
  readonly #info: IndicatorInfo;
  readonly #outputs: Output[];
  /** Candles that each output is drawn before its own. */
  readonly #back: number[];
  #palette: Palette;
  #slot: number;
  #table: IndicatorTable | null = null;
  #formingTime: number | null = null;

  constructor(
    chart: IChartApi,
    axis: TimeAxis,
    { info, parameters }: DrawnIndicator,
    slot: number,
    palette: Palette,
    priceDecimals: number,
  ) {
    this.#axis = axis;
    this.#info = info;
    this.#slot = slot;
    this.#palette = palette;
    this.#back = info.outputs.map(({ drawn_back_by: by }) => parameters[by ?? ''] ?? 0);
    const pane = info.placement === 'price' ? 0 : chart.panes().length;
    this.#outputs = info.outputs.map((output, i) => {
      const marks = this.#marksOf(output, i);
      const anchor = new Anchor(chart, axis, this.#optionsOf(output, marks, priceDecimals), pane);
      if (marks !== null) anchor.api.attachPrimitive(marks);
      return { anchor, marks };
    });
    if (pane > 0)
      this.#outputs[0]?.anchor.api.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.08 } });
    this.setPalette(palette, slot);
    this.#addGuides();
  }

  get onPrice(): boolean {
    return this.#info.placement === 'price';
  }

  get paneIndex(): number {
    return this.#outputs[0]?.anchor.api.getPane().paneIndex() ?? 0;
  }

  /** Colors of the outputs, in their order; null for columns, whose color is that of their sign. */
  get colors(): (string | null)[] {
    return this.#outputs.map(({ marks }, i) => (marks instanceof Columns ? null : this.#colorOf(i)));
  }

  setPalette(palette: Palette, slot: number): void {
    this.#palette = palette;
    this.#slot = slot;
    this.#outputs.forEach(({ anchor, marks }, i) => {
      const color = this.#colorOf(i);
      anchor.api.applyOptions({ color });
      marks?.setPalette(palette);
      if (marks instanceof LineMarks) marks.setLook({ color });
    });
  }

  /** Many points close together take long to draw as thick lines, and look no better for it. */
  setDense(isDense: boolean): void {
    const width = isDense || this.onPrice ? kThin : kThick;
    for (const { marks } of this.#outputs) if (marks instanceof LineMarks) marks.setLook({ width });
  }

  /** The values, or the places on the axis, have changed; `formingTime` = the candle of the forming row. */
  show(table: IndicatorTable, formingTime: number | null): void {
    this.#table = table;
    this.#formingTime = formingTime;
    this.#outputs.forEach(({ anchor, marks }, i) => {
      let place = this.#axis.times.length - 1;
      while (place >= 0 && this.#valueAt(i, place) === null) place -= 1;
      if (place < 0) anchor.clear();
      else anchor.set(this.#axis.times[place]!, this.#valueAt(i, place)!);
      marks?.redraw();
    });
  }

  /** The crosshair is at this place; null = nowhere. */
  point(place: number | null): void {
    for (const { marks } of this.#outputs) if (marks instanceof LineMarks) marks.point(place);
  }

  remove(): void {
    for (const { anchor } of this.#outputs) anchor.remove();
  }

  #valueAt(output: number, place: number): number | null {
    const time = this.#axis.times[place];
    const row = time === undefined ? null : this.#rowAt(time, this.#back[output]!);
    return row?.[output] ?? null;
  }

  #rowAt(time: number, back: number) {
    if (this.#table === null) return null;
    if (back > 0) return this.#table.ahead(time, back);
    return this.#table.at(time) ?? (time === this.#formingTime ? this.#table.forming : null);
  }

  /** What is no price (SuperTrend's direction) would squash the candles it is drawn over. */
  #marksOf(output: OutputInfo, i: number): LineMarks | Columns | null {
    if (this.onPrice && output.unit !== 'price') return null;
    const axis = this.#axis;
    if (!isColumns(output)) {
      const isDashed = /middle|SenkouB/i.test(output.name);
      const look = { color: this.#colorOf(i), width: kThin, isDashed };
      return new LineMarks(this.#palette, axis, look, (place) => this.#valueAt(i, place));
    }
    return new Columns(this.#palette, axis, ({ from, to }, visit) => {
      const last = Math.min(axis.times.length - 1, Math.ceil(to));
      for (let place = Math.max(0, Math.floor(from)); place <= last; place += 1) {
        const value = this.#valueAt(i, place);
        if (value !== null) visit(place, value, value >= 0);
      }
    });
  }

  #optionsOf(output: OutputInfo, marks: LineMarks | Columns | null, priceDecimals: number) {
    return {
      visible: marks !== null,
      priceLineVisible: false,
      lastValueVisible: !this.onPrice && !isColumns(output),
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
  }

  #addGuides(): void {
    for (const price of kGuides[this.#info.id] ?? []) {
      this.#outputs[0]?.anchor.api.createPriceLine({
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

function isColumns(output: OutputInfo): boolean {
  return /hist/i.test(output.name);
}

/** The axis has room beyond the range of a bounded output; nothing is written there. */
function isWithin(output: OutputInfo, value: number): boolean {
  return (output.min === null || value >= output.min) && (output.max === null || value <= output.max);
}
