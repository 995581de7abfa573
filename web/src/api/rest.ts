import type {
  AvailableList,
  CandlePage,
  GapInfo,
  IndicatorInfo,
  IndicatorPage,
  Latency,
  LatencyStage,
  PatternAgreement,
  PatternInfo,
  PatternPage,
  PatternStatistics,
  QualityReply,
  Quarantine,
  ServiceInfo,
  Services,
  Status,
  SymbolList,
  System,
  TimeframeName,
  VolumeAftermath,
  VolumePatterns,
} from './types';
import { ask, getJson, segment, type Range } from './http';

export { ApiError, reasonOf, type Range } from './http';

export function fetchSymbols(signal?: AbortSignal): Promise<SymbolList> {
  return getJson('/api/symbols', {}, signal);
}

/** Symbols the venues list, subscribed or not, whose names contain `search`. */
export function fetchAvailable(search: string, limit: number, signal?: AbortSignal): Promise<AvailableList> {
  return getJson('/api/symbols/available', { search, limit }, signal);
}

/** Asks for live data of an instrument ("BTCUSDT" or "binance:BTCUSDT"), or asks for no more of it. */
export function setSubscription(address: string, wanted: 'subscribe' | 'unsubscribe'): Promise<unknown> {
  const method = wanted === 'subscribe' ? 'POST' : 'DELETE';
  return ask(method, `/api/symbols/${segment(address)}/subscription`, {});
}

/** Without `from` the newest `limit` closed candles before `to`, with it the oldest ones from there. */
export function fetchCandles(
  symbol: string,
  timeframe: TimeframeName,
  range: Range,
  signal?: AbortSignal,
): Promise<CandlePage> {
  return getJson(`/api/data/${segment(symbol)}/${timeframe}`, { ...range }, signal);
}

export async function fetchCatalogue(signal?: AbortSignal): Promise<IndicatorInfo[]> {
  return (await getJson<{ indicators: IndicatorInfo[] }>('/api/indicators', {}, signal)).indicators;
}

export function fetchIndicators(
  symbol: string,
  timeframe: TimeframeName,
  names: readonly string[],
  range: Range,
  signal?: AbortSignal,
): Promise<IndicatorPage> {
  const query = { names: names.join(';'), ...range };
  return getJson(`/api/indicators/${segment(symbol)}/${timeframe}`, query, signal);
}

export async function fetchPatternCatalogue(signal?: AbortSignal): Promise<PatternInfo[]> {
  return (await getJson<{ patterns: PatternInfo[] }>('/api/patterns', {}, signal)).patterns;
}

export interface PatternQuery extends Range {
  /** `next` of the page before. */
  cursor?: string | undefined;
  min_confidence?: number;
  /** separated by commas; undefined = all */
  names?: string | undefined;
}

/** With `from` the oldest `limit` patterns from there; `next` leads to the others. */
export function fetchPatterns(
  symbol: string,
  timeframe: TimeframeName,
  query: PatternQuery,
  signal?: AbortSignal,
): Promise<PatternPage> {
  return getJson(`/api/patterns/${segment(symbol)}/${timeframe}`, { ...query }, signal);
}

export function fetchPatternStatistics(
  symbol: string,
  timeframe: TimeframeName,
  signal?: AbortSignal,
): Promise<PatternStatistics> {
  return getJson('/api/patterns/statistics', { symbol, timeframe }, signal);
}

/** `cursor` is the `next` of the page before. */
export function fetchVolumePatterns(
  symbol: string,
  timeframe: TimeframeName,
  query: Range & { cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<VolumePatterns> {
  return getJson(`/api/volume/patterns/${segment(symbol)}`, { timeframe, ...query }, signal);
}

/** How price moved after each kind of finding in the volume of one series. */
export function fetchVolumeAftermath(
  symbol: string,
  timeframe: TimeframeName,
  signal?: AbortSignal,
): Promise<VolumeAftermath> {
  return getJson(`/api/volume/aftermath/${segment(symbol)}`, { timeframe }, signal);
}

/** Whether the timeframes of an instrument point the same way, by their newest closed candles. */
export function fetchAgreement(symbol: string, signal?: AbortSignal): Promise<PatternAgreement> {
  return getJson('/api/patterns/agreement', { symbol }, signal);
}

export async function fetchGaps(
  symbol: string,
  timeframe: TimeframeName,
  signal?: AbortSignal,
): Promise<GapInfo[]> {
  return (await getJson<{ gaps: GapInfo[] }>(`/api/gaps/${segment(symbol)}`, { timeframe }, signal)).gaps;
}

export function fetchQuality(
  symbol: string,
  timeframe: TimeframeName,
  signal?: AbortSignal,
): Promise<QualityReply> {
  return getJson(`/api/quality/${segment(symbol)}/${timeframe}`, {}, signal);
}

/** Holes of all timeframes of one instrument. */
export async function fetchLedger(address: string, signal?: AbortSignal): Promise<GapInfo[]> {
  return (await getJson<{ gaps: GapInfo[] }>(`/api/gaps/${segment(address)}`, {}, signal)).gaps;
}

export function fetchStatus(signal?: AbortSignal): Promise<Status> {
  return getJson('/api/status', {}, signal);
}

export function fetchSystem(signal?: AbortSignal): Promise<System> {
  return getJson('/api/system', {}, signal);
}

export async function fetchLatency(signal?: AbortSignal): Promise<LatencyStage[]> {
  return (await getJson<Latency>('/api/latency', {}, signal)).stages;
}

export async function fetchServices(signal?: AbortSignal): Promise<ServiceInfo[]> {
  return (await getJson<Services>('/services/status', {}, signal)).services;
}

/** `cursor` is the `next` of the page before. */
export function fetchQuarantine(cursor: number | null, signal?: AbortSignal): Promise<Quarantine> {
  return getJson('/api/quarantine', { cursor: cursor ?? undefined, limit: 100 }, signal);
}
