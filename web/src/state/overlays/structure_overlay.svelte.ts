import type { StructureEvent } from '../../api/types';
import type { ShapeMarks } from '../../charts/shape_marks';
import type { Shape } from '../../model/shapes';
import { structureText, trendOf, type StructureLayer } from '../../model/structure_marks';
import { shapesWithin, structureShapes } from '../../model/structure_shapes';
import type { ChartSession } from '../chart_session.svelte';
import { Overlay } from './overlay';

/** Swings, breaks, gaps, blocks and levels of market structure. */
export class StructureOverlay extends Overlay<StructureLayer> {
  /** Shapes on the candles held. */
  count = $state(0);
  trend = $state<ReturnType<typeof trendOf>>(null);
  readonly #marks: ShapeMarks;
  /** Made anew only when other events are held or other layers wanted. */
  #made: { events: readonly StructureEvent[]; layers: string; shapes: readonly Shape[] } | null = null;

  constructor(marks: ShapeMarks, onChange: () => void) {
    super(onChange);
    this.#marks = marks;
  }

  protected feedOf(session: ChartSession) {
    return session.structure;
  }

  protected clear(): void {
    this.#made = null;
    this.count = 0;
    this.trend = null;
    this.#marks.setShapes([]);
  }

  protected drawFor({ structure, window }: ChartSession): void {
    const { layer } = structure;
    if (layer === null) return this.clear();
    const { oldestTime, newestTime, step } = window;
    const shapes = shapesWithin(
      this.#shapesOf(layer, structure.table.events),
      oldestTime ?? 0,
      (newestTime ?? 0) + step,
    );
    this.count = shapes.length;
    this.#marks.setShapes(shapes);
  }

  #shapesOf(layer: StructureLayer, events: readonly StructureEvent[]): readonly Shape[] {
    const layers = structureText(layer);
    if (this.#made?.events !== events || this.#made.layers !== layers) {
      this.#made = { events, layers, shapes: structureShapes(layer, events) };
      this.trend = trendOf(events);
    }
    return this.#made.shapes;
  }
}
