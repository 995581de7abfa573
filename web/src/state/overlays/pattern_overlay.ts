import type { CandlestickPattern } from '../../api/types';
import type { DrawnMark } from '../../charts/pattern_marks';
import type { PriceChart } from '../../charts/price_chart';
import { indexOfTime } from '../../model/candle_window';
import { formingMark, shortTitle, type PatternLayer } from '../../model/pattern_marks';
import type { ChartSession } from '../chart_session.svelte';
import { Overlay } from './overlay';

/** Candlestick patterns as marks over and under their candles. */
export class PatternOverlay extends Overlay<PatternLayer> {
  readonly #chart: PriceChart;

  constructor(chart: PriceChart, onChange: () => void) {
    super(onChange);
    this.#chart = chart;
  }

  /** The marked patterns of a candle, the surest first. */
  at(time: number | null): readonly CandlestickPattern[] {
    return time === null ? [] : (this.session?.patterns.table.at(time) ?? []);
  }

  protected feedOf(session: ChartSession) {
    return session.patterns;
  }

  protected clear(): void {
    this.#chart.patterns.setMarks([]);
    this.#chart.patterns.setForming(null);
  }

  protected drawFor({ window: { closed }, patterns: feed }: ChartSession): void {
    const marks: DrawnMark[] = [];
    for (const { time, direction, patterns } of feed.table.marks) {
      const candle = closed[indexOfTime(closed, time)];
      const surest = patterns[0];
      if (candle === undefined || surest === undefined) continue;
      const others = patterns.length === 1 ? '' : ` +${patterns.length - 1}`;
      const text = `${shortTitle(surest.title)}${others}`;
      marks.push({ time, high: candle[2], low: candle[3], direction, confidence: surest.confidence, text });
    }
    this.#chart.patterns.setMarks(marks);
    this.drawForming();
  }

  /** The mark of the candle that still forms follows its high and low. */
  drawForming(): void {
    const { session } = this;
    const mark = session === null ? null : formingMark(session.patterns.forming, session.window.forming);
    this.#chart.patterns.setForming(mark === null ? null : { ...mark, confidence: 0 });
  }
}
