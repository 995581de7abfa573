import { vi } from 'vitest';
import type { Envelope } from '../api/types';
import type { Connection } from './connection.svelte';

/** A live connection that tests speak through. */
export function fakeConnection() {
  const handlers = new Map<string, (envelope: Envelope) => void>();
  const connection = {
    listen(channel: string, handler: (envelope: Envelope) => void) {
      handlers.set(channel, handler);
      return () => handlers.delete(channel);
    },
  } as unknown as Connection;
  const say = (channel: string, type: string, data: unknown) =>
    handlers.get(channel)?.({ type, channel, timestamp: '2026-11-27T10:00:00Z', seq: 1, data } as Envelope);
  return { connection, say, handlers };
}

export type Answer = { status?: number; body: unknown } | Error;

/** A server that answers "GET /api/x" from a table; it keeps what it was asked. */
export function fakeServer(answers: Record<string, Answer | (() => Answer)>) {
  const asked: { call: string; query: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const [path = '', query = ''] = address.split('?', 2);
    const call = `${init.method ?? 'GET'} ${path}`;
    asked.push({ call, query, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
    const found = answers[call];
    const answer = typeof found === 'function' ? found() : found;
    if (answer === undefined || answer instanceof Error)
      throw answer ?? new TypeError(`nobody answers ${call}`);
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
  });
  return { asked, answers, calls: (call: string) => asked.filter((one) => one.call === call) };
}

/** What a browser's page has and tests do not. */
export function fakePage() {
  vi.stubGlobal('document', { visibilityState: 'visible' });
}
