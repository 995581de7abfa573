import type {
  Candle,
  CandlestickPattern,
  FormingPatterns,
  PatternDirection,
  PatternInfo,
} from '../api/types';

/** Which candlestick patterns a chart marks. */
export interface PatternLayer {
  /** 0 … 100 */
  minConfidence: number;
  /** Of the catalogue, without "CDL", ascending; empty = all. */
  names: string[];
}

export const kDefaultLayer: PatternLayer = { minConfidence: 40, names: [] };

/** As it stands in an address: "40" or "40:DOJI,HAMMER". */
export function layerText({ minConfidence, names }: PatternLayer): string {
  return names.length === 0 ? String(minConfidence) : `${minConfidence}:${names.join(',')}`;
}

/** "Patterns ≥ 40": how a legend calls it. */
export function layerName({ minConfidence, names }: PatternLayer): string {
  const what = names.length === 0 ? 'Patterns' : names.length === 1 ? names[0] : `${names.length} patterns`;
  return `${what} ≥ ${minConfidence}`;
}

/** null where the text is none. Names are taken as they are; the server's catalogue decides which there are. */
export function parseLayer(text: string): PatternLayer | null {
  const [confidence = '', list = ''] = text.split(':', 2);
  if (!/^\d{1,3}$/.test(confidence) || Number(confidence) > 100) return null;
  const names = list
    .split(',')
    .map((name) => shortName(name.trim().toUpperCase()))
    .filter((name) => /^[A-Z0-9]{2,24}$/.test(name));
  return { minConfidence: Number(confidence), names: [...new Set(names)].sort() };
}

/** "CDLHAMMER" -> "HAMMER" */
export function shortName(name: string): string {
  return name.replace(/^CDL/, '');
}

export function takes(layer: PatternLayer, pattern: CandlestickPattern): boolean {
  const wanted = layer.names.length === 0 || layer.names.includes(shortName(pattern.name));
  return wanted && pattern.confidence >= layer.minConfidence;
}

/** The names to ask the server for: those of the layer that its catalogue has. */
export function knownNames(layer: PatternLayer, catalogue: readonly PatternInfo[]): string[] {
  const known = new Set(catalogue.map((info) => shortName(info.name)));
  return layer.names.filter((name) => known.has(name));
}

/** The patterns of one candle, the surest first. */
export interface CandleMark {
  /** open time, Unix ms */
  time: number;
  direction: PatternDirection;
  patterns: readonly CandlestickPattern[];
}

/** Which way a candle's patterns point: as the surest of those that point at all. */
export function directionOf(patterns: readonly { direction: PatternDirection }[]): PatternDirection {
  return patterns.find((pattern) => pattern.direction !== 'neutral')?.direction ?? 'neutral';
}

/** A pattern that the forming candle would complete if it closed now. */
export type FormingPattern = FormingPatterns['patterns'][number];

/** What stands at the candle that still forms; null when nothing was said of this one. */
export interface FormingMark {
  time: number;
  high: number;
  low: number;
  direction: PatternDirection;
  text: string;
}

export function formingMark(
  said: { time: number | null; patterns: readonly FormingPattern[] },
  candle: Candle | null,
): FormingMark | null {
  const first = said.patterns[0];
  if (first === undefined || candle === null || candle[0] !== said.time) return null;
  const others = said.patterns.length === 1 ? '' : ` +${said.patterns.length - 1}`;
  const [time, , high, low] = candle;
  return {
    time,
    high,
    low,
    direction: directionOf(said.patterns),
    text: `${shortTitle(first.title)}${others}?`,
  };
}

/** The patterns held for a chart, by candle. */
export class PatternTable {
  #byTime = new Map<number, CandlestickPattern[]>();
  #marks: CandleMark[] | null = null;

  get size(): number {
    return this.#byTime.size;
  }

  /** A pattern already held is replaced: what was said live goes before what was computed. */
  merge(patterns: readonly CandlestickPattern[]): void {
    for (const pattern of patterns) {
      const time = Date.parse(pattern.time);
      const list = this.#byTime.get(time) ?? [];
      const others = list.filter((other) => other.name !== pattern.name);
      others.push(pattern);
      others.sort((a, b) => b.confidence - a.confidence || a.name.localeCompare(b.name));
      this.#byTime.set(time, others);
    }
    if (patterns.length > 0) this.#marks = null;
  }

  replace(patterns: readonly CandlestickPattern[]): void {
    this.clear();
    this.merge(patterns);
  }

  /** Forgets what lies outside [from, to]. */
  keep(from: number, to: number): void {
    for (const time of this.#byTime.keys()) {
      if (time >= from && time <= to) continue;
      this.#byTime.delete(time);
      this.#marks = null;
    }
  }

  clear(): void {
    this.#byTime.clear();
    this.#marks = null;
  }

  at(time: number): readonly CandlestickPattern[] {
    return this.#byTime.get(time) ?? [];
  }

  /** Ascending by time. */
  get marks(): readonly CandleMark[] {
    this.#marks ??= [...this.#byTime]
      .map(([time, patterns]) => ({ time, direction: directionOf(patterns), patterns }))
      .sort((a, b) => a.time - b.time);
    return this.#marks;
  }

  /** The nearest candle with patterns before (-1) or after (1) a time; null when there is none. */
  step(time: number, by: -1 | 1): number | null {
    const marks = this.marks;
    if (by > 0) return marks.find((mark) => mark.time > time)?.time ?? null;
    return marks.findLast((mark) => mark.time < time)?.time ?? null;
  }
}

export const kArrows: Record<PatternDirection, string> = { bullish: '▲', bearish: '▼', neutral: '◆' };

/** "very_low" -> "very low" */
export function labelText(label: CandlestickPattern['label']): string {
  return label.replace('_', ' ');
}

/** "(40 base + 15 volume + 15 timeframes) × 0.8 = 56": what a confidence is made of; parts of nothing are left out. */
export function partsText({ parts, confidence }: CandlestickPattern): string {
  const named = [
    [parts.base, 'base'],
    [parts.volume, 'volume'],
    [parts.price, 'follow-through'],
    [parts.timeframes, 'timeframes'],
  ] as const;
  const sum = named.filter(([value]) => value > 0).map(([value, name]) => `${round(value)} ${name}`);
  const total = `${round(confidence)}`;
  const left = sum.length > 1 ? `(${sum.join(' + ')})` : sum.join('');
  return `${left} × ${parts.multiplier} = ${total}`;
}

/** "Hammer, bullish, confidence 44, low": what a screen reader gets beside the candle. */
export function spokenPatterns(patterns: readonly CandlestickPattern[]): string {
  return patterns
    .map(({ title, direction, confidence, label }) =>
      [title, direction, `confidence ${round(confidence)}`, labelText(label)].join(', '),
    )
    .join('; ');
}

/** "Engulfing Pattern" -> "Engulfing": short enough to stand beside a mark. */
export function shortTitle(title: string): string {
  return title.replace(/ Pattern$/, '');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
