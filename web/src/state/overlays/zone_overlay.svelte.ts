import type { ZoneInfo } from '../../api/types';
import { boxOf, byAge, showsZone, zoneAt, type ZoneLayer } from '../../model/zone_marks';
import type { ChartSession } from '../chart_session.svelte';
import { PointedOverlay } from './pointed_overlay.svelte';

/** Supply and demand zones as rectangles. */
export class ZoneOverlay extends PointedOverlay<ZoneLayer, ZoneInfo> {
  /** Zones found in posted candles stand in place of the server's while they are looked at; null = the server's do. */
  detected = $state.raw<readonly ZoneInfo[] | null>(null);

  show(detected: readonly ZoneInfo[] | null): void {
    this.detected = detected === null ? null : byAge(detected);
    this.pointing.pin(null);
    this.draw();
  }

  override set(layer: ZoneLayer | null): void {
    if (layer === null) this.detected = null;
    super.set(layer);
  }

  protected feedOf(session: ChartSession) {
    return session.zones;
  }

  protected find(time: number, price: number, slack: number): ZoneInfo | null {
    return zoneAt(this.shown, time, price, slack);
  }

  protected override clear(): void {
    this.detected = null;
    super.clear();
  }

  protected drawFor({ zones }: ChartSession): void {
    const { layer } = zones;
    if (layer === null) return this.clear();
    const { detected } = this;
    this.shown =
      detected === null ? zones.table.shown(layer) : detected.filter((zone) => showsZone(layer, zone));
    this.marks.setShapes(this.shown.map(boxOf));
  }
}
