import { reasonOf } from '../api/rest';
import { fetchTrace } from '../api/rest_decisions';
import type { DecisionTrace } from '../api/types';
import type { Report } from './machine.svelte';

/** One decision's trace, read when it is wanted. */
export class TraceReader {
  report = $state.raw<Report<DecisionTrace>>({ value: null, error: null });
  loading = $state(false);
  #id: string | null = null;
  #stop = new AbortController();

  /** What is wanted; null: nothing. */
  show(id: string | null): void {
    if (id !== this.#id) this.report = { value: null, error: null };
    this.#id = id;
    void this.again();
  }

  /** Asks anew: the latest decision is another one by now. */
  async again(): Promise<void> {
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    this.loading = this.#id !== null;
    if (this.#id === null) return;
    try {
      const value = await fetchTrace(this.#id, signal);
      if (!signal.aborted) this.report = { value, error: null };
    } catch (error) {
      if (signal.aborted) return;
      this.report = { ...this.report, error: reasonOf(error) };
    }
    if (!signal.aborted) this.loading = false;
  }
}
