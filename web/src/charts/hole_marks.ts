import type { IPrimitivePaneView } from 'lightweight-charts';
import { blanksOf, type Hole } from '../model/gaps';
import { Marks, type DrawTarget } from './marks';

interface Span {
  /** Places of the axis. */
  from: number;
  to: number;
  missing: number;
}

const kStripe = 7;

/** A hatched band with the number of missing candles wherever data is missing: holes are shown, never bridged. */
export class HoleMarks extends Marks {
  readonly #views = [this.view('bottom', (target) => this.#draw(target))];
  #spans: readonly Span[] = [];

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** Their empty places are on the axis. */
  setHoles(holes: readonly Hole[], step: number): void {
    this.#spans = holes.flatMap((hole) => {
      const blanks = blanksOf(hole, step);
      const [first, last] = [blanks[0], blanks.at(-1)];
      if (first === undefined || last === undefined) return [];
      return [{ from: this.axis.placeOf(first), to: this.axis.placeOf(last), missing: hole.missing }];
    });
    this.changed();
  }

  #draw(target: DrawTarget): void {
    const scale = this.scale;
    if (scale === null) return;
    const half = scale.spacing / 2;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const { from, to, missing } of this.#spans) {
        if (to < scale.from || from > scale.to) continue;
        this.#drawBand(context, scale.x(from) - half, scale.x(to) + half, mediaSize.height, missing);
      }
    });
  }

  #drawBand(
    context: CanvasRenderingContext2D,
    left: number,
    right: number,
    height: number,
    missing: number,
  ): void {
    const width = Math.max(2, right - left);
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    context.fillStyle = this.palette.hole;
    context.fillRect(left, 0, width, height);
    context.strokeStyle = this.palette.hole;
    context.lineWidth = 2;
    context.beginPath();
    for (let x = left - height; x < left + width; x += kStripe) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
    this.#drawLabel(context, left, width, height, missing);
    context.restore();
  }

  #drawLabel(
    context: CanvasRenderingContext2D,
    left: number,
    width: number,
    height: number,
    missing: number,
  ): void {
    const text = `no data · ${missing.toLocaleString('en-US')}`;
    context.font = '11px system-ui, sans-serif';
    const upright = context.measureText(text).width + 12 <= width;
    if (!upright && width < 14) return;
    context.fillStyle = this.palette.holeText;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.translate(left + width / 2, height * 0.45);
    if (!upright) context.rotate(-Math.PI / 2);
    context.fillText(text, 0, 0);
  }
}
