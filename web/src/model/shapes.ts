/** What findings look like on the chart, without a word on pixels: times are Unix ms, prices in the quote currency. */

/** A color of the palette by its name, or a color that is the same in every theme. */
export type Ink = 'text' | 'muted' | 'up' | 'down' | 'accent' | `#${string}`;
export type Dash = 'solid' | 'dashed' | 'dotted';

interface Drawn {
  /** What it is part of, for pointing at it. */
  id: string;
  /** Of fill and stroke, 0 … 1; text is always whole. */
  opacity: number;
  /** Stroke of the border or line in pixels; 0 = none. */
  width: number;
  ink: Ink;
  dash: Dash;
  /** "" = none. */
  label: string;
}

/** A rectangle between two prices. */
export interface Box extends Drawn {
  kind: 'box';
  from: number;
  /** null = it reaches to the right edge. */
  to: number | null;
  top: number;
  bottom: number;
  fill: Ink;
  /** Of the fill, where it is not that of the border. */
  fillOpacity?: number;
}

/** A straight line. */
export interface Line extends Drawn {
  kind: 'line';
  from: number;
  fromPrice: number;
  /** null = it reaches to the right edge, level. */
  to: number | null;
  toPrice: number;
  labelAt: 'start' | 'middle' | 'end';
  labelSide: 'above' | 'below';
}

/** A few letters at a candle. */
export interface Note extends Drawn {
  kind: 'note';
  time: number;
  price: number;
  side: 'above' | 'below';
}

export type Shape = Box | Line | Note;
