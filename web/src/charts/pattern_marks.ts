import type { IPrimitivePaneView } from 'lightweight-charts';
import type { PatternDirection } from '../api/types';
import { Marks, type DrawTarget } from './marks';

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

/**
 * Marks of candlestick patterns: triangles under a candle (bullish) or over it (bearish), diamonds over it (neutral).
 * Draws what is in view and no more, so that it costs the same however many there are.
 */
export class PatternMarks extends Marks {
  readonly #views = [this.view('top', (target) => this.#draw(target))];
  #marks: readonly DrawnMark[] = [];
  #places: Int32Array | null = null;
  #selected: number | null = null;

  /** Ascending by time. Also to be called when candles joined on the left: places on the axis are looked up once. */
  setMarks(marks: readonly DrawnMark[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    this.#places = null;
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
    const range = this.inView;
    if (range === null || this.#marks.length === 0) return;
    const places = (this.#places ??= Int32Array.from(this.#marks, (mark) => this.placeOf(mark.time)));
    const { spacing } = this;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const shown = this.#between(places, range.from, range.to);
      for (const [i, x] of this.#thinned(shown, places)) {
        if (x < -kRoom || x > mediaSize.width + kRoom) continue;
        this.#drawMark(context, this.#marks[i]!, x, mediaSize.height);
      }
      if (spacing >= kNameSpacing) this.#drawNames(context, shown, places, mediaSize.height);
    });
  }

  /** First and end of the marks between two places of the axis. */
  #between(places: Int32Array, from: number, to: number): { begin: number; end: number } {
    return { begin: lowerBound(places, from), end: lowerBound(places, to) };
  }

  /** The marks to draw with their x: of those too close together on one side, the surest. */
  #thinned({ begin, end }: { begin: number; end: number }, places: Int32Array): [number, number][] {
    const drawn: [number, number][] = [];
    const last: Record<'above' | 'below', number> = { above: -1, below: -1 };
    for (let i = begin; i < end; i += 1) {
      const x = this.x(places[i]!);
      if (x === null) continue;
      const side = sideOf(this.#marks[i]!.direction);
      const before = drawn[last[side]];
      if (before !== undefined && x - before[1] < kRoom) {
        if (this.#marks[i]!.confidence > this.#marks[before[0]]!.confidence) before[0] = i;
        continue;
      }
      last[side] = drawn.push([i, x]) - 1;
    }
    return drawn.map(([i]) => [i, this.x(places[i]!)!]);
  }

  /** Middle of a mark, kept inside the pane. */
  #y(mark: DrawnMark, height: number): number | null {
    const isBelow = sideOf(mark.direction) === 'below';
    const edge = this.y(isBelow ? mark.low : mark.high);
    if (edge === null) return null;
    return Math.min(height - kSize, Math.max(kSize, isBelow ? edge + kGap + kSize : edge - kGap - kSize));
  }

  #drawMark(context: CanvasRenderingContext2D, mark: DrawnMark, x: number, height: number): void {
    const y = this.#y(mark, height);
    if (y === null) return;
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
    { begin, end }: { begin: number; end: number },
    places: Int32Array,
    height: number,
  ): void {
    context.font = `10px ${this.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const taken = { above: -Infinity, below: -Infinity };
    for (let i = begin; i < end; i += 1) {
      const mark = this.#marks[i]!;
      const x = mark.confidence < kFilledFrom ? null : this.x(places[i]!);
      const y = x === null ? null : this.#y(mark, height);
      if (x === null || y === null) continue;
      const side = sideOf(mark.direction);
      const half = context.measureText(mark.text).width / 2;
      if (x - half < taken[side]) continue;
      taken[side] = x + half + 6;
      const textY = side === 'below' ? y + kSize + 8 : y - kSize - 8;
      context.lineWidth = 3;
      context.strokeStyle = this.palette.background;
      context.strokeText(mark.text, x, textY);
      context.fillStyle = this.palette.text;
      context.fillText(mark.text, x, textY);
    }
  }
}

function sideOf(direction: PatternDirection): 'above' | 'below' {
  return direction === 'bullish' ? 'below' : 'above';
}

/** Index of the first place at or after `wanted`. */
function lowerBound(places: Int32Array, wanted: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
