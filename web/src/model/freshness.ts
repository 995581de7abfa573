import type { StreamPhase } from '../api/stream';

/** What the connection badge says: can what stands on the screen be taken for the present? */
export type Freshness =
  | { state: 'live' }
  | { state: 'connecting' }
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
  /** Unix ms of the last candle message of the channel shown; null = none yet */
  lastDataAt: number | null;
  everOpen: boolean;
  /** The server says that nothing more will come: a recording is over, or the instrument is only stored. */
  feedClosed: boolean;
}

export function freshnessOf(facts: ConnectionFacts, now: number): Freshness {
  const age = facts.lastDataAt === null ? null : Math.max(0, now - facts.lastDataAt);
  if (facts.phase === 'paused') return { state: 'paused' };
  if (facts.phase === 'open') {
    if (facts.feedClosed && (age === null || age > kStaleAfterMs)) return { state: 'ended' };
    if (age === null) return { state: 'connecting' };
    return age > kStaleAfterMs ? { state: 'stale', age } : { state: 'live' };
  }
  if (!facts.everOpen && facts.phase === 'connecting') return { state: 'connecting' };
  const retryIn = facts.retryAt === null ? 0 : Math.max(0, facts.retryAt - now);
  return { state: 'reconnecting', age, retryIn };
}
