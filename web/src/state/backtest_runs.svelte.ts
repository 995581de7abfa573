import type { BacktestResult } from '../api/backtest_result';
import { fetchCandles, reasonOf } from '../api/rest';
import { addBacktest, endBacktest, fetchBacktests, fetchResult } from '../api/rest_backtests';
import type { Backtest, BacktestRequest } from '../api/types';
import { heldLine, isOver } from '../model/backtest_view';
import type { PlotPoint } from '../model/line_plot';
import { kTimeframes, lengthOf } from '../model/timeframe';
import type { Report } from './machine.svelte';

const kEveryMs = 15_000;
const kWhileRunningMs = 500;
/** Candles that the line of holding is drawn of, at most. */
const kHeldCandles = 1_000;

type ById<T> = Readonly<Record<string, T>>;

/** Backtests and the results of those that are looked at: asked for, oftener while one runs. */
export class BacktestRuns {
  jobs = $state.raw<Report<Backtest[]>>({ value: null, error: null });
  results = $state.raw<ById<Report<BacktestResult>>>({});
  /** The capital as it would have gone with the price; none where there are no candles any more. */
  held = $state.raw<ById<readonly PlotPoint[]>>({});
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
    const keep = <T>(all: ById<T>) =>
      Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)));
    [this.results, this.held] = [keep(this.results), keep(this.held)];
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
    try {
      this.jobs = { value: await fetchBacktests(signal), error: null };
      this.#askResults();
    } catch (error) {
      if (signal.aborted) return;
      this.jobs = { ...this.jobs, error: reasonOf(error) };
    }
    this.#pollSoon(this.jobs.value?.every(isOver) === false ? kWhileRunningMs : kEveryMs);
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
      await this.#askHeld(id, value);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.results = { ...this.results, [id]: { value: null, error: reasonOf(error) } };
    }
  }

  async #askHeld(id: string, result: BacktestResult): Promise<void> {
    const [from, to] = [Date.parse(result.from), Date.parse(result.to)];
    const timeframe = kTimeframes.find((name) => (to - from) / lengthOf(name) <= kHeldCandles) ?? '1w';
    const length = lengthOf(timeframe);
    try {
      const range = { from: from - (from % length), to, limit: kHeldCandles + 2 };
      const { candles } = await fetchCandles(result.input, timeframe, range, this.#stop.signal);
      this.held = { ...this.held, [id]: heldLine(candles, length, result) };
    } catch {
      // The candles are not there any more: the line is left out, the figures of holding stand beside.
    }
  }
}
