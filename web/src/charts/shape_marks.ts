import type { IPrimitivePaneView } from 'lightweight-charts';
import type { Box, Dash, Ink, Line, Note, Shape } from '../model/shapes';
import { LabelRoom } from './label_room';
import { Marks, type DrawTarget, type Scale } from './marks';

type Context = CanvasRenderingContext2D;

/** From where to where a shape reaches, Unix ms; null = to the right edge. */
interface Reach {
  from: number;
  to: number | null;
}

/** What is needed to draw a frame. */
interface Frame {
  scale: Scale;
  size: Size;
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
  #selected: string | null = null;
  readonly #room = new LabelRoom();
  readonly #views = [
    this.view('bottom', (target) => this.#draw(target, (...all) => this.#drawAreas(...all))),
    this.view('normal', (target) => this.#draw(target, (...all) => this.#drawLabels(...all))),
  ];

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** In the order in which they are drawn. */
  setShapes(shapes: readonly Shape[]): void {
    if (shapes.length === 0 && this.#shapes.length === 0) return;
    this.#shapes = shapes;
    this.changed();
  }

  /** What is being explained gets a border in the accent color. */
  select(id: string | null): void {
    if (id === this.#selected) return;
    this.#selected = id;
    this.changed();
  }

  #draw(target: DrawTarget, pass: (context: Context, shown: readonly Shape[], frame: Frame) => void) {
    const scale = this.#shapes.length === 0 ? null : this.scale;
    if (scale === null) return;
    const shown = this.#shapes.filter((shape) => {
      const { from, to } = reachOf(shape);
      return from <= scale.until && (to === null || to >= scale.since);
    });
    if (shown.length === 0) return;
    target.useMediaCoordinateSpace(({ context, mediaSize: size }) => {
      context.save();
      pass(context, shown, { scale, size });
      context.restore();
    });
  }

  #drawAreas(context: Context, shown: readonly Shape[], frame: Frame): void {
    for (const shape of shown) {
      if (shape.kind === 'box') this.#drawBox(context, shape, frame);
      else if (shape.kind === 'line') this.#drawLine(context, shape, frame);
    }
  }

  #drawLabels(context: Context, shown: readonly Shape[], frame: Frame): void {
    context.font = `600 10px ${this.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = this.palette.background;
    this.#room.clear(frame.size.width, frame.size.height);
    for (let i = shown.length - 1; i >= 0; i -= 1)
      if (shown[i]!.label !== '') this.#drawLabel(context, shown[i]!, frame);
  }

  #x(time: number, { scale }: Frame): number {
    return scale.x(this.axis.placeOf(time));
  }

  /** Left, right, top and bottom in pixels, cut to a little beyond the pane; null where nothing of it is in sight. */
  #edges(box: Box, frame: Frame) {
    const { width, height } = frame.size;
    const [top, bottom] = [frame.scale.y(box.top), frame.scale.y(box.bottom)];
    if (bottom < 0 || top > height) return null;
    const half = frame.scale.spacing / 2;
    const left = Math.max(-kOutside, this.#x(box.from, frame) - half);
    const end = box.to === null ? width + kOutside : this.#x(box.to, frame) + half;
    return { left, right: Math.max(left + 1, Math.min(width + kOutside, end)), top, bottom };
  }

  #drawBox(context: Context, box: Box, frame: Frame): void {
    const edges = this.#edges(box, frame);
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

  #drawLine(context: Context, line: Line, frame: Frame): void {
    const { scale, size } = frame;
    const [y1, y2] = [scale.y(line.fromPrice), scale.y(line.toPrice)];
    context.globalAlpha = line.opacity;
    context.lineWidth = line.id === this.#selected ? line.width + 1 : line.width;
    context.strokeStyle = line.id === this.#selected ? this.palette.accent : this.#inkOf(line.ink);
    context.setLineDash(kDashes[line.dash]);
    context.beginPath();
    context.moveTo(this.#x(line.from, frame), y1);
    context.lineTo(line.to === null ? size.width + kOutside : this.#x(line.to, frame), y2);
    context.stroke();
    context.globalAlpha = 1;
  }

  #drawLabel(context: Context, shape: Shape, frame: Frame): void {
    const width = this.#room.widthOf(context, shape.label);
    const at = this.#labelPlace(shape, width, frame);
    if (at === null || !this.#room.take(at.x, at.y - kLine / 2, width, kLine)) return;
    context.fillStyle = shape.kind === 'box' ? this.palette.text : this.#inkOf(shape.ink);
    context.strokeText(shape.label, at.x, at.y);
    context.fillText(shape.label, at.x, at.y);
  }

  /** Left end and middle of a label; null where there is no place for it. */
  #labelPlace(shape: Shape, width: number, frame: Frame): { x: number; y: number } | null {
    if (shape.kind === 'box') return this.#boxLabelPlace(shape, width, frame);
    if (shape.kind === 'note') return this.#noteLabelPlace(shape, width, frame);
    const { scale, size } = frame;
    const left = Math.max(0, this.#x(shape.from, frame));
    const right = Math.min(size.width, shape.to === null ? size.width : this.#x(shape.to, frame));
    if (right < 0 || left > size.width) return null;
    const share = { start: 0, middle: 0.5, end: 1 }[shape.labelAt];
    const [y1, y2] = [scale.y(shape.fromPrice), scale.y(shape.toPrice)];
    const x = left + (right - left) * share - width * share;
    const y = y1 + (y2 - y1) * share;
    return { x: Math.max(2, x), y: shape.labelSide === 'above' ? y - 8 : y + 8 };
  }

  #boxLabelPlace(box: Box, width: number, frame: Frame) {
    const edges = this.#edges(box, frame);
    if (edges === null) return null;
    const x = Math.max(4, edges.left + 4);
    if (x + width > edges.right + kOutside) return null;
    const isTall = edges.bottom - edges.top >= kLine;
    const y = isTall ? Math.max(edges.top, 0) + kLine / 2 + 1 : (edges.top + edges.bottom) / 2;
    return { x, y };
  }

  #noteLabelPlace(note: Note, width: number, frame: Frame) {
    const y = frame.scale.y(note.price);
    return { x: this.#x(note.time, frame) - width / 2, y: note.side === 'above' ? y - 10 : y + 10 };
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

function reachOf(shape: Shape): Reach {
  return shape.kind === 'note' ? { from: shape.time, to: shape.time } : shape;
}
