import type { TimeframeName } from '../api/types';
import { kTimeframes } from './timeframe';

export type Shortcut =
  | { action: 'symbol' | 'indicators' | 'theme' | 'watchlist' | 'settings' }
  | { action: 'timeframe'; timeframe: TimeframeName };

const kActions = new Map<string, Shortcut>([
  ['/', { action: 'symbol' }],
  ['i', { action: 'indicators' }],
  ['t', { action: 'theme' }],
  ['w', { action: 'watchlist' }],
  ['?', { action: 'settings' }],
]);

/** What a single key means, on the page as a whole. */
export function shortcutOf(key: string): Shortcut | null {
  const known = kActions.get(key.toLowerCase());
  if (known !== undefined) return known;
  const timeframe = /^[1-8]$/.test(key) ? kTimeframes[Number(key) - 1] : undefined;
  return timeframe === undefined ? null : { action: 'timeframe', timeframe };
}
