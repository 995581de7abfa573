import { fetchVolumePatterns } from '../api/rest';
import type { VolumePattern, VolumeUpdate } from '../api/types';
import { isStrong, VolumeTable, type VolumeLayer } from '../model/volume_marks';
import type { Connection } from './connection.svelte';
import { LayerFeed, type FeedSource, type Series } from './layer_feed.svelte';

const kLimit = 20_000;

const kSource: FeedSource<VolumeLayer, VolumePattern> = {
  channel: 'volume',
  fetches: 'missing',
  live: 'merge',
  text: (layer) => layer,
  key: (layer) => layer,
  takes: (layer, pattern) => isStrong(pattern, layer),
  async *pages({ symbol, timeframe }, _layer, span, stop) {
    yield (await fetchVolumePatterns(symbol, timeframe, { ...span, limit: kLimit }, stop)).patterns;
  },
  read: ({ type, data }) =>
    type === 'snapshot' || type === 'volume_pattern' ? (data as VolumeUpdate).patterns : null,
};

/** What the volume of one chart shows. */
export class VolumeFeed extends LayerFeed<VolumeLayer, VolumePattern, VolumeTable> {
  constructor(series: Series, signal: AbortSignal, connection: Connection, onChange: () => void) {
    super(kSource, new VolumeTable(), series, signal, connection, onChange);
  }
}
