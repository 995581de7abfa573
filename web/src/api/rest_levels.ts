import { ask, getJson, segment, type Range } from './http';
import type {
  ChartPatternPage,
  PostedCandles,
  StructurePage,
  TimeframeName,
  ZonePage,
  ZoneStatistics,
} from './types';

export interface ZoneQuery {
  /** Unix ms: zones whose life reaches it */
  start_time?: number;
  /** Unix ms: zones created before it */
  end_time?: number;
  limit?: number;
  /** `next` of the page before. */
  cursor?: string | undefined;
}

/** Supply and demand zones, newest first; `next` leads to older ones. */
export function fetchZones(
  symbol: string,
  timeframe: TimeframeName,
  query: ZoneQuery,
  signal?: AbortSignal,
): Promise<ZonePage> {
  return getJson(`/api/supply-demand-zones/${segment(symbol)}/${timeframe}`, { ...query }, signal);
}

export function fetchZoneStatistics(
  symbol: string,
  timeframe: TimeframeName,
  daysBack: number,
  signal?: AbortSignal,
): Promise<ZoneStatistics> {
  const path = `/api/supply-demand-statistics/${segment(symbol)}/${timeframe}`;
  return getJson(path, { days_back: daysBack }, signal);
}

/** The fewest and the most candles that detectZones() looks at. */
export const kPostedMin = 30;
export const kPostedMax = 10_000;

/** The zones in these candles alone, as of the last one. */
export function detectZones(posted: PostedCandles, signal?: AbortSignal): Promise<ZonePage> {
  return ask('POST', '/api/supply-demand-zones/detect-realtime', {}, signal, posted);
}

/** What candles made known of these kinds of structure, in that order. Ids count within the answer. */
export function fetchStructure(
  symbol: string,
  timeframe: TimeframeName,
  kinds: readonly string[],
  range: Range,
  signal?: AbortSignal,
): Promise<StructurePage> {
  return getJson(
    `/api/structure/${segment(symbol)}/${timeframe}`,
    { kinds: kinds.join(','), ...range },
    signal,
  );
}

/** Chart patterns whose life touches the range, newest first; `cursor` is the `next` of the page before. */
export function fetchChartPatterns(
  symbol: string,
  timeframe: TimeframeName,
  query: Range & { cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<ChartPatternPage> {
  return getJson(`/api/chart-patterns/${segment(symbol)}/${timeframe}`, { ...query }, signal);
}
