import type { VolumePattern } from '../../api/types';
import type { PriceChart } from '../../charts/price_chart';
import type { DrawnLine, DrawnVolume } from '../../charts/volume_marks';
import { indexOfTime } from '../../model/candle_window';
import { glyphOf, isHidden, lineNameOf, type VolumeLayer } from '../../model/volume_marks';
import type { ChartSession } from '../chart_session.svelte';
import { Overlay } from './overlay';

/** Letters over the columns of volume, and lines between the swings that diverge from it. */
export class VolumeOverlay extends Overlay<VolumeLayer> {
  readonly #chart: PriceChart;

  constructor(chart: PriceChart, onChange: () => void) {
    super(onChange);
    this.#chart = chart;
  }

  /** What volume showed at a candle, the surest first. */
  at(time: number | null): readonly VolumePattern[] {
    return time === null ? [] : (this.session?.volume.table.at(time) ?? []);
  }

  protected feedOf(session: ChartSession) {
    return session.volume;
  }

  protected clear(): void {
    this.#chart.candles.volumeMarks.setMarks([]);
    this.#chart.candles.divergences.setLines([]);
  }

  protected drawFor({ window: { closed }, volume }: ChartSession): void {
    const marks: DrawnVolume[] = [];
    const lines: DrawnLine[] = [];
    for (const [time, patterns] of volume.table.entries()) {
      const candle = closed[indexOfTime(closed, time)];
      if (candle === undefined) continue;
      lines.push(...patterns.flatMap((pattern) => lineOf(pattern, time)));
      const [surest, ...others] = patterns.filter((pattern) => lineNameOf(pattern) === null);
      if (surest === undefined) continue;
      const glyph = [surest, ...others].map(glyphOf).join('');
      marks.push({ time, volume: candle[5], direction: surest.direction, glyph });
    }
    this.#chart.candles.volumeMarks.setMarks(marks);
    this.#chart.candles.divergences.setLines(lines);
  }
}

function lineOf(pattern: VolumePattern, time: number): DrawnLine[] {
  const name = lineNameOf(pattern);
  if (name === null) return [];
  const { direction, from_price: fromPrice, price: toPrice } = pattern;
  const from = Date.parse(pattern.from);
  return [{ from, fromPrice, to: time, toPrice, direction, name, hidden: isHidden(pattern) }];
}
