import { fetchStructure } from '../api/rest_levels';
import type { StructureEvent, StructureUpdate } from '../api/types';
import { kindsOf, structureText, type StructureLayer } from '../model/structure_marks';
import { StructureTable } from '../model/structure_table';
import type { Connection } from './connection.svelte';
import { LayerFeed, type FeedSource, type Series } from './layer_feed.svelte';

const kLimit = 20_000;

const kSource: FeedSource<StructureLayer, StructureEvent> = {
  channel: 'structure',
  fetches: 'whole',
  text: structureText,
  key: structureText,
  takes: (layer, event) => kindsOf(layer).includes(event.kind),
  async *pages({ symbol, timeframe }, layer, span, stop) {
    yield (await fetchStructure(symbol, timeframe, kindsOf(layer), { ...span, limit: kLimit }, stop)).events;
  },
  read: ({ type, data }) =>
    type === 'snapshot' || type === 'structure_update' || /^(fractal|swing|fibonacci)_update$/.test(type)
      ? (data as StructureUpdate).events
      : null,
};

/** The market structure of one chart. */
export class StructureFeed extends LayerFeed<StructureLayer, StructureEvent, StructureTable> {
  constructor(series: Series, signal: AbortSignal, connection: Connection, onChange: () => void) {
    super(kSource, new StructureTable(), series, signal, connection, onChange);
  }
}
