import type { JournalEntry } from '../api/types';
import type { JournalColumn, JournalOrder, Outcome } from './journal_view';
import { matchesWords } from './word_filter';

/** What became of a trade; "even" is neither won nor lost. */
export function outcomeOf(entry: JournalEntry): 'open' | 'won' | 'lost' | 'even' {
  if (entry.exited_at === null) return 'open';
  return entry.profit > 0 ? 'won' : entry.profit < 0 ? 'lost' : 'even';
}

/** Whether a closed trade was in another currency than the account's. */
export const isAbroad = ({ exited_at, profit, account_profit }: JournalEntry) =>
  exited_at !== null && account_profit !== profit;

/** What a trade's row says of where it comes from; play money goes without saying. */
export function sourceWord({ source }: JournalEntry): '' | 'real money' | 'by hand' {
  return source === 'live' ? 'real money' : source === 'manual' ? 'by hand' : '';
}

/** From entry to exit in ms; null while it is open. */
export function heldOf(entry: JournalEntry): number | null {
  return entry.exited_at === null ? null : Date.parse(entry.exited_at) - Date.parse(entry.entered_at);
}

/** An amount of money as multiples of what the trade risked; null without a known risk. */
export function inRisks(entry: JournalEntry, amount: number): number | null {
  return entry.risk === null || entry.risk <= 0 ? null : amount / entry.risk;
}

const kValues: Record<JournalColumn, (entry: JournalEntry) => number | string | null> = {
  entered: ({ entered_at }) => Date.parse(entered_at),
  symbol: ({ symbol }) => symbol,
  setup: ({ setup }) => (setup === '' ? null : setup),
  direction: ({ direction }) => direction,
  quantity: ({ quantity }) => quantity,
  entry: ({ entry_price }) => entry_price,
  exit: ({ exit_price }) => exit_price,
  // In the account's currency: amounts of several have no order.
  profit: ({ account_profit }) => account_profit,
  r: ({ r_multiple }) => r_multiple,
  held: heldOf,
};

/** In that order; what has no value stands last either way, equal ones newest first. */
export function sortEntries(entries: readonly JournalEntry[], order: JournalOrder): JournalEntry[] {
  const valueOf = kValues[order.column];
  const sign = order.descending ? -1 : 1;
  const newestFirst = (a: JournalEntry, b: JournalEntry) =>
    Date.parse(b.entered_at) - Date.parse(a.entered_at) || (a.id < b.id ? 1 : -1);
  return [...entries].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === y) return newestFirst(a, b);
    if (x === null || y === null) return x === null ? 1 : -1;
    return sign * (x < y ? -1 : 1);
  });
}

/** Those of that outcome that have every word in symbol, setup, direction, regime, tags or notes. */
export function filterEntries(
  entries: readonly JournalEntry[],
  outcome: Outcome,
  filter: string,
): JournalEntry[] {
  return entries.filter((entry) => {
    if (outcome !== 'all' && outcomeOf(entry) !== outcome) return false;
    const { symbol, venue, setup, direction, regime, strategy, source, tags, notes } = entry;
    const word = sourceWord(entry);
    return matchesWords(filter, [
      symbol,
      venue,
      setup,
      direction,
      regime ?? '',
      strategy ?? '',
      source,
      word,
      ...tags,
      notes,
    ]);
  });
}

/** Whether what the server narrows trades by lets one through. */
export function passes(
  { venue, symbol, setup, tags }: JournalEntry,
  filter: { symbol?: string | undefined; setup?: string | undefined; tag?: string | undefined },
): boolean {
  if (filter.symbol !== undefined && filter.symbol !== symbol && filter.symbol !== `${venue}:${symbol}`)
    return false;
  if (filter.setup !== undefined && filter.setup !== setup) return false;
  return filter.tag === undefined || tags.includes(filter.tag);
}

/** `held` with what was told of some, each as it stood last, newest first. */
export function mergeEntries(held: readonly JournalEntry[], told: readonly JournalEntry[]): JournalEntry[] {
  const byId = new Map(held.map((entry) => [entry.id, entry]));
  for (const entry of told) {
    const known = byId.get(entry.id);
    // An answer that was on its way while the end was told does not open it again.
    if (known !== undefined && known.exited_at !== null && entry.exited_at === null) continue;
    byId.set(entry.id, entry);
  }
  return sortEntries([...byId.values()], { column: 'entered', descending: true });
}

/** Every tag there is, in order of the alphabet. */
export function tagsOf(entries: readonly JournalEntry[]): string[] {
  return [...new Set(entries.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
}

/** "news, late entry" as tags, each once. */
export function parseTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags)].filter((tag) => tag !== '');
}

const kTagsMost = 20;
const kTagBytes = 40;

/** What is wrong with them; null = nothing. The server has the same limits. */
export function tagsFault(text: string): string | null {
  const tags = parseTags(text);
  if (tags.length > kTagsMost) return `At most ${kTagsMost} tags; these are ${tags.length}.`;
  const long = tags.find((tag) => new TextEncoder().encode(tag).length > kTagBytes);
  return long === undefined ? null : `“${long}” is longer than ${kTagBytes} bytes.`;
}
