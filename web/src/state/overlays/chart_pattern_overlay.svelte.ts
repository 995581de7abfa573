import type { ChartPattern } from '../../api/types';
import { chartPatternAt, chartPatternShapes, type ChartPatternLayer } from '../../model/chart_pattern_marks';
import type { ChartSession } from '../chart_session.svelte';
import { PointedOverlay } from './pointed_overlay.svelte';

/** Chart patterns as outlines with their targets. */
export class ChartPatternOverlay extends PointedOverlay<ChartPatternLayer, ChartPattern> {
  protected feedOf(session: ChartSession) {
    return session.chartPatterns;
  }

  protected find(time: number, price: number, slack: number): ChartPattern | null {
    return chartPatternAt(this.shown, time, price, slack);
  }

  protected drawFor({ chartPatterns, window: { step } }: ChartSession): void {
    const { layer, table } = chartPatterns;
    if (layer === null) return this.clear();
    this.shown = table.shown(layer);
    this.marks.setShapes(this.shown.flatMap((pattern) => chartPatternShapes(pattern, step)));
  }
}
