import { ApiError } from '../../api/rest';
import { fetchConfluence } from '../../api/rest_decisions';
import type { ConfluencePage, Envelope } from '../../api/types';
import { barWidth, type HeatStrip } from '../../charts/heat_strip';
import type { ChartPoint } from '../../charts/price_chart';
import { bandAt, bandsOf, type ConfluenceBand, type ConfluenceLayer } from '../../model/confluence_marks';
import type { ChartSession } from '../chart_session.svelte';
import type { Connection } from '../connection.svelte';
import { Pointing } from './pointing.svelte';

/**
 * Where reasons agree on the price, as bars at the price axis: of the newest candle, kept up by the channel
 * "confluence:…"; or, while the chart shows the past, of the last candle in view.
 */
export class ConfluenceOverlay {
  /** What is drawn, the highest score last. */
  shown = $state.raw<readonly ConfluenceBand[]>([]);
  /** The candle it is of; null = none known. */
  page = $state.raw<ConfluencePage | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  layer = $state.raw<ConfluenceLayer | null>(null);
  readonly pointing: Pointing;
  readonly #marks: HeatStrip;
  readonly #connection: Connection;
  readonly #onChange: () => void;
  #session: ChartSession | null = null;
  /** The past moment that is looked at; null = now. */
  #until: number | null = null;
  #stop = new AbortController();
  #unlisten = () => {};

  constructor(marks: HeatStrip, connection: Connection, onChange: () => void) {
    this.#marks = marks;
    this.#connection = connection;
    this.#onChange = onChange;
    this.pointing = new Pointing((id) => {
      marks.select(id);
      onChange();
    });
  }

  /** What to explain. */
  get explained(): ConfluenceBand | null {
    const { id } = this.pointing;
    return id === null ? null : (this.shown.find((band) => band.id === id) ?? null);
  }

  get count(): number {
    return this.shown.length;
  }

  /** Another chart begins: nothing of the one before stays. */
  open(session: ChartSession): void {
    this.#session = session;
    this.#until = null;
    this.#restart();
  }

  /** What is drawn; null = nothing. */
  set(layer: ConfluenceLayer | null): void {
    const wasOn = this.layer !== null;
    this.layer = layer;
    if (wasOn !== (layer !== null)) this.#restart();
    else this.#draw();
  }

  /** The chart shows the candles up to this one; null = the live edge. */
  look(until: number | null): void {
    if (until === this.#until) return;
    this.#until = until;
    if (this.layer !== null) void this.#load();
  }

  stop(): void {
    this.#stop.abort();
    this.#unlisten();
    this.#unlisten = () => {};
  }

  hover(point: ChartPoint): void {
    this.pointing.hover(this.#at(point)?.id ?? null);
  }

  pick(point: ChartPoint): void {
    this.pointing.pin(this.#at(point)?.id ?? null);
  }

  unpick(): void {
    this.pointing.pin(null);
  }

  #at({ price, slack, fromRight }: ChartPoint): ConfluenceBand | null {
    if (price === null) return null;
    const under = this.shown.filter(({ score }) => fromRight <= barWidth(score));
    return bandAt(under, price, slack);
  }

  #restart(): void {
    this.stop();
    this.page = null;
    this.error = null;
    this.loading = false;
    this.pointing.pin(null);
    this.#draw();
    const session = this.#session;
    if (session === null || this.layer === null) return;
    const channel = `confluence:${session.symbol}:${session.timeframe}`;
    this.#unlisten = this.#connection.listen(channel, (envelope) => this.#received(envelope));
    void this.#load();
  }

  async #load(): Promise<void> {
    const session = this.#session;
    if (session === null) return;
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    this.loading = true;
    try {
      const until = this.#until === null ? undefined : this.#until + session.window.step;
      const page = await fetchConfluence(session.symbol, session.timeframe, until, signal);
      if (signal.aborted) return;
      this.page = page;
      this.error = null;
    } catch (error) {
      if (signal.aborted) return;
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
    }
    this.loading = false;
    this.#draw();
  }

  #received({ type, data }: Envelope): void {
    if ((type !== 'snapshot' && type !== 'confluence_update') || this.#until !== null) return;
    this.page = data as ConfluencePage;
    this.error = null;
    this.#draw();
  }

  #draw(): void {
    this.shown = this.layer === null ? [] : bandsOf(this.page, this.layer);
    this.#marks.setBands(this.shown);
    this.#onChange();
  }
}
