import type { ChartPoint } from '../../charts/price_chart';
import type { ShapeMarks } from '../../charts/shape_marks';
import { Overlay } from './overlay';
import { Pointing } from './pointing.svelte';

/** An overlay of shapes that can be pointed at and asked what they are. */
export abstract class PointedOverlay<Layer, Item extends { id: string }> extends Overlay<Layer> {
  /** What is drawn, oldest first. */
  shown = $state.raw<readonly Item[]>([]);
  readonly pointing: Pointing;
  protected readonly marks: ShapeMarks;

  constructor(marks: ShapeMarks, onChange: () => void) {
    super(onChange);
    this.marks = marks;
    this.pointing = new Pointing((id) => {
      marks.select(id);
      onChange();
    });
  }

  /** What to explain. */
  get explained(): Item | null {
    const { id } = this.pointing;
    return id === null ? null : (this.shown.find((item) => item.id === id) ?? null);
  }

  /** What lies at a point of the chart, or near it. */
  at({ time, price, slack }: ChartPoint): Item | null {
    return time === null || price === null ? null : this.find(time, price, slack);
  }

  /** The pointer is there. */
  hover(point: ChartPoint): void {
    this.pointing.hover(this.at(point)?.id ?? null);
  }

  /** There was a click or a tap: what lies there stays explained, and where nothing does nothing is. */
  pick(point: ChartPoint): void {
    this.pointing.pin(this.at(point)?.id ?? null);
  }

  unpick(): void {
    this.pointing.pin(null);
  }

  /** The one after or before the chosen one (else the newest), by when it came to be; null when there is none. */
  step(by: -1 | 1): Item | null {
    const at = this.shown.findIndex((item) => item.id === this.pointing.pinned);
    const next = at < 0 ? this.shown.at(-1) : this.shown[at + by];
    if (next !== undefined) this.pointing.pin(next.id);
    return next ?? null;
  }

  protected abstract find(time: number, price: number, slack: number): Item | null;

  protected clear(): void {
    this.pointing.pin(null);
    this.shown = [];
    this.marks.setShapes([]);
  }
}
