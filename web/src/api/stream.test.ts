import { beforeEach, describe, expect, it } from 'vitest';
import { Stream, type StreamPhase, type StreamWorld } from './stream';
import type { Envelope } from './types';

/** A socket under the test's hand. */
class FakeSocket {
  readyState = 0;
  sent: { action: string; channels?: string[]; resume?: Record<string, number>; id: number }[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  drop() {
    this.readyState = 3;
    this.onclose?.();
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify({ timestamp: '', ...message }) });
  }
}

class FakeWorld {
  time = 0;
  sockets: FakeSocket[] = [];
  timers: { at: number; action: () => void }[] = [];

  open = () => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };
  now = () => this.time;
  random = () => 1;
  after = (ms: number, action: () => void) => {
    const timer = { at: this.time + ms, action };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };
  advance(ms: number) {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = next.at;
      next.action();
    }
    this.time = end;
  }
  get socket() {
    return this.sockets.at(-1)!;
  }
}

let world: FakeWorld;
let stream: Stream;
let phases: StreamPhase[];
let messages: Envelope[];
let lost: string[];

beforeEach(() => {
  globalThis.WebSocket ??= { OPEN: 1 } as never;
  world = new FakeWorld();
  phases = [];
  messages = [];
  lost = [];
  stream = new Stream(
    {
      message: (envelope) => messages.push(envelope),
      lost: (channel) => lost.push(channel),
      phase: (phase) => phases.push(phase),
    },
    world as StreamWorld,
  );
});

describe('Stream', () => {
  it('subscribes once connected to what was asked for before', () => {
    stream.subscribe('candles:X:1m');
    stream.resume();
    world.socket.open();
    expect(world.socket.sent).toEqual([{ action: 'subscribe', channels: ['candles:X:1m'], id: 1 }]);
    expect(phases).toEqual(['connecting', 'open']);
  });

  it('comes back after a loss, waiting longer each time, and subscribes again', () => {
    stream.subscribe('a');
    stream.resume();
    world.socket.open();
    world.socket.drop();
    world.advance(499);
    expect(world.sockets.length).toBe(1);
    world.advance(1);
    expect(world.sockets.length).toBe(2);
    world.socket.drop();
    world.advance(999);
    expect(world.sockets.length).toBe(2);
    world.advance(1);
    world.socket.open();
    expect(world.socket.sent[0]).toMatchObject({ action: 'subscribe', channels: ['a'] });
    expect(phases).toEqual(['connecting', 'open', 'waiting', 'connecting', 'waiting', 'connecting', 'open']);
  });

  it('starts with short waits again after a good connection', () => {
    stream.resume();
    for (let i = 0; i < 5; i += 1) {
      world.socket.drop();
      world.advance(15_000);
    }
    world.socket.open();
    world.socket.drop();
    const before = world.sockets.length;
    world.advance(500);
    expect(world.sockets.length).toBe(before + 1);
  });

  it('drops a connection that is silent even when pinged', () => {
    stream.resume();
    world.socket.open();
    world.advance(10_000);
    expect(world.socket.sent.map((request) => request.action)).toEqual(['ping']);
    world.socket.say({ type: 'pong' });
    world.advance(10_000);
    expect(world.socket.sent.length).toBe(2);
    world.advance(5_000);
    expect(world.sockets[0]!.closed).toBe(true);
    expect(phases.at(-1)).toBe('waiting');
  });

  it('gives up a connection that never opens', () => {
    stream.resume();
    world.advance(10_000);
    expect(world.sockets[0]!.closed).toBe(true);
    expect(phases.at(-1)).toBe('waiting');
  });

  it('asks for a new snapshot when messages were lost, but not in a storm of jumps', () => {
    stream.subscribe('a');
    stream.resume();
    world.socket.open();
    world.socket.say({ type: 'snapshot', channel: 'a', seq: 4 });
    world.socket.say({ type: 'candle', channel: 'a', seq: 5 });
    world.socket.say({ type: 'candle', channel: 'a', seq: 8 });
    world.socket.say({ type: 'candle', channel: 'a', seq: 11 });
    expect(lost).toEqual(['a']);
    expect(world.socket.sent.slice(1).map((request) => request.action)).toEqual(['unsubscribe', 'subscribe']);
    world.advance(2_000);
    world.socket.say({ type: 'candle', channel: 'a', seq: 15 });
    expect(lost).toEqual(['a', 'a']);
    expect(messages.length).toBe(5);
  });

  it('goes on after a loss from the number seen last, and lets nothing through twice', () => {
    stream.subscribe('a');
    stream.subscribe('b');
    stream.resume();
    world.socket.open();
    world.socket.say({ type: 'snapshot', channel: 'a', seq: 4 });
    world.socket.say({ type: 'candle', channel: 'a', seq: 5 });
    world.socket.drop();
    world.advance(500);
    world.socket.open();
    expect(world.socket.sent[0]).toMatchObject({ channels: ['a', 'b'], resume: { a: 5 } });
    for (const seq of [4, 5, 6]) world.socket.say({ type: 'candle', channel: 'a', seq });
    expect(messages.map((envelope) => envelope.seq)).toEqual([4, 5, 6]);
    expect(lost).toEqual([]);
  });

  it('takes a snapshot with a lower number after a restart of the server', () => {
    stream.subscribe('a');
    stream.resume();
    world.socket.open();
    world.socket.say({ type: 'snapshot', channel: 'a', seq: 900 });
    world.socket.drop();
    world.advance(500);
    world.socket.open();
    world.socket.say({ type: 'snapshot', channel: 'a', seq: 1 });
    world.socket.say({ type: 'candle', channel: 'a', seq: 2 });
    expect(messages.map((envelope) => envelope.seq)).toEqual([900, 1, 2]);
    expect(lost).toEqual([]);
  });

  it('survives messages that are no envelopes', () => {
    stream.resume();
    world.socket.open();
    for (const data of ['', '{', 'null', '3', '[]', '{"a":1}']) world.socket.onmessage?.({ data });
    expect(messages).toEqual([]);
  });

  it('is silent while paused and connects at once when resumed', () => {
    stream.resume();
    world.socket.open();
    stream.pause();
    expect(world.socket.closed).toBe(true);
    world.advance(60_000);
    expect(world.sockets.length).toBe(1);
    stream.resume();
    expect(world.sockets.length).toBe(2);
    expect(phases).toEqual(['connecting', 'open', 'paused', 'connecting']);
  });

  it('tries at once when told to, and only one socket at a time', () => {
    stream.resume();
    world.socket.drop();
    stream.retryNow();
    stream.retryNow();
    expect(world.sockets.length).toBe(2);
    world.socket.open();
    stream.check();
    expect(world.socket.sent.at(-1)!.action).toBe('ping');
  });

  it('stops asking for a channel that was left', () => {
    stream.subscribe('a');
    stream.subscribe('b');
    stream.resume();
    world.socket.open();
    stream.unsubscribe('a');
    stream.unsubscribe('a');
    world.socket.drop();
    world.advance(500);
    world.socket.open();
    expect(world.sockets[0]!.sent.filter((request) => request.action === 'unsubscribe').length).toBe(1);
    expect(world.socket.sent[0]!.channels).toEqual(['b']);
  });
});
