import type { IPrimitivePaneView } from 'lightweight-charts';
import type { Cloud } from '../model/cloud';
import { Marks, type DrawTarget } from './marks';

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
  #places: number[][] | null = null;

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** Also to be called when candles joined: places on the axis are looked up once. */
  setClouds(clouds: readonly Cloud[]): void {
    if (clouds.length === 0 && this.#clouds.length === 0) return;
    this.#clouds = clouds;
    this.#places = null;
    this.changed();
  }

  #draw(target: DrawTarget): void {
    const view = this.inView;
    if (view === null || this.#clouds.length === 0) return;
    const places = (this.#places ??= this.#clouds.map((cloud) =>
      cloud.points.map(({ time }) => this.placeOf(time)),
    ));
    target.useMediaCoordinateSpace(({ context }) => {
      context.save();
      this.#clouds.forEach((cloud, i) => {
        const { edges, newest } = this.#edgesOf(cloud, places[i]!, view);
        for (const run of runsOf(edges)) this.#fill(context, run);
        this.#strokeAhead(context, edges.slice(newest));
      });
      context.restore();
    });
  }

  /** The edges in view, and from which of them on they lie ahead of the candles. */
  #edgesOf({ points, ahead }: Cloud, places: readonly number[], view: { from: number; to: number }) {
    const edges: Edge[] = [];
    const add = (place: number, a: number, b: number) => {
      const [x, top, bottom] = [this.x(place), this.y(a), this.y(b)];
      if (place < view.from || place > view.to || x === null || top === null || bottom === null) return;
      edges.push({ x, a: top, b: bottom });
    };
    points.forEach(({ a, b }, i) => add(places[i]!, a, b));
    const newest = Math.max(0, edges.length - 1);
    const last = places.at(-1);
    if (last !== undefined) ahead.forEach(({ a, b }, i) => add(last + i + 1, a, b));
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
