import type { IPrimitivePaneView } from 'lightweight-charts';
import type { PatternDirection } from '../api/types';
import { Marks, within, type DrawTarget, type Scale } from './marks';

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
  readonly #views = [this.view('normal', (target) => this.#draw(target))];
  #marks: readonly DrawnVolume[] = [];

  /** Ascending by time. */
  setMarks(marks: readonly DrawnVolume[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    this.changed();
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    const scale = this.#marks.length === 0 ? null : this.scale;
    if (scale === null) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.font = `600 10px ${this.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.lineWidth = 3;
      context.strokeStyle = this.palette.background;
      let free = -Infinity;
      for (const mark of within(this.#marks, ({ time }) => time, scale)) {
        const x = scale.x(this.axis.placeOf(mark.time));
        if (x < free) continue;
        free = x + kRoom;
        const y = Math.min(mediaSize.height - kLift, scale.y(mark.volume) - kLift);
        context.strokeText(mark.glyph, x, y);
        context.fillStyle = this.colorOf(mark.direction);
        context.fillText(mark.glyph, x, y);
      }
    });
  }
}

/** Lines from swing to swing where price and the flow of volume part. */
export class DivergenceLines extends Marks {
  readonly #views = [this.view('normal', (target) => this.#draw(target))];
  #lines: readonly DrawnLine[] = [];

  setLines(lines: readonly DrawnLine[]): void {
    if (lines.length === 0 && this.#lines.length === 0) return;
    this.#lines = lines;
    this.changed();
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    const scale = this.#lines.length === 0 ? null : this.scale;
    if (scale === null) return;
    target.useMediaCoordinateSpace(({ context }) => {
      for (const line of this.#lines)
        if (line.to >= scale.since && line.from <= scale.until) this.#drawLine(context, line, scale);
    });
  }

  #drawLine(context: CanvasRenderingContext2D, line: DrawnLine, scale: Scale): void {
    const [x1, x2] = [scale.x(this.axis.placeOf(line.from)), scale.x(this.axis.placeOf(line.to))];
    const [y1, y2] = [scale.y(line.fromPrice), scale.y(line.toPrice)];
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
