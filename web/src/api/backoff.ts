/** Waiting times between attempts: exponential with full jitter, so that clients of a restarted server spread out. */
export interface BackoffLimits {
  firstMs: number;
  longestMs: number;
}

export const kReconnectLimits: BackoffLimits = { firstMs: 500, longestMs: 15_000 };

/** Delay before attempt `attempt` (0 = the first retry). `random` is in [0, 1). Never below a quarter of the step. */
export function backoffDelay(attempt: number, random: number, limits = kReconnectLimits): number {
  const ceiling = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling * (0.25 + 0.75 * random));
}
