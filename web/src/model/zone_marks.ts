import type { ZoneInfo } from '../api/types';
import type { Box } from './shapes';

/** What a zone is drawn as: 10-dashboard.md. A flipped zone's successor is `flipped`, whatever its type. */
export type ZoneLook = 'supply' | 'demand' | 'continuation' | 'flipped';
export type ZoneStatus = ZoneInfo['status'];

export const kZoneLooks: readonly ZoneLook[] = ['supply', 'demand', 'continuation', 'flipped'];
export const kZoneStatuses: readonly ZoneStatus[] = ['active', 'tested', 'broken', 'flipped', 'expired'];

/** Which zones a chart shows. */
export interface ZoneLayer {
  looks: readonly ZoneLook[];
  statuses: readonly ZoneStatus[];
}

export const kDefaultZones: ZoneLayer = { looks: kZoneLooks, statuses: ['active', 'tested', 'broken'] };

const kFills: Record<ZoneLook, Box['fill']> = {
  supply: '#FF4444',
  demand: '#44FF44',
  continuation: '#4444FF',
  flipped: '#FF8844',
};
const kBorders: Record<ZoneLook, Box['ink']> = {
  supply: '#CC0000',
  demand: '#00CC00',
  continuation: '#0000CC',
  flipped: '#CC4400',
};
const kLetters: Record<ZoneLook, string> = { supply: 'S', demand: 'D', continuation: 'C', flipped: 'F' };

export function lookOf(zone: Pick<ZoneInfo, 'zone_type' | 'status' | 'formation'>): ZoneLook {
  return zone.status === 'flipped' || zone.formation === 'flip' ? 'flipped' : zone.zone_type;
}

export interface ZoneStyle {
  fill: Box['fill'];
  border: Box['ink'];
  letter: string;
  /** Pixels: 1 + 2 x strength, at most 3. */
  borderWidth: number;
  /** 0.2 + 0.8 x strength, at least 0.3; tested faded to 60 % of it; broken at 30 %. */
  opacity: number;
  dashed: boolean;
}

const kTestedFade = 0.6;
const kBrokenOpacity = 0.3;

export function styleOf(zone: Pick<ZoneInfo, 'zone_type' | 'status' | 'formation' | 'strength'>): ZoneStyle {
  const look = lookOf(zone);
  const isOver = zone.status !== 'active' && zone.status !== 'tested';
  const whole = Math.max(0.3, 0.2 + 0.8 * zone.strength);
  return {
    fill: kFills[look],
    border: kBorders[look],
    letter: kLetters[look],
    borderWidth: Math.min(3, 1 + 2 * zone.strength),
    opacity: isOver ? kBrokenOpacity : zone.status === 'tested' ? whole * kTestedFade : whole,
    dashed: isOver,
  };
}

export function showsZone(layer: ZoneLayer, zone: ZoneInfo): boolean {
  return layer.looks.includes(lookOf(zone)) && layer.statuses.includes(zone.status);
}

/** "sdcf:atb": the first letters of looks and statuses; statuses' f is flipped, e expired. */
export function zoneLayerText(layer: ZoneLayer): string {
  const letters = (names: readonly string[]) => names.map((name) => name[0]).join('');
  return `${letters(layer.looks)}:${letters(layer.statuses)}`;
}

/** null for nothing, or what cannot be read. */
export function parseZoneLayer(text: string): ZoneLayer | null {
  const [looks = '', statuses = '', ...rest] = text.split(':');
  if (rest.length > 0 || looks === '' || statuses === '') return null;
  const chosen = <T extends string>(names: readonly T[], letters: string) =>
    names.filter((name) => letters.includes(name[0]!));
  const layer = { looks: chosen(kZoneLooks, looks), statuses: chosen(kZoneStatuses, statuses) };
  return layer.looks.length > 0 && layer.statuses.length > 0 ? layer : null;
}

/** The zones held for a chart, by id, the latest word of each with all its tests. */
export class ZoneTable {
  #byId = new Map<string, ZoneInfo>();

  get size(): number {
    return this.#byId.size;
  }

  /** `zones` in the order in which they were said. */
  merge(zones: readonly ZoneInfo[]): void {
    for (const zone of zones) {
      const held = this.#byId.get(zone.id);
      this.#byId.set(zone.id, held === undefined ? zone : joined(held, zone));
    }
  }

  /** An answer for all candles held. What it does not have was computed from others, or said since it was asked for. */
  replace(zones: readonly ZoneInfo[]): void {
    for (const [id, held] of this.#byId) if (held.origin === 'computed') this.#byId.delete(id);
    this.merge(zones);
  }

  /** Forgets zones whose whole life lies outside [from, to]. */
  keep(from: number, to: number): void {
    for (const [id, zone] of this.#byId) {
      const isOver = zone.ended_at !== null && Date.parse(zone.ended_at) < from;
      if (isOver || Date.parse(zone.created_at) > to) this.#byId.delete(id);
    }
  }

  get(id: string): ZoneInfo | null {
    return this.#byId.get(id) ?? null;
  }

  /** Oldest first, so that newer ones are drawn over them. */
  shown(layer: ZoneLayer): ZoneInfo[] {
    return byAge([...this.#byId.values()].filter((zone) => showsZone(layer, zone)));
  }

  clear(): void {
    this.#byId.clear();
  }
}

/** What is known of a zone after another word of it: the later one counts, and no test is lost. */
function joined(held: ZoneInfo, said: ZoneInfo): ZoneInfo {
  const [older, newer] = held.updated_at > said.updated_at ? [said, held] : [held, said];
  const others = older.tests.filter((test) => !newer.tests.some((next) => next.time === test.time));
  return {
    ...newer,
    tests: [...others, ...newer.tests].sort((a, b) => a.time.localeCompare(b.time)),
    flipped_from: newer.flipped_from ?? older.flipped_from,
    successor: newer.successor ?? older.successor,
    ended_at: older.ended_at ?? newer.ended_at, // a flip comes after the break that ended it
  };
}

/** Oldest first. */
export function byAge(zones: readonly ZoneInfo[]): ZoneInfo[] {
  return [...zones].sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** The zone a point lies in, the newest of several; else the nearest one no farther than `slack`, in price. */
export function zoneAt(zones: readonly ZoneInfo[], time: number, price: number, slack = 0): ZoneInfo | null {
  let best: ZoneInfo | null = null;
  let least = slack;
  for (const zone of zones) {
    const isThen =
      time >= Date.parse(zone.left_time) && (zone.ended_at === null || time <= Date.parse(zone.ended_at));
    const distance = distanceTo(zone, price);
    if (!isThen || distance > least) continue;
    [best, least] = [zone, distance];
  }
  return best;
}

/** As a rectangle from the base to where it ended, else to the right edge. */
export function boxOf(zone: ZoneInfo): Box {
  const style = styleOf(zone);
  return {
    kind: 'box',
    id: zone.id,
    from: Date.parse(zone.left_time),
    to: zone.ended_at === null ? null : Date.parse(zone.ended_at),
    top: zone.top_price,
    bottom: zone.bottom_price,
    fill: style.fill,
    ink: style.border,
    width: style.borderWidth,
    opacity: style.opacity,
    dash: style.dashed ? 'dashed' : 'solid',
    label: style.letter,
  };
}

export const kLookNames: Record<ZoneLook, string> = {
  supply: 'Supply',
  demand: 'Demand',
  continuation: 'Continuation',
  flipped: 'Flipped',
};

export function letterOf(look: ZoneLook): string {
  return kLetters[look];
}

/** "Supply, Demand: active, tested": how a legend calls a layer. */
export function zoneLayerName({ looks, statuses }: ZoneLayer): string {
  const types =
    looks.length === kZoneLooks.length ? 'Zones' : looks.map((look) => kLookNames[look]).join(', ');
  return statuses.length === kZoneStatuses.length ? types : `${types}: ${statuses.join(', ')}`;
}

/** The layer with one type or status more, or less; the last one stays. */
export function toggled(layer: ZoneLayer, name: ZoneLook | ZoneStatus, of: keyof ZoneLayer): ZoneLayer {
  const all: readonly string[] = of === 'looks' ? kZoneLooks : kZoneStatuses;
  const now: readonly string[] = layer[of];
  const next = all.filter((other) => now.includes(other) !== (other === name));
  return next.length === 0 ? layer : { ...layer, [of]: next };
}

const kFormations: Record<ZoneInfo['formation'], string> = {
  drop_base_rally: 'Drop, base, rally',
  rally_base_rally: 'Rally, base, rally',
  rally_base_drop: 'Rally, base, drop',
  drop_base_drop: 'Drop, base, drop',
  flip: 'Flip: a broken zone that held from the other side',
};

export function formationText({ formation }: Pick<ZoneInfo, 'formation'>): string {
  return kFormations[formation];
}

const kEnds: Record<ZoneInfo['ended_by'], string> = {
  '': '',
  age: 'of age',
  limit: 'to make room for stronger ones',
  merged: 'merged into a stronger one',
};

/** "expired of age", "tested" */
export function statusText({ status, ended_by }: Pick<ZoneInfo, 'status' | 'ended_by'>): string {
  return `${status} ${status === 'expired' ? kEnds[ended_by] : ''}`.trim();
}

/** "Demand zone 100 to 101, tested, strength 50 %": for a screen reader and for lists. */
export function spokenZone(zone: ZoneInfo, price: (value: number) => string): string {
  const range = `${price(zone.bottom_price)} to ${price(zone.top_price)}`;
  const strength = `strength ${Math.round(zone.strength * 100)} %`;
  return `${kLookNames[lookOf(zone)]} zone ${range}, ${statusText(zone)}, ${strength}`;
}

/** The zones still standing, the nearest to a price first. */
export function nearest(zones: readonly ZoneInfo[], price: number, count: number): ZoneInfo[] {
  return zones
    .filter((zone) => zone.status === 'active' || zone.status === 'tested')
    .sort((a, b) => distanceTo(a, price) - distanceTo(b, price))
    .slice(0, count);
}

/** From a price to the zone's nearer edge; 0 inside it. */
export function distanceTo({ top_price, bottom_price }: ZoneInfo, price: number): number {
  return Math.max(0, price - top_price, bottom_price - price);
}
