import { ask, getJson, segment } from './http';
import type { Journal, JournalEntry, JournalNotes, JournalStatistics, ManualTrade, Removed } from './types';

/** What the server narrows trades by; undefined = all. */
export interface JournalFilter {
  symbol?: string | undefined;
  setup?: string | undefined;
  tag?: string | undefined;
}

/** Newest first; `cursor` is the `next` of the page before. */
export function fetchJournal(
  filter: JournalFilter,
  limit: number,
  cursor: number | null,
  signal?: AbortSignal,
): Promise<Journal> {
  return getJson('/api/journal', { ...filter, limit, cursor: cursor ?? undefined }, signal);
}

export function fetchStatistics(filter: JournalFilter, signal?: AbortSignal): Promise<JournalStatistics> {
  return getJson('/api/journal/statistics', { ...filter }, signal);
}

export function fetchEntry(id: string, signal?: AbortSignal): Promise<JournalEntry> {
  return getJson(`/api/journal/${segment(id)}`, {}, signal);
}

/** Changes what is given; the rest stays. */
export function changeNotes(id: string, notes: JournalNotes): Promise<JournalEntry> {
  return ask('PATCH', `/api/journal/${segment(id)}`, {}, undefined, notes);
}

export function addTrade(trade: ManualTrade): Promise<JournalEntry> {
  return ask('POST', '/api/journal', {}, undefined, trade);
}

/** Only of trades that were entered by hand. */
export function removeTrade(id: string): Promise<Removed> {
  return ask('DELETE', `/api/journal/${segment(id)}`, {});
}
