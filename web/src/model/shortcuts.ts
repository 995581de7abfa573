import type { TimeframeName } from '../api/types';
import { kTimeframes } from './timeframe';
import type { PageName } from './view_url';

export type Shortcut =
  | { action: 'symbol' | 'indicators' | 'patterns' | 'watchlist' | 'book' | 'levels' }
  | { action: 'timeframe'; timeframe: TimeframeName };

export type GlobalShortcut =
  { action: 'theme' } | { action: 'settings' } | { action: 'page'; page: PageName };

const kChart = new Map<string, Shortcut>([
  ['/', { action: 'symbol' }],
  ['i', { action: 'indicators' }],
  ['p', { action: 'patterns' }],
  ['w', { action: 'watchlist' }],
  ['b', { action: 'book' }],
  ['z', { action: 'levels' }],
]);

const kGlobal = new Map<string, GlobalShortcut>([
  ['t', { action: 'theme' }],
  ['?', { action: 'settings' }],
  ['m', { action: 'page', page: 'markets' }],
  ['c', { action: 'page', page: 'chart' }],
  ['g', { action: 'page', page: 'signals' }],
  ['l', { action: 'page', page: 'alerts' }],
  ['r', { action: 'page', page: 'trading' }],
  ['u', { action: 'page', page: 'journal' }],
  ['e', { action: 'page', page: 'backtests' }],
  ['s', { action: 'page', page: 'system' }],
]);

/** What a single key means on the chart's page. */
export function shortcutOf(key: string): Shortcut | null {
  const known = kChart.get(key.toLowerCase());
  if (known !== undefined) return known;
  const timeframe = /^[1-8]$/.test(key) ? kTimeframes[Number(key) - 1] : undefined;
  return timeframe === undefined ? null : { action: 'timeframe', timeframe };
}

/** What a single key means on every page. */
export function globalShortcutOf(key: string): GlobalShortcut | null {
  return kGlobal.get(key.toLowerCase()) ?? null;
}

/** A key that is nobody else's: no modifier held, not typed into a field or a dialog, not used by a part of the page. */
export function isPlainKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.target as Element | null;
  return !target?.matches?.('input, textarea, select, [contenteditable], dialog *');
}
