import { fetchZones } from '../api/rest_levels';
import type { ZoneInfo, ZoneUpdate } from '../api/types';
import { zoneLayerText, ZoneTable, type ZoneLayer } from '../model/zone_marks';
import type { Connection } from './connection.svelte';
import { LayerFeed, type FeedSource, type Series } from './layer_feed.svelte';

const kPage = 2_000;

const kSource: FeedSource<ZoneLayer, ZoneInfo> = {
  channel: 'zones',
  fetches: 'whole', // a computed zone stands as of the end of what was asked for
  text: zoneLayerText,
  key: () => 'zones', // filters choose among those held: a zone changes its status
  takes: () => true,
  async *pages({ symbol, timeframe }, _layer, span, stop) {
    let cursor: string | undefined;
    do {
      const query = { start_time: span.from, end_time: span.to, limit: kPage, cursor };
      const page = await fetchZones(symbol, timeframe, query, stop);
      yield page.zones.toReversed(); // the server has the newest first
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  },
  read: ({ type, data }) =>
    type === 'snapshot' || type.startsWith('sd_zone_') ? (data as ZoneUpdate).zones : null,
};

/** The supply and demand zones of one chart. */
export class ZoneFeed extends LayerFeed<ZoneLayer, ZoneInfo, ZoneTable> {
  constructor(series: Series, signal: AbortSignal, connection: Connection, onChange: () => void) {
    super(kSource, new ZoneTable(), series, signal, connection, onChange);
  }
}
