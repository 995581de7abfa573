import { ApiError, reasonOf } from '../api/rest';
import { fetchKillSwitch, fetchPortfolio, releaseHalt, setKillSwitch } from '../api/rest_trading';
import type { Envelope, KillSwitch, Portfolio, TradingNews } from '../api/types';
import type { Connection } from './connection.svelte';
import type { Report } from './machine.svelte';

const kEveryMs = 30_000;
/** Marks move with every trade, and are told only when something is done. */
const kWatchedEveryMs = 2_000;

/** Our account and its kill switch, on every page: asked for, then kept up by the channel "trading". */
export class Account {
  portfolio = $state.raw<Report<Portfolio>>({ value: null, error: null });
  /** Unix ms of the last good answer or message. */
  updatedAt = $state<number | null>(null);
  /** Why it is engaged and since when; null until the server has said so. */
  killSwitch = $state.raw<KillSwitch | null>(null);
  readonly isKilled = $derived(this.portfolio.value?.risk.kill_switch ?? false);
  readonly #connection: Connection;
  #askedAt = 0;
  #watchers = 0;
  #busy = false;
  /** The server trades nothing: asked again only where someone looks. */
  #isOff = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  start(): () => void {
    const unlisten = this.#connection.listen('trading', (envelope) => this.#take(envelope));
    void this.refresh();
    const timer = setInterval(() => {
      const wait = this.#watchers > 0 && !this.#isOff ? kWatchedEveryMs : kEveryMs;
      const isWanted = this.#watchers > 0 || !this.#isOff;
      if (isWanted && document.visibilityState === 'visible' && Date.now() - this.#askedAt >= wait)
        void this.refresh();
    }, 500);
    return () => {
      unlisten();
      clearInterval(timer);
    };
  }

  /** Keeps the marks up until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    void this.refresh();
    return () => (this.#watchers -= 1);
  }

  async refresh(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#askedAt = Date.now();
    try {
      this.#hold(await fetchPortfolio());
    } catch (error) {
      // Without trading there is no account: nothing of what was known is true any more.
      this.#isOff = error instanceof ApiError && error.code === 'trading_off';
      this.portfolio = { value: this.#isOff ? null : this.portfolio.value, error: reasonOf(error) };
    }
    this.#busy = false;
  }

  /** From then on nothing is sent but cancels; says how many, and how long they took. Throws ApiError. */
  async engage(reason: string): Promise<KillSwitch> {
    return this.#switched(await setKillSwitch({ engaged: true, ...(reason === '' ? {} : { reason }) }));
  }

  /** Throws ApiError. */
  async release(): Promise<KillSwitch> {
    return this.#switched(await setKillSwitch({ engaged: false, confirm: 'release' }));
  }

  /** Throws ApiError. */
  async releaseHalt(): Promise<void> {
    this.#hold(await releaseHalt());
  }

  #switched(now: KillSwitch): KillSwitch {
    this.killSwitch = now;
    const { value } = this.portfolio;
    if (value !== null)
      this.portfolio = {
        value: { ...value, risk: { ...value.risk, kill_switch: now.engaged } },
        error: null,
      };
    void this.refresh();
    return now;
  }

  #take(envelope: Envelope): void {
    if (envelope.type !== 'snapshot' && envelope.type !== 'portfolio_change') return;
    const newest = (envelope.data as TradingNews).changes.at(-1);
    // A snapshot may be as old as the last order.
    if (envelope.type === 'snapshot' || newest === undefined) void this.refresh();
    else this.#hold(newest.portfolio);
  }

  #hold(portfolio: Portfolio): void {
    this.#isOff = false;
    this.portfolio = { value: portfolio, error: null };
    this.updatedAt = Date.now();
    const engaged = portfolio.risk.kill_switch;
    if (engaged !== (this.killSwitch?.engaged ?? false)) void this.#askKillSwitch();
  }

  async #askKillSwitch(): Promise<void> {
    try {
      this.killSwitch = await fetchKillSwitch();
    } catch {
      // Whether it is engaged is known from the portfolio; why comes with the next answer.
    }
  }
}
