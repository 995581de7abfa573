import { browserWorld, Stream, type StreamPhase } from '../api/stream';
import type { Envelope } from '../api/types';

export type ChannelHandler = (envelope: Envelope) => void;

/** How long a hidden page keeps its connection. */
const kHiddenGraceMs = 60_000;

/** The live connection as state, and the way from a channel to whoever shows it. */
export class Connection {
  phase = $state<StreamPhase>('connecting');
  retryAt = $state<number | null>(null);
  everOpen = $state(false);
  /** Server clock minus ours, ms; 0 until the server has said something. */
  #clockOffset = 0;
  #handlers = new Map<string, Set<ChannelHandler>>();
  #stream = new Stream(
    {
      message: (envelope) => this.#route(envelope),
      lost: () => {}, // the new snapshot mends it
      phase: (phase, retryAt) => this.#enter(phase, retryAt),
    },
    browserWorld(),
  );

  start(): () => void {
    let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
    const seen = () => {
      clearTimeout(hiddenTimer);
      if (document.visibilityState === 'hidden') {
        hiddenTimer = setTimeout(() => this.#stream.pause(), kHiddenGraceMs);
      } else {
        this.#stream.resume();
        this.#stream.check();
      }
    };
    const online = () => this.#stream.retryNow();
    document.addEventListener('visibilitychange', seen);
    addEventListener('online', online);
    this.#stream.resume();
    return () => {
      clearTimeout(hiddenTimer);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('online', online);
      this.#stream.pause();
    };
  }

  /**
   * Delivers a channel's messages to `handler` until the returned function is called. Only the first handler of a
   * channel is sure to see a snapshot.
   */
  listen(channel: string, handler: ChannelHandler): () => void {
    const handlers = this.#handlers.get(channel) ?? new Set();
    if (handlers.size === 0) this.#stream.subscribe(channel);
    handlers.add(handler);
    this.#handlers.set(channel, handlers);
    return () => {
      if (!handlers.delete(handler) || handlers.size > 0) return;
      this.#handlers.delete(channel);
      this.#stream.unsubscribe(channel);
    };
  }

  retryNow(): void {
    this.#stream.retryNow();
  }

  /** The server's time, as far as known. */
  serverNow(): number {
    return Date.now() + this.#clockOffset;
  }

  #enter(phase: StreamPhase, retryAt: number | null): void {
    this.phase = phase;
    this.retryAt = retryAt;
    if (phase === 'open') this.everOpen = true;
  }

  #route(envelope: Envelope): void {
    const sentAt = Date.parse(envelope.timestamp);
    if (Number.isFinite(sentAt)) this.#clockOffset = sentAt - Date.now();
    for (const handler of this.#handlers.get(envelope.channel ?? '') ?? []) handler(envelope);
  }
}
