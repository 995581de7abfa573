import { fetchChartPatterns } from '../api/rest_levels';
import type { ChartPattern, ChartPatternUpdate } from '../api/types';
import { chartPatternText, ChartPatternTable, type ChartPatternLayer } from '../model/chart_pattern_marks';
import { lengthOf } from '../model/timeframe';
import type { Connection } from './connection.svelte';
import { LayerFeed, type FeedSource, type Series } from './layer_feed.svelte';

const kPage = 1_000;

const kSource: FeedSource<ChartPatternLayer, ChartPattern> = {
  channel: 'chart-patterns',
  fetches: 'whole', // a computed pattern stands as of the end of what was asked for
  text: chartPatternText,
  key: () => 'all', // states are chosen among those held: a pattern changes its own
  takes: () => true,
  async *pages({ symbol, timeframe }, _layer, span, stop) {
    let cursor: string | undefined;
    do {
      const query = { ...span, limit: kPage, cursor };
      const page = await fetchChartPatterns(symbol, timeframe, query, stop);
      yield page.chart_patterns;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  },
  read: ({ data }) => ('chart_patterns' in data ? (data as ChartPatternUpdate).chart_patterns : null),
};

/** The chart patterns of one chart. */
export class ChartPatternFeed extends LayerFeed<ChartPatternLayer, ChartPattern, ChartPatternTable> {
  constructor(series: Series, signal: AbortSignal, connection: Connection, onChange: () => void) {
    super(kSource, new ChartPatternTable(lengthOf(series.timeframe)), series, signal, connection, onChange);
  }
}
