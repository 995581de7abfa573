import type { BacktestResult, SearchResult } from '../api/backtest_result';
import { reasonOf } from '../api/rest';
import {
  addBacktest,
  endBacktest,
  fetchBacktests,
  fetchResult,
  fetchStrategies,
} from '../api/rest_backtests';
import type { Backtest, BacktestRequest, StrategyInfo } from '../api/types';
import { isOver } from '../model/backtest_view';
import { ask } from './ask';
import type { Report } from './machine.svelte';

const kEveryMs = 15_000;
const kWhileRunningMs = 500;

type Results = Readonly<Record<string, Report<BacktestResult | SearchResult>>>;

/** Backtests and the results of those that are looked at: asked for, oftener while one runs. */
export class BacktestRuns {
  jobs = $state.raw<Report<Backtest[]>>({ value: null, error: null });
  /** What may be run: does not change while the server runs. */
  strategies = $state.raw<Report<StrategyInfo[]>>({ value: null, error: null });
  results = $state.raw<Results>({});
  #wanted: readonly string[] = [];
  #asked = new Set<string>();
  #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): () => void {
    void this.#poll();
    return () => {
      clearTimeout(this.#timer);
      this.#stop.abort();
    };
  }

  find(id: string): Backtest | null {
    return this.jobs.value?.find((job) => job.id === id) ?? null;
  }

  /** The results of these are wanted; those of others are forgotten. */
  want(ids: readonly string[]): void {
    this.#wanted = ids;
    this.results = Object.fromEntries(Object.entries(this.results).filter(([id]) => ids.includes(id)));
    this.#asked = new Set([...this.#asked].filter((id) => ids.includes(id)));
    this.#askResults();
  }

  /** Throws ApiError. */
  async run(request: BacktestRequest): Promise<Backtest> {
    const job = await addBacktest(request);
    this.jobs = { value: [job, ...(this.jobs.value ?? [])], error: null };
    this.#pollSoon(kWhileRunningMs);
    return job;
  }

  /** Ends one that waits or runs, removes one that is over. Throws ApiError. */
  async end(id: string): Promise<void> {
    await endBacktest(id);
    await this.#poll();
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    const { signal } = this.#stop;
    if (this.strategies.value === null) void this.#askStrategies();
    try {
      this.jobs = { value: await fetchBacktests(signal), error: null };
      this.#askResults();
    } catch (error) {
      if (signal.aborted) return;
      this.jobs = { ...this.jobs, error: reasonOf(error) };
    }
    this.#pollSoon(this.jobs.value?.every(isOver) === false ? kWhileRunningMs : kEveryMs);
  }

  #askStrategies(): Promise<void> {
    const { signal } = this.#stop;
    return ask(
      signal,
      () => fetchStrategies(signal),
      (value) => (this.strategies = { value, error: null }),
      (error) => (this.strategies = { value: null, error }),
    );
  }

  #pollSoon(wait: number): void {
    clearTimeout(this.#timer);
    const again = () => (document.visibilityState === 'visible' ? void this.#poll() : this.#pollSoon(wait));
    this.#timer = setTimeout(again, wait);
  }

  #askResults(): void {
    for (const id of this.#wanted)
      if (this.find(id)?.state === 'done' && !this.#asked.has(id)) void this.#ask(id);
  }

  async #ask(id: string): Promise<void> {
    this.#asked.add(id);
    try {
      const value = await fetchResult(id, this.#stop.signal);
      this.results = { ...this.results, [id]: { value, error: null } };
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.results = { ...this.results, [id]: { value: null, error: reasonOf(error) } };
    }
  }
}
