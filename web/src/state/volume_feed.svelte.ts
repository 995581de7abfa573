import { fetchVolumeAftermath, fetchVolumePatterns } from '../api/rest';
import type { VolumePattern, VolumeUpdate } from '../api/types';
import type { Aftermaths } from '../model/aftermath';
import { isStrong, VolumeTable, type VolumeLayer } from '../model/volume_marks';
import type { Connection } from './connection.svelte';
import { LayerFeed, type FeedSource, type Series } from './layer_feed.svelte';

const kPage = 5_000;

const kSource: FeedSource<VolumeLayer, VolumePattern> = {
  channel: 'volume',
  fetches: 'missing',
  text: (layer) => layer,
  key: (layer) => layer,
  takes: (layer, pattern) => isStrong(pattern, layer),
  async *pages({ symbol, timeframe }, _layer, span, stop) {
    let cursor: string | undefined;
    do {
      const page = await fetchVolumePatterns(symbol, timeframe, { ...span, limit: kPage, cursor }, stop);
      yield page.patterns;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  },
  read: ({ type, data }) =>
    type === 'snapshot' || type === 'volume_pattern' ? (data as VolumeUpdate).patterns : null,
};

/** What the volume of one chart shows, and what followed such findings there. */
export class VolumeFeed extends LayerFeed<VolumeLayer, VolumePattern, VolumeTable> {
  /** By type of finding; null before it is known. */
  aftermath = $state.raw<ReadonlyMap<string, Aftermaths> | null>(null);

  constructor(series: Series, signal: AbortSignal, connection: Connection, onChange: () => void) {
    super(kSource, new VolumeTable(), series, signal, connection, onChange);
  }

  override setLayer(layer: VolumeLayer | null): void {
    super.setLayer(layer);
    if (layer !== null && this.aftermath === null) void this.#measure();
  }

  async #measure(): Promise<void> {
    try {
      const { symbol, timeframe } = this.series;
      const answer = await fetchVolumeAftermath(symbol, timeframe, this.signal);
      if (this.signal.aborted) return;
      const rows = answer.timeframes[0]?.patterns ?? [];
      const ofType = (wanted: string) => rows.filter(({ type }) => type === wanted);
      this.aftermath = new Map(rows.map(({ type }) => [type, ofType(type)]));
    } catch {
      // The card then leaves the line out.
    }
  }
}
