import type { StreamPhase } from '../api/stream';

/** What the connection badge says: can what stands on the screen be taken for the present? */
export type Freshness =
  | { state: 'live' }
  | { state: 'connecting' }
  | { state: 'catching_up' }
  | { state: 'reconnecting'; age: number | null; retryIn: number }
  | { state: 'stale'; age: number }
  | { state: 'ended' }
  | { state: 'paused' };

/** An open connection without a candle for this long is stale. */
export const kStaleAfterMs = 15_000;

export interface ConnectionFacts {
  phase: StreamPhase;
  /** Unix ms; null = not waiting */
  retryAt: number | null;
  /** Unix ms when the last live candle of the chart shown arrived; null = none yet */
  lastDataAt: number | null;
  /** Unix ms since when such a candle could have arrived */
  watchingSince: number;
  /** Unix ms at which the newest candle held ends; null = none held */
  newestEnd: number | null;
  everOpen: boolean;
  /** The server says that nothing more will come: a recording is over, or the instrument is only stored. */
  feedClosed: boolean;
  /** The server says that it is still reading the market's past. */
  catchingUp: boolean;
}

export function freshnessOf(facts: ConnectionFacts, now: number): Freshness {
  if (facts.phase === 'paused') return { state: 'paused' };
  const age = facts.lastDataAt === null ? null : Math.max(0, now - facts.lastDataAt);
  if (facts.phase === 'open') return whileOpen(facts, age, now);
  if (!facts.everOpen && facts.phase === 'connecting') return { state: 'connecting' };
  const retryIn = facts.retryAt === null ? 0 : Math.max(0, facts.retryAt - now);
  return { state: 'reconnecting', age, retryIn };
}

function whileOpen(facts: ConnectionFacts, age: number | null, now: number): Freshness {
  if (facts.catchingUp) return { state: 'catching_up' };
  const silence = age ?? now - facts.watchingSince;
  if (age !== null && age <= kStaleAfterMs) return { state: 'live' };
  if (facts.feedClosed) return { state: 'ended' };
  if (silence <= kStaleAfterMs) return { state: 'connecting' };
  return {
    state: 'stale',
    age: age ?? (facts.newestEnd === null ? silence : Math.max(silence, now - facts.newestEnd)),
  };
}
