import { getJson, segment } from './http';
import type { ConfluencePage, DecisionTrace, SignalList, TimeframeName } from './types';

/** The newest `limit` signals of all instruments, and what became of all that ended. */
export function fetchSignals(limit: number, signal?: AbortSignal): Promise<SignalList> {
  return getJson('/api/signals', { limit }, signal);
}

/** Why a decision was taken: the trace of a signal, or of "SYMBOL@latest". */
export function fetchTrace(id: string, signal?: AbortSignal): Promise<DecisionTrace> {
  return getJson(`/decision-traces/${segment(id)}`, {}, signal);
}

/** Where reasons agree on the price: of the newest candle, or of the last one that opened before `to`. */
export function fetchConfluence(
  symbol: string,
  timeframe: TimeframeName,
  to: number | undefined,
  signal?: AbortSignal,
): Promise<ConfluencePage> {
  return getJson(`/api/confluence/${segment(symbol)}/${timeframe}`, { to }, signal);
}
