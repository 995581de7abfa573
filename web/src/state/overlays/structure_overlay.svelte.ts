import type { StructureEvent } from '../../api/types';
import type { Shape } from '../../model/shapes';
import {
  findingsOf,
  structureText,
  trendOf,
  type Finding,
  type StructureLayer,
} from '../../model/structure_marks';
import { shapeAt, shapesWithin, structureShapes } from '../../model/structure_shapes';
import type { ChartSession } from '../chart_session.svelte';
import { PointedOverlay } from './pointed_overlay.svelte';

/** A finding under the name its shapes carry. */
export interface NamedFinding {
  id: string;
  finding: Finding;
}

/** Swings, breaks, gaps, blocks and levels of market structure. */
export class StructureOverlay extends PointedOverlay<StructureLayer, NamedFinding> {
  /** Shapes on the candles held. */
  count = $state(0);
  trend = $state<ReturnType<typeof trendOf>>(null);
  #shapes: readonly Shape[] = [];
  /** Made anew only when other events are held or other layers wanted. */
  #made: { events: readonly StructureEvent[]; layers: string; shapes: readonly Shape[] } | null = null;

  protected feedOf(session: ChartSession) {
    return session.structure;
  }

  protected find(time: number, price: number, slack: number): NamedFinding | null {
    const id = shapeAt(this.#shapes, time, price, slack, this.session?.window.step ?? 0)?.id;
    return this.shown.find((item) => item.id === id) ?? null;
  }

  protected override clear(): void {
    super.clear();
    this.#made = null;
    this.#shapes = [];
    this.count = 0;
    this.trend = null;
  }

  protected drawFor({ structure, window }: ChartSession): void {
    const { layer } = structure;
    if (layer === null) return this.clear();
    const [oldest, newest] = [window.oldestTime ?? 0, window.newestTime ?? 0];
    this.#shapes = shapesWithin(this.#shapesOf(layer, structure.table.events), oldest, newest + window.step);
    this.count = this.#shapes.length;
    this.marks.setShapes(this.#shapes);
  }

  #shapesOf(layer: StructureLayer, events: readonly StructureEvent[]): readonly Shape[] {
    const layers = structureText(layer);
    if (this.#made?.events !== events || this.#made.layers !== layers) {
      this.#made = { events, layers, shapes: structureShapes(layer, events) };
      this.shown = findingsOf(events).map((finding) => ({ id: `${finding.kind} ${finding.id}`, finding }));
      this.trend = trendOf(events);
    }
    return this.#made.shapes;
  }
}
