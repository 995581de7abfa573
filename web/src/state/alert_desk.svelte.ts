import {
  addAlert,
  changeAlert,
  fetchAlerts,
  fetchFirings,
  fetchWebhooks,
  removeAlert,
} from '../api/rest_alerts';
import type {
  Alert,
  AlertHistory,
  AlertRule,
  Envelope,
  FiredAlert,
  FiredAlerts,
  Webhook,
} from '../api/types';
import { ask } from './ask';
import type { Connection } from './connection.svelte';
import type { Report } from './machine.svelte';

const kNone = { value: null, error: null };
/** Others may change rules too. */
const kEveryMs = 30_000;

/** Newest first, each once. */
export function mergeFirings(held: readonly FiredAlert[], told: readonly FiredAlert[]): FiredAlert[] {
  const byId = new Map([...held, ...told].map((firing) => [firing.id, firing]));
  return [...byId.values()].sort((a, b) => (a.known_at < b.known_at ? 1 : a.known_at > b.known_at ? -1 : 0));
}

/** Alert rules, webhooks and what fired: asked for, then kept up by the channel "alerts" and by what is done here. */
export class AlertDesk {
  rules = $state.raw<Report<Alert[]>>(kNone);
  webhooks = $state.raw<Report<Webhook[]>>(kNone);
  history = $state.raw<Report<AlertHistory>>(kNone);
  /** Grows with every firing that arrives: deliveries have changed. */
  firings = $state(0);
  readonly #connection: Connection;
  #stop = new AbortController();
  #isGreeted = false;
  /** Rules saved and removed here: a list that was asked for before one of them is older than what is held. */
  #changes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): () => void {
    const unlisten = this.#connection.listen('alerts', (envelope) => this.#take(envelope));
    void this.#refreshHistory();
    this.refresh();
    const timer = setInterval(() => document.visibilityState === 'visible' && this.refresh(), kEveryMs);
    return () => {
      unlisten();
      clearInterval(timer);
      this.#stop.abort();
    };
  }

  refresh(): void {
    const { signal } = this.#stop;
    this.#refreshRules();
    void ask(
      signal,
      () => fetchWebhooks(signal),
      (value) => (this.webhooks = { value, error: null }),
      (error) => (this.webhooks = { ...this.webhooks, error }),
    );
  }

  #refreshRules(): void {
    const { signal } = this.#stop;
    const changes = this.#changes;
    void ask(
      signal,
      () => fetchAlerts(signal),
      (value) => {
        if (changes === this.#changes) this.rules = { value, error: null };
        else this.#refreshRules();
      },
      (error) => (this.rules = { ...this.rules, error }),
    );
  }

  find(id: string): Alert | null {
    return this.rules.value?.find((rule) => rule.id === id) ?? null;
  }

  /** The newest firing of a rule. */
  lastOf(id: string): FiredAlert | null {
    return this.history.value?.firings.find((firing) => firing.alert_id === id) ?? null;
  }

  /** Adds a rule, or changes the one of that id. Throws ApiError. */
  async save(id: string | null, rule: AlertRule): Promise<Alert> {
    const saved = await (id === null ? addAlert(rule) : changeAlert(id, rule));
    this.#put(saved);
    return saved;
  }

  async remove(id: string): Promise<void> {
    await removeAlert(id);
    this.#changes += 1;
    this.rules = { ...this.rules, value: (this.rules.value ?? []).filter((rule) => rule.id !== id) };
  }

  /** The page of history after what is held. */
  async more(): Promise<void> {
    const held = this.history.value;
    if (held?.next == null) return;
    const { next } = held;
    await ask(
      this.#stop.signal,
      () => fetchFirings(next, this.#stop.signal),
      (page) => this.#takeFirings(page.firings, page.next),
      (error) => (this.history = { ...this.history, error }),
    );
  }

  #put(saved: Alert): void {
    this.#changes += 1;
    const others = (this.rules.value ?? []).filter((rule) => rule.id !== saved.id);
    const value = [...others, saved].sort((a, b) => a.name.localeCompare(b.name));
    this.rules = { value, error: null };
  }

  #take(envelope: Envelope): void {
    if (envelope.type !== 'snapshot' && envelope.type !== 'alert_triggered') return;
    const { alerts } = envelope.data as FiredAlerts;
    // A second snapshot stands for messages that were lost, and reaches back no further than the first.
    if (envelope.type === 'snapshot' && this.#isGreeted) void this.#refreshHistory();
    this.#isGreeted ||= envelope.type === 'snapshot';
    if (alerts.length === 0) return;
    if (this.history.value !== null) this.#takeFirings(alerts, this.history.value.next);
    this.firings += 1;
    // One that fires once is switched off by it.
    if (envelope.type === 'alert_triggered') this.refresh();
  }

  #takeFirings(told: readonly FiredAlert[], next: number | null): void {
    this.history = {
      value: { firings: mergeFirings(this.history.value?.firings ?? [], told), next },
      error: null,
    };
  }

  #refreshHistory(): Promise<void> {
    return ask(
      this.#stop.signal,
      () => fetchFirings(null, this.#stop.signal),
      (page) => this.#takeFirings(page.firings, this.history.value?.next ?? page.next),
      (error) => (this.history = { ...this.history, error }),
    );
  }
}
