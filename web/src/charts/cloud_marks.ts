import type { IPrimitivePaneView } from 'lightweight-charts';
import type { Cloud } from '../model/cloud';
import { Marks, within, type DrawTarget, type Scale } from './marks';

/** Both edges in pixels at one place of the axis. */
interface Edge {
  x: number;
  a: number;
  b: number;
}

const kFill = 0.13;
const kDash = [4, 3];

/**
 * The area between two lines, in the color of the side it is on: rising where the first line is above. Ahead of the
 * newest candle, where no series can be drawn, the lines as well: the second one dashed.
 */
export class CloudMarks extends Marks {
  readonly #views = [this.view('bottom', (target) => this.#draw(target))];
  #clouds: readonly Cloud[] = [];

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  setClouds(clouds: readonly Cloud[]): void {
    if (clouds.length === 0 && this.#clouds.length === 0) return;
    this.#clouds = clouds;
    this.changed();
  }

  #draw(target: DrawTarget): void {
    const scale = this.#clouds.length === 0 ? null : this.scale;
    if (scale === null) return;
    target.useMediaCoordinateSpace(({ context }) => {
      context.save();
      for (const cloud of this.#clouds) {
        const { edges, newest } = this.#edgesOf(cloud, scale);
        for (const run of runsOf(edges)) this.#fill(context, run);
        this.#strokeAhead(context, edges.slice(newest));
      }
      context.restore();
    });
  }

  /** The edges in view, and from which of them on they lie ahead of the candles. */
  #edgesOf({ points, ahead }: Cloud, scale: Scale) {
    const edges: Edge[] = [];
    const add = (place: number, a: number, b: number) => {
      if (place >= scale.from && place <= scale.to)
        edges.push({ x: scale.x(place), a: scale.y(a), b: scale.y(b) });
    };
    for (const { time, a, b } of within(points, ({ time }) => time, scale))
      add(this.axis.placeOf(time), a, b);
    const newest = Math.max(0, edges.length - 1);
    const last = points.at(-1);
    const place = last === undefined ? 0 : this.axis.placeOf(last.time);
    ahead.forEach(({ a, b }, i) => add(place + i + 1, a, b));
    return { edges, newest };
  }

  #fill(context: CanvasRenderingContext2D, run: readonly Edge[]): void {
    const isUp = run.some(({ a, b }) => a < b); // pixels count downwards
    context.globalAlpha = kFill;
    context.fillStyle = isUp ? this.palette.up : this.palette.down;
    context.beginPath();
    for (const { x, a } of run) context.lineTo(x, a);
    for (const { x, b } of run.toReversed()) context.lineTo(x, b);
    context.closePath();
    context.fill();
    context.globalAlpha = 1;
  }

  #strokeAhead(context: CanvasRenderingContext2D, edges: readonly Edge[]): void {
    context.lineWidth = 1;
    context.strokeStyle = this.palette.text;
    for (const [side, dash] of [
      ['a', []],
      ['b', kDash],
    ] as const) {
      context.setLineDash([...dash]);
      context.beginPath();
      for (const edge of edges) context.lineTo(edge.x, edge[side]);
      context.stroke();
    }
  }
}

/** Stretches on which one line stays above the other; neighbors share the point where the lines cross. */
export function runsOf(edges: readonly Edge[]): Edge[][] {
  const runs: Edge[][] = [];
  let run: Edge[] = [];
  for (const edge of edges) {
    const before = run.at(-1);
    if (before !== undefined && (before.a - before.b) * (edge.a - edge.b) < 0) {
      const share = (before.a - before.b) / (before.a - before.b - (edge.a - edge.b));
      const y = before.a + share * (edge.a - before.a);
      const crossing = { x: before.x + share * (edge.x - before.x), a: y, b: y };
      runs.push([...run, crossing]);
      run = [crossing];
    }
    run.push(edge);
  }
  if (run.length > 1) runs.push(run);
  return runs;
}
