import type { VolumePattern } from '../api/types';
import { formatPercent } from './format';

export type VolumeStrength = VolumePattern['strength'];
export const kStrengths: readonly VolumeStrength[] = ['weak', 'medium', 'strong', 'extreme'];

/** Which findings of volume a chart marks: those at least so strong. */
export type VolumeLayer = VolumeStrength;

export function parseVolumeLayer(text: string): VolumeLayer | null {
  return kStrengths.find((strength) => strength === text) ?? null;
}

export function isStrong(pattern: VolumePattern, least: VolumeLayer): boolean {
  return kStrengths.indexOf(pattern.strength) >= kStrengths.indexOf(least);
}

/** What stands over a volume column: told apart by letter, not by color alone. */
const kGlyphs: Record<VolumePattern['type'], string> = {
  spike: 'S',
  divergence: '≠',
  climax: 'C',
  dry_up: 'D',
  accumulation_distribution: 'A',
  breakout: 'B',
  fake_out: 'F',
  exhaustion: 'X',
  obv_divergence: 'O',
  obv_hidden_divergence: 'O',
  ad_divergence: 'M',
  ad_hidden_divergence: 'M',
};

export function glyphOf(pattern: VolumePattern): string {
  return kGlyphs[pattern.type];
}

/** Divergences against swings are lines between these swings: "OBV", "A/D"; null for the others. */
export function lineNameOf(pattern: VolumePattern): string | null {
  if (pattern.type.startsWith('obv_')) return 'OBV';
  return pattern.type.startsWith('ad_') ? 'A/D' : null;
}

export function isHidden(pattern: VolumePattern): boolean {
  return pattern.type.includes('hidden');
}

/** "4.0 × the mean volume, +1.2 % over 5 candles" */
export function volumeText({ volume_ratio, price_change, candles }: VolumePattern): string {
  const ratio = volume_ratio > 0 ? `${volume_ratio.toFixed(1)} × the mean volume, ` : '';
  return `${ratio}${formatPercent(price_change)} over ${candles === 1 ? 'the candle' : `${candles} candles`}`;
}

/** The findings held for a chart, by candle; each kind once a candle. */
export class VolumeTable {
  #byTime = new Map<number, VolumePattern[]>();

  get size(): number {
    return this.#byTime.size;
  }

  merge(patterns: readonly VolumePattern[]): void {
    for (const pattern of patterns) {
      const time = Date.parse(pattern.time);
      const others = (this.#byTime.get(time) ?? []).filter((other) => other.type !== pattern.type);
      others.push(pattern);
      others.sort((a, b) => b.confidence - a.confidence || a.type.localeCompare(b.type));
      this.#byTime.set(time, others);
    }
  }

  replace(patterns: readonly VolumePattern[]): void {
    this.clear();
    this.merge(patterns);
  }

  keep(from: number, to: number): void {
    for (const time of this.#byTime.keys()) if (time < from || time > to) this.#byTime.delete(time);
  }

  clear(): void {
    this.#byTime.clear();
  }

  at(time: number): readonly VolumePattern[] {
    return this.#byTime.get(time) ?? [];
  }

  /** Ascending by time. */
  entries(): [number, readonly VolumePattern[]][] {
    return [...this.#byTime].sort(([a], [b]) => a - b);
  }
}
