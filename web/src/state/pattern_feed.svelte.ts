import { fetchPatterns, fetchPatternStatistics } from '../api/rest';
import type { CandlestickPattern, PatternFrequency, PatternPage } from '../api/types';
import { layerText, PatternTable, takes, type PatternLayer } from '../model/pattern_marks';
import type { Connection } from './connection.svelte';
import { FormingShown } from './forming_patterns.svelte';
import { LayerFeed, type FeedSource, type Series } from './layer_feed.svelte';

const kPage = 5_000;

/** How often each pattern occurs in this series, and out of how many candles that was counted. */
export interface Frequencies {
  candles: number;
  byName: ReadonlyMap<string, PatternFrequency>;
}

const kSource: FeedSource<PatternLayer, CandlestickPattern> = {
  channel: 'patterns',
  fetches: 'missing',
  text: layerText,
  key: layerText,
  takes,
  async *pages({ symbol, timeframe }, layer, span, stop) {
    const filter = { min_confidence: layer.minConfidence, names: layer.names.join(',') || undefined };
    let cursor: string | undefined;
    do {
      const query = { ...span, ...filter, limit: kPage, cursor };
      const page = await fetchPatterns(symbol, timeframe, query, stop);
      yield page.patterns;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  },
  read: ({ type, data }) =>
    type === 'snapshot' || type === 'pattern_update' ? (data as PatternPage).patterns : null,
};

/** The candlestick patterns of one chart, and how ordinary they are there. */
export class PatternFeed extends LayerFeed<PatternLayer, CandlestickPattern, PatternTable> {
  frequencies = $state.raw<Frequencies | null>(null);
  readonly forming: FormingShown;

  constructor(series: Series, signal: AbortSignal, connection: Connection, onChange: () => void) {
    super(kSource, new PatternTable(), series, signal, connection, onChange);
    this.forming = new FormingShown(series, signal, connection, onChange);
  }

  override setLayer(layer: PatternLayer | null): void {
    super.setLayer(layer);
    this.forming.setLayer(layer);
    if (layer !== null && this.frequencies === null) void this.#count();
  }

  async #count(): Promise<void> {
    try {
      const { symbol, timeframe } = this.series;
      const answer = await fetchPatternStatistics(symbol, timeframe, this.signal);
      const counted = answer.timeframes[0];
      if (this.signal.aborted || counted === undefined) return;
      const byName = new Map(counted.patterns.map((row) => [row.name, row]));
      this.frequencies = { candles: counted.candles, byName };
    } catch {
      // The card then leaves the line out.
    }
  }
}
