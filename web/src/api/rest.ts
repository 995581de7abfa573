import type {
  AvailableList,
  CandlePage,
  GapInfo,
  IndicatorInfo,
  IndicatorPage,
  Latency,
  LatencyStage,
  PatternInfo,
  PatternPage,
  PatternStatistics,
  Problem,
  QualityReply,
  Quarantine,
  ServiceInfo,
  Services,
  Status,
  SymbolList,
  System,
  TimeframeName,
  VolumePatterns,
} from './types';

/** A request that brought no answer one can use. `status` 0: the server was not reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

export interface Range {
  /** Unix ms, inclusive */
  from?: number;
  /** Unix ms, exclusive */
  to?: number;
  limit?: number;
}

const kTimeoutMs = 15_000;

type Query = Record<string, string | number | undefined>;

function getJson<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', path, query, signal);
}

async function ask<T>(method: string, path: string, query: Query, signal?: AbortSignal): Promise<T> {
  const values = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  const timeout = AbortSignal.timeout(kTimeoutMs);
  let response: Response;
  try {
    response = await fetch(text === '' ? path : `${path}?${text}`, {
      method,
      headers: { accept: 'application/json' },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ApiError(0, 'unreachable', timeout.aborted ? 'No answer in time' : 'No connection');
  }
  if (!response.ok) throw await problemOf(response);
  try {
    return (await response.json()) as T;
  } catch {
    signal?.throwIfAborted();
    throw new ApiError(response.status, 'bad_body', 'The answer was not JSON');
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const fallback = `${response.status} ${response.statusText}`.trim();
  try {
    const problem = (await response.json()) as Partial<Problem>;
    const detail = problem.detail ?? problem.title ?? fallback;
    return new ApiError(response.status, problem.code ?? 'error', detail);
  } catch {
    return new ApiError(response.status, 'error', fallback);
  }
}

const segment = encodeURIComponent;

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

export function fetchVolumePatterns(
  symbol: string,
  timeframe: TimeframeName,
  range: Range,
  signal?: AbortSignal,
): Promise<VolumePatterns> {
  return getJson(`/api/volume/patterns/${segment(symbol)}`, { timeframe, ...range }, signal);
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
