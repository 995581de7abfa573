import { freshnessOf, type Freshness } from '../model/freshness';
import type { Clock } from './clock.svelte';
import type { Connection } from './connection.svelte';

/** What the page shown knows of the age of its data. */
export interface DataFacts {
  /** Unix ms when live data arrived last; null = none yet */
  lastDataAt: number | null;
  /** Unix ms since when it could have arrived */
  watchingSince: number;
  /** Unix ms at which the newest data held ends; null = none held */
  newestEnd: number | null;
  /** Nothing more will come. */
  feedClosed: boolean;
  /** What comes is still the past. */
  catchingUp: boolean;
}

/** Whether what stands on the page can be taken for the present: the page tells, the badge in the header shows. */
export class Presence {
  facts = $state.raw<DataFacts>({
    lastDataAt: null,
    watchingSince: Date.now(),
    newestEnd: null,
    feedClosed: false,
    catchingUp: false,
  });
  readonly freshness: Freshness = $derived.by(() => {
    const { phase, retryAt, everOpen } = this.#connection;
    return freshnessOf({ ...this.facts, phase, retryAt, everOpen }, this.#clock.now);
  });
  readonly isOld = $derived(['stale', 'reconnecting', 'catching_up'].includes(this.freshness.state));
  readonly #connection: Connection;
  readonly #clock: Clock;

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }
}
