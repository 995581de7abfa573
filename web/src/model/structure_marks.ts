import type { StructureEvent } from '../api/types';

type Kind = StructureEvent['kind'];

interface LayerInfo {
  title: string;
  /** What it shows, and what tells its parts apart besides color. */
  definition: string;
  kinds: readonly Kind[];
}

/** Layers of market structure, in the order in which they are listed and drawn. */
export const kStructureInfo = {
  sessions: {
    title: 'Sessions',
    definition: 'High and low of Asia, London and New York.',
    kinds: ['session'],
  },
  periods: {
    title: 'Previous day, week, month',
    definition:
      'High and low of the last whole one: PDH, PDL, PWH, PWL, PMH, PML. Dotted once traded through.',
    kinds: ['previous_high_low'],
  },
  range: {
    title: 'Premium and discount',
    definition:
      'The leg in progress in halves: premium above its middle, discount below, and the middle 5 % between.',
    kinds: ['premium_discount', 'swing'],
  },
  levels: {
    title: 'Support and resistance',
    definition: 'S or R with the number of touches; dashed from the close that broke it.',
    kinds: ['support_resistance'],
  },
  gaps: {
    title: 'Fair value gaps',
    definition: 'FVG, up or down; ends and pales where price came back to it.',
    kinds: ['fair_value_gap'],
  },
  blocks: {
    title: 'Order blocks',
    definition: 'OB with a border; dashed where it was traded through.',
    kinds: ['order_block'],
  },
  liquidity: {
    title: 'Liquidity',
    definition: 'Equal highs (EQH) or lows (EQL); × where they were swept.',
    kinds: ['liquidity_pool'],
  },
  fibonacci: {
    title: 'Fibonacci',
    definition:
      'Levels of the newest leg that stands, back from its end and on from its start; solid once price was there.',
    kinds: ['fibonacci'],
  },
  abc: {
    title: 'ABC patterns',
    definition: 'From A over B to C, and the target of the measured move.',
    kinds: ['abc_pattern', 'swing'],
  },
  breaks: {
    title: 'Breaks: BOS and CHoCH',
    definition:
      'From the swing to the candle that closed beyond it; CHoCH, against the move before, is dashed.',
    kinds: ['break_of_structure', 'change_of_character'],
  },
  swings: {
    title: 'Swings and trend',
    definition: 'Turning points as HH, HL, LH, LL; the last leg is dashed while it may move on.',
    kinds: ['swing', 'trend'],
  },
  fractals: {
    title: 'Fractals',
    definition: 'Candles above or below their neighbors: ▾ over highs, ▴ under lows.',
    kinds: ['fractal'],
  },
} as const satisfies Record<string, LayerInfo>;

export type StructureName = keyof typeof kStructureInfo;
export const kStructureNames = Object.keys(kStructureInfo) as StructureName[];

/** Which layers of structure a chart shows: at least one, in the order of kStructureNames. */
export type StructureLayer = readonly StructureName[];

/** "swings,breaks", as it stands in an address. */
export function structureText(layer: StructureLayer): string {
  return layer.join(',');
}

/** null for nothing known. */
export function parseStructure(text: string): StructureLayer | null {
  const wanted = text.split(',');
  const layer = kStructureNames.filter((name) => wanted.includes(name));
  return layer.length === 0 ? null : layer;
}

/** With one layer more or less; null when none is left. */
export function toggledStructure(layer: StructureLayer | null, name: StructureName): StructureLayer | null {
  const now = layer ?? [];
  const next = kStructureNames.filter((other) => now.includes(other) !== (other === name));
  return next.length === 0 ? null : next;
}

/** The kinds of events to ask for. */
export function kindsOf(layer: StructureLayer): Kind[] {
  return [...new Set(layer.flatMap((name): Kind[] => [...kStructureInfo[name].kinds]))];
}

/** "Fair value gaps, Order blocks" or "5 layers of structure" */
export function structureName(layer: StructureLayer): string {
  if (layer.length > 2) return `Structure: ${layer.length} layers`;
  return layer.map((name) => kStructureInfo[name].title).join(', ');
}

/** One thing found, with what is known of it by now. */
export interface Finding {
  kind: Kind;
  id: number;
  /** The last event that said where it lies. */
  place: StructureEvent;
  /** What ended it: mitigated, broken, completed, invalidated or expired, the first of these; null = it stands. */
  end: StructureEvent | null;
  /** Everything said of it, in order. */
  events: StructureEvent[];
}

const kPlacing: readonly StructureEvent['state'][] = ['formed', 'extended', 'confirmed'];

/** Events joined by what they are about; findings in the order in which they were first heard of. */
export function findingsOf(events: readonly StructureEvent[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const event of events) {
    const key = `${event.kind} ${event.id}`;
    let finding = found.get(key);
    if (finding === undefined) {
      finding = { kind: event.kind, id: event.id, place: event, end: null, events: [] };
      found.set(key, finding);
    }
    finding.events.push(event);
    if (kPlacing.includes(event.state)) finding.place = event;
    else if (event.state !== 'tested') finding.end ??= event;
  }
  return [...found.values()];
}

/** The newest trend said; null = none said. */
export function trendOf(events: readonly StructureEvent[]): 'up' | 'down' | 'none' | null {
  const last = events.findLast((event) => event.kind === 'trend');
  if (last === undefined) return null;
  return last.side === 'neutral' ? 'none' : last.side === 'bullish' ? 'up' : 'down';
}
