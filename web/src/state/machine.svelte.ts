import {
  ApiError,
  fetchLatency,
  fetchLedger,
  fetchQuarantine,
  fetchServices,
  fetchStatus,
  fetchSystem,
} from '../api/rest';
import type { LatencyStage, Quarantine, ServiceInfo, Status, System } from '../api/types';
import { ledgerKeys, sortLedger, type LedgerEntry } from '../model/gap_ledger';
import { cpuShare } from '../model/machine';
import type { TableRow } from '../model/market_table';

/** One answer of the server: the newest good one, or why there is none. */
export interface Report<T> {
  value: T | null;
  error: string | null;
}

const kNone = { value: null, error: null };
const kEveryMs = 2_000;
const kLedgerEveryMs = 15_000;
const kHistory = 90;

/** What the process says of itself, asked for while the page is seen. */
export class Machine {
  system = $state.raw<Report<System>>(kNone);
  status = $state.raw<Report<Status>>(kNone);
  services = $state.raw<Report<ServiceInfo[]>>(kNone);
  latency = $state.raw<Report<LatencyStage[]>>(kNone);
  ledger = $state.raw<Report<LedgerEntry[]>>(kNone);
  quarantine = $state.raw<Report<Quarantine>>(kNone);
  /** Cores in use and bytes in memory over the last minutes, oldest first. */
  cpu = $state.raw<readonly number[]>([]);
  memory = $state.raw<readonly number[]>([]);
  /** Unix ms of the last good answer about the process. */
  updatedAt = $state<number | null>(null);
  readonly #rows: () => readonly TableRow[];
  readonly #filter: () => string;
  #before: { system: System; at: number } | null = null;
  #stop = new AbortController();
  #busy = new Set<string>();

  constructor(rows: () => readonly TableRow[], filter: () => string) {
    this.#rows = rows;
    this.#filter = filter;
  }

  start(): () => void {
    const every = (ms: number, action: () => void) => {
      action();
      return setInterval(() => document.visibilityState === 'visible' && action(), ms);
    };
    const timers = [every(kEveryMs, () => this.#ask()), every(kLedgerEveryMs, () => this.#askQuarantine())];
    return () => {
      timers.forEach(clearInterval);
      this.#stop.abort();
    };
  }

  /** Asks for the holes of the instruments the filter lets through. */
  refreshLedger(): void {
    const keys = ledgerKeys(this.#rows(), this.#filter());
    const load = async () => sortLedger((await Promise.all(keys.map((key) => this.#ledgerOf(key)))).flat());
    void this.#report('ledger', this.ledger, load, (report) => (this.ledger = report));
  }

  async #ledgerOf(key: string): Promise<LedgerEntry[]> {
    const [venue, symbol] = key.split(':') as [string, string];
    try {
      return (await fetchLedger(key, this.#stop.signal)).map((gap) => ({ ...gap, symbol, venue }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return []; // it has left the list since
      throw error;
    }
  }

  async moreQuarantine(): Promise<void> {
    const held = this.quarantine.value;
    if (held?.next == null) return;
    const load = async () => {
      const page = await fetchQuarantine(held.next, this.#stop.signal);
      return { rows: [...held.rows, ...page.rows], next: page.next };
    };
    await this.#report('more', this.quarantine, load, (report) => (this.quarantine = report));
  }

  #ask(): void {
    const { signal } = this.#stop;
    void this.#report(
      'system',
      this.system,
      () => fetchSystem(signal),
      (report) => this.#takeSystem(report),
    );
    void this.#report(
      'status',
      this.status,
      () => fetchStatus(signal),
      (report) => (this.status = report),
    );
    void this.#report(
      'services',
      this.services,
      () => fetchServices(signal),
      (report) => (this.services = report),
    );
    void this.#report(
      'latency',
      this.latency,
      () => fetchLatency(signal),
      (report) => (this.latency = report),
    );
  }

  #askQuarantine(): void {
    // Pages joined below stay: only the newest page is asked for again.
    if ((this.quarantine.value?.rows.length ?? 0) > 100) return;
    const load = () => fetchQuarantine(null, this.#stop.signal);
    void this.#report('quarantine', this.quarantine, load, (report) => (this.quarantine = report));
  }

  #takeSystem(report: Report<System>): void {
    this.system = report;
    const { value, error } = report;
    if (value === null || error !== null) return;
    const now = Date.now();
    const share = cpuShare(
      this.#before?.system.process ?? null,
      value.process,
      now - (this.#before?.at ?? now),
    );
    this.#before = { system: value, at: now };
    if (share !== null) this.cpu = [...this.cpu, share].slice(-kHistory);
    this.memory = [...this.memory, value.process.rss_bytes].slice(-kHistory);
    this.updatedAt = now;
  }

  /** One question of a kind at a time; the last good answer stays when a later one fails. */
  async #report<T>(
    name: string,
    held: Report<T>,
    load: () => Promise<T>,
    take: (report: Report<T>) => void,
  ): Promise<void> {
    if (this.#busy.has(name)) return;
    this.#busy.add(name);
    try {
      take({ value: await load(), error: null });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      take({ value: held.value, error: error instanceof ApiError ? error.message : String(error) });
    } finally {
      this.#busy.delete(name);
    }
  }
}
