import type { Envelope, FormingPatterns } from '../api/types';
import { shortName, shortTitle, type FormingPattern, type PatternLayer } from '../model/pattern_marks';
import type { Connection } from './connection.svelte';
import type { Series } from './layer_feed.svelte';

/** Of what a candle shows, what a layer marks: its confidence is known only when it closes. */
export function formingOf(layer: PatternLayer, said: FormingPatterns): readonly FormingPattern[] {
  return said.patterns.filter(
    ({ name }) => layer.names.length === 0 || layer.names.includes(shortName(name)),
  );
}

const kArrow = { bullish: '▲', bearish: '▼', neutral: '◆' };

/** "▲ Engulfing, ◆ Doji" */
export function formingText(patterns: readonly FormingPattern[]): string {
  return patterns.map(({ title, direction }) => `${kArrow[direction]} ${shortTitle(title)}`).join(', ');
}

/** What the forming candle of one chart shows at the moment: provisional, replaced by each word on it. */
export class FormingShown {
  patterns = $state.raw<readonly FormingPattern[]>([]);
  /** Open time of the candle they are of, Unix ms; null: none */
  time: number | null = null;
  readonly #channel: string;
  readonly #connection: Connection;
  #layer: PatternLayer | null = null;
  readonly #onChange: () => void;
  #unlisten = () => {};

  /** Ends with `signal`. `onChange`: the candle shows something else than before. */
  constructor(
    { symbol, timeframe }: Series,
    signal: AbortSignal,
    connection: Connection,
    onChange: () => void = () => {},
  ) {
    this.#channel = `patterns:${symbol}:${timeframe}`;
    this.#connection = connection;
    this.#onChange = onChange;
    signal.addEventListener('abort', () => this.setLayer(null));
  }

  /** What is wanted; null ends it. */
  setLayer(layer: PatternLayer | null): void {
    const wasOn = this.#layer !== null;
    this.#layer = layer;
    this.patterns = [];
    if (layer === null) {
      this.#unlisten();
      this.#unlisten = () => {};
    } else if (!wasOn) {
      this.#unlisten = this.#connection.listen(this.#channel, (envelope) => this.#received(envelope));
    }
  }

  #received({ type, data }: Envelope): void {
    if (this.#layer === null) return;
    // A snapshot begins anew: what was said before it may have been taken back meanwhile.
    if (type === 'snapshot') this.patterns = [];
    if (type === 'pattern_forming') {
      const said = data as FormingPatterns;
      this.patterns = formingOf(this.#layer, said);
      this.time = said.time === null ? null : Date.parse(said.time);
    }
    if (type === 'snapshot' || type === 'pattern_forming') this.#onChange();
  }
}
