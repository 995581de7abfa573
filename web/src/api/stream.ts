import { backoffDelay } from './backoff';
import { SequenceWatch } from './sequence';
import type { Envelope } from './types';

export type StreamPhase = 'connecting' | 'open' | 'waiting' | 'paused';

export interface StreamEvents {
  message(envelope: Envelope): void;
  /** Messages of this channel were lost; a new snapshot has been asked for. */
  lost(channel: string): void;
  /** `retryAt` in Unix ms while waiting, else null. */
  phase(phase: StreamPhase, retryAt: number | null): void;
}

/** What the stream needs of the world; tests bring their own. */
export interface StreamWorld {
  open(): WebSocket;
  now(): number;
  random(): number;
  after(ms: number, action: () => void): () => void;
}

const kPingEveryMs = 10_000;
const kPongWithinMs = 5_000;
const kOpenWithinMs = 10_000;
/** A client too slow for the stream sees jumps all the time: asking for snapshots then would only add to it. */
const kResyncEveryMs = 2_000;

/**
 * The live connection: keeps its subscriptions over reconnects and goes on from the number it saw last, lets nothing
 * through twice, notices half-open sockets by pings, asks for a new snapshot when the sequence has a hole. pause() closes
 * it until resume().
 */
export class Stream {
  #events: StreamEvents;
  #world: StreamWorld;
  #socket: WebSocket | null = null;
  #channels = new Set<string>();
  #sequences = new SequenceWatch();
  #resyncedAt = new Map<string, number>();
  #attempt = 0;
  #requestId = 0;
  #cancelTimer = () => {};
  #paused = true;

  constructor(events: StreamEvents, world: StreamWorld) {
    this.#events = events;
    this.#world = world;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#attempt = 0;
    this.#connect();
  }

  pause(): void {
    this.#paused = true;
    this.#drop();
    this.#events.phase('paused', null);
  }

  /** Tries at once instead of waiting for the timer. */
  retryNow(): void {
    if (this.#paused || this.#socket !== null) return;
    this.#connect();
  }

  /** Asks for a sign of life now: used when the page was asleep and the timers with it. */
  check(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#ping();
    else this.retryNow();
  }

  subscribe(channel: string): void {
    this.#channels.add(channel);
    this.#send({ action: 'subscribe', channels: [channel] });
  }

  unsubscribe(channel: string): void {
    if (!this.#channels.delete(channel)) return;
    this.#sequences.forget(channel);
    this.#send({ action: 'unsubscribe', channels: [channel] });
  }

  #connect(): void {
    this.#drop();
    this.#events.phase('connecting', null);
    const socket = this.#world.open();
    this.#socket = socket;
    this.#timer(kOpenWithinMs, () => this.#lostConnection());
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(String(event.data));
    socket.onclose = () => this.#lostConnection();
    socket.onerror = () => {}; // a close follows
  }

  #opened(): void {
    this.#attempt = 0;
    this.#events.phase('open', null);
    const channels = [...this.#channels];
    const resume = this.#sequences.newest(channels);
    if (Object.keys(resume).length > 0) this.#send({ action: 'subscribe', channels, resume });
    else if (channels.length > 0) this.#send({ action: 'subscribe', channels });
    this.#timer(kPingEveryMs, () => this.#ping());
  }

  #ping(): void {
    this.#send({ action: 'ping' });
    this.#timer(kPongWithinMs, () => this.#lostConnection());
  }

  #received(text: string): void {
    this.#timer(kPingEveryMs, () => this.#ping());
    const envelope = parseEnvelope(text);
    if (envelope === null) return;
    const { channel, seq, type } = envelope;
    const succession = channel ? this.#sequences.accept(channel, seq, type === 'snapshot') : 'next';
    if (succession === 'old') return;
    if (succession === 'lost') this.#resync(channel!);
    this.#events.message(envelope);
  }

  #resync(channel: string): void {
    const now = this.#world.now();
    if (now - (this.#resyncedAt.get(channel) ?? -Infinity) < kResyncEveryMs) return;
    this.#resyncedAt.set(channel, now);
    this.#events.lost(channel);
    this.#send({ action: 'unsubscribe', channels: [channel] });
    this.#send({ action: 'subscribe', channels: [channel] });
  }

  #lostConnection(): void {
    this.#drop();
    if (this.#paused) return;
    const delay = backoffDelay(this.#attempt, this.#world.random());
    this.#attempt += 1;
    this.#events.phase('waiting', this.#world.now() + delay);
    this.#timer(delay, () => this.#connect());
  }

  #drop(): void {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  #timer(ms: number, action: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#world.after(ms, action);
  }

  #send(request: { action: string; channels?: string[]; resume?: Record<string, number> }): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#requestId += 1;
    this.#socket.send(JSON.stringify({ ...request, id: this.#requestId }));
  }
}

function parseEnvelope(text: string): Envelope | null {
  try {
    const value: unknown = JSON.parse(text);
    const isEnvelope = typeof value === 'object' && value !== null && 'type' in value;
    return isEnvelope ? (value as Envelope) : null;
  } catch {
    return null;
  }
}

/** The browser's own. */
export function browserWorld(): StreamWorld {
  return {
    open: () =>
      new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/stream`),
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, action) => {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
}
