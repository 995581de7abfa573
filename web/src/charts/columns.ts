import type { AutoscaleInfo, IPrimitivePaneView, Logical } from 'lightweight-charts';
import { columnWidth, leftOf } from './column_width';
import { Extent, Marks, type DrawTarget } from './marks';
import type { Palette } from './palette';
import type { TimeAxis } from './time_axis';

/** Calls `visit` for what there is between two places of the axis. */
export type VisitColumns = (
  places: { from: number; to: number },
  visit: (place: number, value: number, isUp: boolean) => void,
) => void;

/** Columns above and below zero, colored by direction: volume, and indicators that are differences. */
export class Columns extends Marks {
  readonly #source: VisitColumns;
  readonly #views = [this.view('normal', (target) => this.#draw(target))];

  constructor(palette: Palette, axis: TimeAxis, source: VisitColumns) {
    super(palette, axis);
    this.#source = source;
  }

  override paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** What there is to draw has changed. */
  redraw(): void {
    this.changed();
  }

  autoscaleInfo(from: Logical, to: Logical): AutoscaleInfo | null {
    const extent = new Extent();
    extent.add(0);
    this.#source({ from, to }, (_, value) => extent.add(value));
    return extent.autoscale;
  }

  #draw(target: DrawTarget): void {
    const scale = this.scale;
    if (scale === null) return;
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: across, verticalPixelRatio: down }) => {
      const width = columnWidth(scale.spacing * across);
      const zero = Math.round(scale.y(0) * down);
      this.#source(scale, (place, value, isUp) => {
        const end = Math.round(scale.y(value) * down);
        context.fillStyle = isUp ? this.palette.upVolume : this.palette.downVolume;
        const height = Math.max(1, Math.abs(end - zero));
        context.fillRect(leftOf(scale.x(place) * across, width), Math.min(zero, end), width, height);
      });
    });
  }
}
