import type { IPrimitivePaneView } from 'lightweight-charts';
import { bandLabel, type ConfluenceBand } from '../model/confluence_marks';
import { LabelRoom } from './label_room';
import { Marks, type DrawTarget } from './marks';

type Context = CanvasRenderingContext2D;

interface Size {
  width: number;
  height: number;
}

/** A band in pixels; it reaches to the right edge. */
interface Bar {
  band: ConfluenceBand;
  left: number;
  top: number;
  high: number;
}

const kShortest = 40;
const kLongest = 112;
/** Between a label and the price axis: there is room of its own, right of the newest candle. */
const kInset = 4;
const kThinnest = 5;
const kLine = 14;

/** Pixels from the right edge that a bar takes. */
export function barWidth(score: number): number {
  return kShortest + (kLongest - kShortest) * score;
}

/** Bars at the price axis: the higher the score at these prices, the longer and the denser, with the score written on. */
export class HeatStrip extends Marks {
  readonly #views = [
    this.view('bottom', (target) => this.#draw(target, (...all) => this.#drawBars(...all))),
    this.view('normal', (target) => this.#draw(target, (...all) => this.#drawLabels(...all))),
  ];
  readonly #room = new LabelRoom();
  #bands: readonly ConfluenceBand[] = [];
  #selected: string | null = null;

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** The highest last. */
  setBands(bands: readonly ConfluenceBand[]): void {
    if (bands.length === 0 && this.#bands.length === 0) return;
    this.#bands = bands;
    this.changed();
  }

  /** What is being explained gets a border in the accent color. */
  select(id: string | null): void {
    if (id === this.#selected) return;
    this.#selected = id;
    this.changed();
  }

  #draw(target: DrawTarget, pass: (context: Context, bars: readonly Bar[], size: Size) => void): void {
    const scale = this.#bands.length === 0 ? null : this.scale;
    if (scale === null) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const bars = this.#bands.map((band): Bar => {
        const [top, bottom] = [scale.y(band.top), scale.y(band.bottom)];
        const high = Math.max(kThinnest, bottom - top);
        const left = mediaSize.width - barWidth(band.score);
        return { band, left, top: (top + bottom - high) / 2, high };
      });
      context.save();
      pass(context, bars, mediaSize);
      context.restore();
    });
  }

  /** Under the candles. */
  #drawBars(context: Context, bars: readonly Bar[], { width }: Size): void {
    for (const { band, left, top, high } of bars) {
      context.globalAlpha = 0.15 + 0.35 * band.score; // candles of the same color stay visible
      context.fillStyle = this.colorOf(band.direction);
      context.fillRect(left, top, width - left, high);
      if (band.id !== this.#selected) continue;
      context.globalAlpha = 1;
      context.lineWidth = 2;
      context.strokeStyle = this.palette.accent;
      context.strokeRect(left + 1, top + 1, width - left - 2, Math.max(2, high - 2));
    }
  }

  /** Those of the highest scores first, where there is room, and inside the pane. */
  #drawLabels(context: Context, bars: readonly Bar[], { width, height }: Size): void {
    context.font = `600 10px ${this.font}`;
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = this.palette.background;
    context.fillStyle = this.palette.text;
    this.#room.clear(width, height);
    for (const { band, top, high } of bars.toReversed()) {
      const text = bandLabel(band);
      const x = width - kInset - this.#room.widthOf(context, text);
      const y = (Math.max(0, top) + Math.min(height, top + high)) / 2;
      if (!this.#room.take(x, y - kLine / 2, this.#room.widthOf(context, text), kLine)) continue;
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }
}
