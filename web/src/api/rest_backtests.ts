import type { BacktestResult, SearchResult } from './backtest_result';
import { ask, getJson, segment } from './http';
import type { Backtest, BacktestList, BacktestRequest, StrategyCatalogue, StrategyInfo } from './types';

/** What may be run, by id. */
export async function fetchStrategies(signal?: AbortSignal): Promise<StrategyInfo[]> {
  return (await getJson<StrategyCatalogue>('/api/strategies', {}, signal)).strategies;
}

/** Newest first, without their results. */
export async function fetchBacktests(signal?: AbortSignal): Promise<Backtest[]> {
  return (await getJson<BacktestList>('/api/backtests', {}, signal)).backtests;
}

export function addBacktest(request: BacktestRequest): Promise<Backtest> {
  return ask('POST', '/api/backtests', {}, undefined, request);
}

/** Ends one that waits or runs; removes one that is over. */
export function endBacktest(id: string): Promise<Backtest> {
  return ask('DELETE', `/api/backtests/${segment(id)}`, {});
}

export function fetchResult(id: string, signal?: AbortSignal): Promise<BacktestResult | SearchResult> {
  return getJson(`/api/backtests/${segment(id)}/result`, {}, signal);
}
