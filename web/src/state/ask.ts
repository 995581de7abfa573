import { reasonOf } from '../api/rest';

/** Asks the server and takes the answer, or why there is none; an answer nobody waits for any more is neither. */
export async function ask<T>(
  signal: AbortSignal,
  load: () => Promise<T>,
  take: (value: T) => void,
  fail: (error: string) => void,
): Promise<void> {
  try {
    take(await load());
  } catch (error) {
    if (!signal.aborted) fail(reasonOf(error));
  }
}
