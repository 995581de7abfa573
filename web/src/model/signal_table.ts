import type { SignalInfo, SignalType } from '../api/types';

/** How many signals a page holds; older ones are forgotten. */
export const kMostSignals = 1_000;

/** What names a signal: one decision opens one of a side at most. */
export const signalKey = (signal: SignalInfo) => `${signal.trace_id} ${signal.direction}`;

/** `held` with what was said of some: newest first, each as it stood last. */
export function mergeSignals(held: readonly SignalInfo[], said: readonly SignalInfo[]): SignalInfo[] {
  const byKey = new Map(held.map((signal) => [signalKey(signal), signal]));
  for (const signal of said) {
    const known = byKey.get(signalKey(signal));
    // An answer that was on its way while the end was told does not open it again.
    if (known !== undefined && known.ended !== null && signal.ended === null) continue;
    byKey.set(signalKey(signal), signal);
  }
  const order = (a: SignalInfo, b: SignalInfo) =>
    Date.parse(b.known_at) - Date.parse(a.known_at) || (signalKey(a) < signalKey(b) ? -1 : 1);
  return [...byKey.values()].sort(order).slice(0, kMostSignals);
}

/** "strong buy" */
export const spaced = (name: string) => name.replaceAll('_', ' ');

/** Those of which every word of `filter` begins a word of symbol, venue, type, side or status. */
export function filterSignals(signals: readonly SignalInfo[], filter: string): SignalInfo[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...signals];
  return signals.filter(({ symbol, venue, type, direction, status }) => {
    const told = `${symbol} ${venue} ${spaced(type)} ${direction} ${status}`.toLowerCase().split(' ');
    return words.every((word) => told.some((part) => part.startsWith(word)));
  });
}

export interface SignalLook {
  mark: '▲' | '▼' | '■';
  tone: 'up' | 'down' | 'flat';
}

/** The way a type points, without and with color. */
export function lookOf(type: SignalType): SignalLook {
  if (type === 'neutral') return { mark: '■', tone: 'flat' };
  return type.endsWith('buy') ? { mark: '▲', tone: 'up' } : { mark: '▼', tone: 'down' };
}

const kStatuses = {
  open: { icon: 'dots', text: 'open' },
  target: { icon: 'check', text: 'hit target' },
  stopped: { icon: 'close', text: 'stopped' },
  expired: { icon: 'clock', text: 'expired' },
  reversed: { icon: 'refresh', text: 'reversed' },
} as const;
export const statusLook = (status: SignalInfo['status']) => kStatuses[status];

/** A distance in price as multiples of what the signal risks; null without a risk. */
export function inRisks(signal: SignalInfo, distance: number): number | null {
  const risk = Math.abs(signal.entry - signal.stop);
  return risk > 0 ? distance / risk : null;
}
