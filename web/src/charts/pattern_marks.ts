import type { IPrimitivePaneView } from 'lightweight-charts';
import type { PatternDirection } from '../api/types';
import { Marks, within, type DrawTarget, type Scale } from './marks';

/** What is drawn at one candle. */
export interface DrawnMark {
  time: number;
  high: number;
  low: number;
  direction: PatternDirection;
  /** 0 … 100: filled from kFilledFrom on, an outline below. */
  confidence: number;
  text: string;
}

const kFilledFrom = 60;
/** Pixels between two marks on the same side; of those closer together the surest is drawn. */
const kRoom = 12;
const kGap = 7;
const kSize = 4.5;
/** Names stand beside the marks when candles are at least so wide. */
const kNameSpacing = 7;
const kFormingDash = [2, 2];

/**
 * Marks of candlestick patterns: triangles under a candle (bullish) or over it (bearish), diamonds over it (neutral).
 * Draws what is in view and no more, so that it costs the same however many there are.
 */
export class PatternMarks extends Marks {
  readonly #views = [this.view('normal', (target) => this.#draw(target))];
  #marks: readonly DrawnMark[] = [];
  #forming: DrawnMark | null = null;
  #selected: number | null = null;

  /** Ascending by time. */
  setMarks(marks: readonly DrawnMark[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    this.changed();
  }

  /** What the candle that still forms would show: hollow and dashed, for it may be gone when the candle closes. */
  setForming(mark: DrawnMark | null): void {
    if (mark === null && this.#forming === null) return;
    this.#forming = mark;
    this.changed();
  }

  /** The mark that is being explained gets a ring. */
  select(time: number | null): void {
    if (time === this.#selected) return;
    this.#selected = time;
    this.changed();
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    const isNothing = this.#marks.length === 0 && this.#forming === null;
    const scale = isNothing ? null : this.scale;
    if (scale === null) return;
    const shown = within(this.#marks, ({ time }) => time, scale);
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const [mark, x] of this.#thinned(shown, scale)) {
        if (x < -kRoom || x > mediaSize.width + kRoom) continue;
        this.#drawMark(context, mark, x, this.#y(mark, scale, mediaSize.height));
      }
      if (scale.spacing >= kNameSpacing) this.#drawNames(context, shown, scale, mediaSize.height);
      this.#drawForming(context, scale, mediaSize.height);
    });
  }

  /** The marks to draw with their x: of those too close together on one side, the surest. */
  #thinned(marks: readonly DrawnMark[], scale: Scale): readonly (readonly [DrawnMark, number])[] {
    const drawn: { mark: DrawnMark; begin: number }[] = [];
    const last: Record<'above' | 'below', number> = { above: -1, below: -1 };
    for (const mark of marks) {
      const x = scale.x(this.axis.placeOf(mark.time));
      const side = sideOf(mark.direction);
      const before = drawn[last[side]];
      if (before === undefined || x - before.begin >= kRoom) last[side] = drawn.push({ mark, begin: x }) - 1;
      else if (mark.confidence > before.mark.confidence) before.mark = mark;
    }
    return drawn.map(({ mark }) => [mark, scale.x(this.axis.placeOf(mark.time))]);
  }

  /** Middle of a mark, kept inside the pane. */
  #y(mark: DrawnMark, scale: Scale, height: number): number {
    const isBelow = sideOf(mark.direction) === 'below';
    const edge = scale.y(isBelow ? mark.low : mark.high);
    return Math.min(height - kSize, Math.max(kSize, isBelow ? edge + kGap + kSize : edge - kGap - kSize));
  }

  #drawForming(context: CanvasRenderingContext2D, scale: Scale, height: number): void {
    const mark = this.#forming;
    if (mark === null || mark.time < scale.since || mark.time > scale.until) return;
    const [x, y] = [scale.x(this.axis.placeOf(mark.time)), this.#y(mark, scale, height)];
    context.setLineDash(kFormingDash);
    this.#drawMark(context, mark, x, y);
    context.setLineDash([]);
    if (scale.spacing < kNameSpacing) return;
    this.#beginNames(context, 'italic');
    this.#drawName(context, mark, x, y, this.palette.text);
  }

  #drawMark(context: CanvasRenderingContext2D, mark: DrawnMark, x: number, y: number): void {
    const color = this.colorOf(mark.direction);
    context.beginPath();
    if (mark.direction === 'neutral') {
      context.moveTo(x, y - kSize);
      context.lineTo(x + kSize, y);
      context.lineTo(x, y + kSize);
      context.lineTo(x - kSize, y);
    } else {
      const tip = mark.direction === 'bullish' ? -kSize : kSize;
      context.moveTo(x, y + tip);
      context.lineTo(x + kSize, y - tip);
      context.lineTo(x - kSize, y - tip);
    }
    context.closePath();
    context.lineWidth = 1.25;
    context.strokeStyle = color;
    context.fillStyle = mark.confidence >= kFilledFrom ? color : this.palette.background;
    context.fill();
    context.stroke();
    if (mark.time !== this.#selected) return;
    context.beginPath();
    context.arc(x, y, kSize + 4, 0, 2 * Math.PI);
    context.strokeStyle = this.palette.accent;
    context.lineWidth = 1.5;
    context.stroke();
  }

  /** Names of the sure ones, where they do not run into each other. */
  #drawNames(
    context: CanvasRenderingContext2D,
    marks: readonly DrawnMark[],
    scale: Scale,
    height: number,
  ): void {
    this.#beginNames(context, 'normal');
    const taken = { above: -Infinity, below: -Infinity };
    for (const mark of marks) {
      if (mark.confidence < kFilledFrom) continue;
      const x = scale.x(this.axis.placeOf(mark.time));
      const y = this.#y(mark, scale, height);
      const side = sideOf(mark.direction);
      const half = context.measureText(mark.text).width / 2;
      if (x - half < taken[side]) continue;
      taken[side] = x + half + 6;
      this.#drawName(context, mark, x, y, this.palette.text);
    }
  }

  #beginNames(context: CanvasRenderingContext2D, slant: 'normal' | 'italic'): void {
    context.font = `${slant} 10px ${this.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
  }

  /** Beyond the mark whose middle is at (x, y). */
  #drawName(context: CanvasRenderingContext2D, mark: DrawnMark, x: number, y: number, color: string): void {
    const textY = sideOf(mark.direction) === 'below' ? y + kSize + 8 : y - kSize - 8;
    context.lineWidth = 3;
    context.strokeStyle = this.palette.background;
    context.strokeText(mark.text, x, textY);
    context.fillStyle = color;
    context.fillText(mark.text, x, textY);
  }
}

function sideOf(direction: PatternDirection): 'above' | 'below' {
  return direction === 'bullish' ? 'below' : 'above';
}
