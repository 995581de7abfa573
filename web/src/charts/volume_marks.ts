import type { IPrimitivePaneView } from 'lightweight-charts';
import type { PatternDirection } from '../api/types';
import { Marks, type DrawTarget } from './marks';

/** What stands over the volume column of one candle. */
export interface DrawnVolume {
  time: number;
  volume: number;
  direction: PatternDirection;
  glyph: string;
}

/** A divergence between two swings, drawn from one to the other. */
export interface DrawnLine {
  from: number;
  fromPrice: number;
  to: number;
  toPrice: number;
  direction: PatternDirection;
  name: string;
  hidden: boolean;
}

const kRoom = 11;
const kLift = 8;

/** Letters over the columns of volume. */
export class VolumeMarks extends Marks {
  readonly #views = [this.view('top', (target) => this.#draw(target))];
  #marks: readonly DrawnVolume[] = [];
  #places: number[] | null = null;

  setMarks(marks: readonly DrawnVolume[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    this.#places = null;
    this.changed();
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    const view = this.inView;
    if (view === null || this.#marks.length === 0) return;
    const places = (this.#places ??= this.#marks.map((mark) => this.placeOf(mark.time)));
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.font = `600 10px ${this.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.lineWidth = 3;
      context.strokeStyle = this.palette.background;
      let free = -Infinity;
      this.#marks.forEach((mark, i) => {
        const place = places[i]!;
        if (place < view.from || place > view.to) return;
        const x = this.x(place);
        const top = this.y(mark.volume);
        if (x === null || top === null || x < free) return;
        free = x + kRoom;
        const y = Math.min(mediaSize.height - kLift, top - kLift);
        context.strokeText(mark.glyph, x, y);
        context.fillStyle = this.colorOf(mark.direction);
        context.fillText(mark.glyph, x, y);
      });
    });
  }
}

/** Lines from swing to swing where price and the flow of volume part. */
export class DivergenceLines extends Marks {
  readonly #views = [this.view('top', (target) => this.#draw(target))];
  #lines: readonly DrawnLine[] = [];
  #places: { from: number; to: number }[] | null = null;

  setLines(lines: readonly DrawnLine[]): void {
    if (lines.length === 0 && this.#lines.length === 0) return;
    this.#lines = lines;
    this.#places = null;
    this.changed();
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    const view = this.inView;
    if (view === null || this.#lines.length === 0) return;
    const places = (this.#places ??= this.#lines.map((line) => ({
      from: this.placeOf(line.from),
      to: this.placeOf(line.to),
    })));
    target.useMediaCoordinateSpace(({ context }) => {
      this.#lines.forEach((line, i) => {
        const { from, to } = places[i]!;
        if (to >= view.from && from <= view.to) this.#drawLine(context, line, from, to);
      });
    });
  }

  #drawLine(context: CanvasRenderingContext2D, line: DrawnLine, from: number, to: number): void {
    const [x1, x2] = [this.x(from), this.x(to)];
    const [y1, y2] = [this.y(line.fromPrice), this.y(line.toPrice)];
    if (x1 === null || x2 === null || y1 === null || y2 === null) return;
    context.save();
    context.strokeStyle = context.fillStyle = this.colorOf(line.direction);
    context.lineWidth = 1.5;
    if (line.hidden) context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
    context.font = `10px ${this.font}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    // Both lines often join the same swings: their names stand one beyond the other.
    const away = line.name === 'OBV' ? 10 : 22;
    context.fillText(line.name, x2 + 4, y2 + (line.direction === 'bullish' ? away : -away));
    context.restore();
  }
}
