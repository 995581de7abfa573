import type { ChartSession } from '../chart_session.svelte';

/** The part of a feed that an overlay steers. */
interface Feed<Layer> {
  setLayer(layer: Layer | null): void;
}

/**
 * One switchable layer of findings over the candles: keeps what is wanted of it from one session to the next, and turns
 * what the session's feed holds into what the chart draws.
 */
export abstract class Overlay<Layer> {
  protected session: ChartSession | null = null;
  #layer: Layer | null = null;
  readonly #onChange: () => void;

  /** `onChange`: something else stands on the chart than before. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Another chart begins: nothing of the one before stays. */
  open(session: ChartSession): void {
    this.session = session;
    this.clear();
    this.feedOf(session).setLayer(this.#layer);
  }

  /** What is drawn; null = nothing. */
  set(layer: Layer | null): void {
    this.#layer = layer;
    if (this.session !== null) this.feedOf(this.session).setLayer(layer);
    this.#onChange();
  }

  /** The candles held or the findings have changed; they may have arrived in any order. */
  draw(): void {
    if (this.session === null) return;
    this.drawFor(this.session);
    this.#onChange();
  }

  protected changed(): void {
    this.#onChange();
  }

  protected abstract feedOf(session: ChartSession): Feed<Layer>;
  protected abstract drawFor(session: ChartSession): void;
  protected abstract clear(): void;
}
