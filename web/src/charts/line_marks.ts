import type { AutoscaleInfo, IPrimitivePaneView, Logical } from 'lightweight-charts';
import { Extent, Marks, type DrawTarget, type Scale } from './marks';
import type { Palette } from './palette';
import type { TimeAxis } from './time_axis';

/** The value at a place of the axis; null = none, and the line breaks there. */
export type ValueAt = (place: number) => number | null;

export interface LineLook {
  color: string;
  width: number;
  isDashed: boolean;
}

const kDash = [6, 6];
const kDot = 3;

/** A line through values. It breaks where there is none: at a hole, and before the indicator has warmed up. */
export class LineMarks extends Marks {
  readonly #valueAt: ValueAt;
  #look: LineLook;
  #pointed: number | null = null;
  readonly #views = [
    this.view('normal', (target) => this.#draw(target)),
    this.view('top', (target) => this.#drawPointed(target)),
  ];

  constructor(palette: Palette, axis: TimeAxis, look: LineLook, valueAt: ValueAt) {
    super(palette, axis);
    this.#look = look;
    this.#valueAt = valueAt;
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  setLook(look: Partial<LineLook>): void {
    this.#look = { ...this.#look, ...look };
    this.changed();
  }

  /** What there is to draw has changed. */
  redraw(): void {
    this.changed();
  }

  /** The place under the crosshair gets a dot; drawn with the crosshair. */
  point(place: number | null): void {
    this.#pointed = place;
  }

  autoscaleInfo(from: Logical, to: Logical): AutoscaleInfo | null {
    const extent = new Extent();
    this.#visit({ from, to }, (_, value) => value !== null && extent.add(value));
    return extent.autoscale;
  }

  #visit({ from, to }: { from: number; to: number }, visit: (place: number, value: number | null) => void) {
    const last = Math.min(this.axis.times.length - 1, Math.ceil(to));
    for (let place = Math.max(0, Math.floor(from)); place <= last; place += 1)
      visit(place, this.#valueAt(place));
  }

  #draw(target: DrawTarget): void {
    const scale = this.scale;
    if (scale === null) return;
    target.useMediaCoordinateSpace(({ context }) => {
      context.save();
      context.lineJoin = 'round';
      context.lineWidth = this.#look.width;
      context.strokeStyle = this.#look.color;
      if (this.#look.isDashed) context.setLineDash(kDash);
      context.beginPath();
      this.#trace(context, scale);
      context.stroke();
      context.restore();
    });
  }

  #trace(context: CanvasRenderingContext2D, scale: Scale): void {
    let isOpen = false;
    this.#visit(scale, (place, value) => {
      if (value === null) isOpen = false;
      else if (isOpen) context.lineTo(scale.x(place), scale.y(value));
      else context.moveTo(scale.x(place), scale.y(value));
      isOpen = value !== null;
    });
  }

  #drawPointed(target: DrawTarget): void {
    const value = this.#pointed === null ? null : this.#valueAt(this.#pointed);
    const scale = value === null ? null : this.scale;
    if (value === null || scale === null) return;
    target.useMediaCoordinateSpace(({ context }) => {
      context.beginPath();
      context.arc(scale.x(this.#pointed!), scale.y(value), kDot, 0, 2 * Math.PI);
      context.fillStyle = this.#look.color;
      context.strokeStyle = this.palette.background;
      context.lineWidth = 1;
      context.fill();
      context.stroke();
    });
  }
}
