import {
  addTrade,
  changeNotes,
  fetchEntry,
  fetchJournal,
  fetchStatistics,
  removeTrade,
  type JournalFilter,
} from '../api/rest_journal';
import type {
  Envelope,
  JournalEntry,
  JournalNotes,
  JournalStatistics,
  ManualTrade,
  TradingNews,
} from '../api/types';
import { mergeEntries, passes } from '../model/journal_table';
import { ask } from './ask';
import type { Connection } from './connection.svelte';
import type { Report } from './machine.svelte';

const kPage = 500;
const kSettleMs = 1_000;
const kNothing = { value: null, error: null };

/** The trades of the journal that a filter lets through, and what they have to say. */
export class JournalBook {
  entries = $state.raw<Report<readonly JournalEntry[]>>(kNothing);
  statistics = $state.raw<Report<JournalStatistics>>(kNothing);
  /** Setups of all trades there are. */
  setups = $state.raw<readonly string[]>([]);
  /** One that is read and not among the entries. */
  single = $state.raw<Report<JournalEntry>>(kNothing);
  hasOlder = $state(false);
  readonly #connection: Connection;
  #filter: JournalFilter = {};
  #older: number | null = null;
  #stop = new AbortController();
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): () => void {
    const unlisten = this.#connection.listen('trading', (envelope) => this.#take(envelope));
    fetchStatistics({}).then(
      ({ by_setup }) => (this.setups = by_setup.map(({ name }) => name).filter((name) => name !== '')),
      () => {}, // then there is no choice of setups
    );
    return () => {
      unlisten();
      clearTimeout(this.#settling);
      this.#stop.abort();
    };
  }

  /** Asks for what the filter lets through. */
  show(filter: JournalFilter): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#filter = filter;
    [this.entries, this.statistics] = [kNothing, kNothing];
    this.refresh();
  }

  refresh(): void {
    void this.#askEntries(null);
    void this.#askStatistics();
  }

  more(): Promise<void> {
    return this.#older === null ? Promise.resolve() : this.#askEntries(this.#older);
  }

  find(id: string): JournalEntry | null {
    return this.entries.value?.find((entry) => entry.id === id) ?? null;
  }

  /** Asks for one that is not among the entries. */
  read(id: string): Promise<void> {
    const { signal } = this.#stop;
    this.single = kNothing;
    return ask(
      signal,
      () => fetchEntry(id, signal),
      (value) => (this.single = { value, error: null }),
      (error) => (this.single = { value: null, error }),
    );
  }

  /** Throws ApiError. */
  async note(id: string, notes: JournalNotes): Promise<void> {
    this.#put(await changeNotes(id, notes));
  }

  /** Throws ApiError. */
  async add(trade: ManualTrade): Promise<JournalEntry> {
    const entry = await addTrade(trade);
    this.#put(entry);
    this.#refreshSoon();
    return entry;
  }

  /** Throws ApiError. */
  async remove(id: string): Promise<void> {
    await removeTrade(id);
    const value = (this.entries.value ?? []).filter((entry) => entry.id !== id);
    this.entries = { value, error: null };
    this.#refreshSoon();
  }

  #put(entry: JournalEntry): void {
    if (this.single.value?.id === entry.id) this.single = { value: entry, error: null };
    if (this.entries.value !== null)
      this.entries = { value: mergeEntries(this.entries.value, [entry]), error: null };
  }

  #take(envelope: Envelope): void {
    if (envelope.type === 'snapshot') return this.#refreshSoon();
    if (envelope.type !== 'portfolio_change') return;
    const told = (envelope.data as TradingNews).changes.flatMap(({ trades }) => trades);
    for (const entry of told)
      if (this.find(entry.id) !== null || passes(entry, this.#filter)) this.#put(entry);
    // It is told before it is in the database, from which statistics are made.
    if (told.length > 0) this.#refreshSoon();
  }

  #refreshSoon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.refresh(), kSettleMs);
  }

  #askEntries(cursor: number | null): Promise<void> {
    const { signal } = this.#stop;
    return ask(
      signal,
      () => fetchJournal(this.#filter, kPage, cursor, signal),
      ({ trades, next }) => {
        const held = this.entries.value ?? [];
        if (cursor !== null || held.length === 0) {
          this.#older = next;
          this.hasOlder = next !== null;
        }
        this.entries = { value: mergeEntries(held, trades), error: null };
      },
      (error) => (this.entries = { ...this.entries, error }),
    );
  }

  #askStatistics(): Promise<void> {
    const { signal } = this.#stop;
    return ask(
      signal,
      () => fetchStatistics(this.#filter, signal),
      (value) => (this.statistics = { value, error: null }),
      (error) => (this.statistics = { ...this.statistics, error }),
    );
  }
}
