import type { IPrimitivePaneView } from 'lightweight-charts';
import type { Box, Dash, Ink, Line, Note, Shape } from '../model/shapes';
import { LabelRoom } from './label_room';
import { Marks, type DrawTarget } from './marks';

type Context = CanvasRenderingContext2D;

/** Places on the axis; they change only with the candles. `right` null = to the edge. */
interface Place {
  left: number;
  right: number | null;
}

interface Size {
  width: number;
  height: number;
}

const kDashes: Record<Dash, number[]> = { solid: [], dashed: [6, 4], dotted: [2, 3] };
const kLine = 14;
/** Pixels beyond the pane where an edge is drawn, so that it is not seen. */
const kOutside = 8;

/**
 * Rectangles, lines and notes of findings. Draws what is in view and no more; labels stand where there is room, those
 * of later shapes first. Areas lie under the candles, labels over them.
 */
export class ShapeMarks extends Marks {
  #shapes: readonly Shape[] = [];
  #places: Place[] | null = null;
  #selected: string | null = null;
  readonly #room = new LabelRoom();
  readonly #views = [
    this.view('bottom', (target) => this.#draw(target, (...all) => this.#drawAreas(...all))),
    this.view('top', (target) => this.#draw(target, (...all) => this.#drawLabels(...all))),
  ];

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** In the order in which they are drawn. Also to be called when candles joined: places are looked up once. */
  setShapes(shapes: readonly Shape[]): void {
    if (shapes.length === 0 && this.#shapes.length === 0) return;
    this.#shapes = shapes;
    this.#places = null;
    this.changed();
  }

  /** What is being explained gets a border in the accent color. */
  select(id: string | null): void {
    if (id === this.#selected) return;
    this.#selected = id;
    this.changed();
  }

  #draw(target: DrawTarget, pass: (context: Context, shown: readonly [Shape, Place][], size: Size) => void) {
    const range = this.inView;
    if (range === null || this.#shapes.length === 0) return;
    const places = (this.#places ??= this.#shapes.map((shape) => this.#placesOf(shape)));
    const shown: [Shape, Place][] = [];
    this.#shapes.forEach((shape, i) => {
      const place = places[i]!;
      const isIn = place.left <= range.to && (place.right === null || place.right >= range.from);
      if (isIn) shown.push([shape, place]);
    });
    if (shown.length === 0) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      pass(context, shown, mediaSize);
      context.restore();
    });
  }

  #drawAreas(context: Context, shown: readonly [Shape, Place][], size: Size): void {
    for (const [shape, place] of shown) {
      if (shape.kind === 'box') this.#drawBox(context, shape, place, size);
      else if (shape.kind === 'line') this.#drawLine(context, shape, place, size);
    }
  }

  #drawLabels(context: Context, shown: readonly [Shape, Place][], size: Size): void {
    context.font = `600 10px ${this.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = this.palette.background;
    this.#room.clear(size.width, size.height);
    for (let i = shown.length - 1; i >= 0; i -= 1) {
      const [shape, place] = shown[i]!;
      if (shape.label !== '') this.#drawLabel(context, shape, place, size);
    }
  }

  #placesOf(shape: Shape): Place {
    if (shape.kind === 'note') {
      const at = this.placeOf(shape.time);
      return { left: at, right: at };
    }
    return { left: this.placeOf(shape.from), right: shape.to === null ? null : this.placeOf(shape.to) };
  }

  #x(place: number): number {
    return this.x(place) ?? 0;
  }

  /** Left, right, top and bottom in pixels, cut to a little beyond the pane; null where nothing of it is in sight. */
  #edges(box: Box, place: Place, { width, height }: Size) {
    const [top, bottom] = [this.y(box.top), this.y(box.bottom)];
    if (top === null || bottom === null || bottom < 0 || top > height) return null;
    const half = this.spacing / 2;
    const left = Math.max(-kOutside, this.#x(place.left) - half);
    const end = place.right === null ? width + kOutside : this.#x(place.right) + half;
    return { left, right: Math.max(left + 1, Math.min(width + kOutside, end)), top, bottom };
  }

  #drawBox(context: Context, box: Box, place: Place, size: Size): void {
    const edges = this.#edges(box, place, size);
    if (edges === null) return;
    const { left, top } = edges;
    const width = edges.right - left;
    const height = Math.max(1, edges.bottom - top);
    context.globalAlpha = box.fillOpacity ?? box.opacity;
    context.fillStyle = this.#inkOf(box.fill);
    context.fillRect(left, top, width, height);
    const isSelected = box.id === this.#selected;
    context.globalAlpha = isSelected ? 1 : box.opacity;
    context.lineWidth = isSelected ? Math.max(2, box.width) : box.width;
    if (context.lineWidth > 0 && (box.width > 0 || isSelected)) {
      context.strokeStyle = isSelected ? this.palette.accent : this.#inkOf(box.ink);
      context.setLineDash(kDashes[box.dash]);
      context.strokeRect(left, top, width, height);
    }
    context.globalAlpha = 1;
  }

  #drawLine(context: Context, line: Line, place: Place, { width }: Size): void {
    const [y1, y2] = [this.y(line.fromPrice), this.y(line.toPrice)];
    if (y1 === null || y2 === null) return;
    context.globalAlpha = line.opacity;
    context.lineWidth = line.id === this.#selected ? line.width + 1 : line.width;
    context.strokeStyle = line.id === this.#selected ? this.palette.accent : this.#inkOf(line.ink);
    context.setLineDash(kDashes[line.dash]);
    context.beginPath();
    context.moveTo(this.#x(place.left), y1);
    context.lineTo(place.right === null ? width + kOutside : this.#x(place.right), y2);
    context.stroke();
    context.globalAlpha = 1;
  }

  #drawLabel(context: Context, shape: Shape, place: Place, size: Size): void {
    const width = this.#room.widthOf(context, shape.label);
    const at = this.#labelPlace(shape, place, width, size);
    if (at === null || !this.#room.take(at.x, at.y - kLine / 2, width, kLine)) return;
    context.fillStyle = shape.kind === 'box' ? this.palette.text : this.#inkOf(shape.ink);
    context.strokeText(shape.label, at.x, at.y);
    context.fillText(shape.label, at.x, at.y);
  }

  /** Left end and middle of a label; null where there is no place for it. */
  #labelPlace(shape: Shape, place: Place, width: number, size: Size): { x: number; y: number } | null {
    if (shape.kind === 'box') return this.#boxLabelPlace(shape, place, width, size);
    if (shape.kind === 'note') return this.#noteLabelPlace(shape, place, width);
    const left = Math.max(0, this.#x(place.left));
    const right = Math.min(size.width, place.right === null ? size.width : this.#x(place.right));
    const share = { start: 0, middle: 0.5, end: 1 }[shape.labelAt];
    const [y1, y2] = [this.y(shape.fromPrice), this.y(shape.toPrice)];
    if (y1 === null || y2 === null || right < 0 || left > size.width) return null;
    const x = left + (right - left) * share - width * share;
    const y = y1 + (y2 - y1) * share;
    return { x: Math.max(2, x), y: shape.labelSide === 'above' ? y - 8 : y + 8 };
  }

  #boxLabelPlace(box: Box, place: Place, width: number, size: Size) {
    const edges = this.#edges(box, place, size);
    if (edges === null) return null;
    const x = Math.max(4, edges.left + 4);
    if (x + width > edges.right + kOutside) return null;
    const isTall = edges.bottom - edges.top >= kLine;
    const y = isTall ? Math.max(edges.top, 0) + kLine / 2 + 1 : (edges.top + edges.bottom) / 2;
    return { x, y };
  }

  #noteLabelPlace(note: Note, place: Place, width: number) {
    const y = this.y(note.price);
    if (y === null) return null;
    return { x: this.#x(place.left) - width / 2, y: note.side === 'above' ? y - 10 : y + 10 };
  }

  #inkOf(ink: Ink): string {
    switch (ink) {
      case 'text':
      case 'up':
      case 'down':
      case 'accent':
        return this.palette[ink];
      case 'muted':
        return this.palette.crosshair;
      default:
        return ink;
    }
  }
}
