import type { Problem } from './types';

/** A request that brought no answer one can use. `status` 0: the server was not reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    /** The member of what was sent that is wrong; "" where it is not one. */
    readonly field = '',
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

/** What went wrong, for a person. */
export function reasonOf(error: unknown): string {
  return error instanceof ApiError && !error.unreachable ? error.message : 'The server does not answer';
}

export interface Range {
  /** Unix ms, inclusive */
  from?: number;
  /** Unix ms, exclusive */
  to?: number;
  limit?: number;
}

const kTimeoutMs = 15_000;

type Query = Record<string, string | number | undefined>;

export function getJson<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', path, query, signal);
}

/** `body` is sent as JSON. */
export async function ask<T>(
  method: string,
  path: string,
  query: Query,
  signal?: AbortSignal,
  body?: unknown,
): Promise<T> {
  const values = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  const timeout = AbortSignal.timeout(kTimeoutMs);
  let response: Response;
  try {
    response = await fetch(text === '' ? path : `${path}?${text}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ApiError(0, 'unreachable', timeout.aborted ? 'No answer in time' : 'No connection');
  }
  if (!response.ok) throw await problemOf(response);
  try {
    return (await response.json()) as T;
  } catch {
    signal?.throwIfAborted();
    throw new ApiError(response.status, 'bad_body', 'The answer was not JSON');
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const fallback = `${response.status} ${response.statusText}`.trim();
  try {
    const problem = (await response.json()) as Partial<Problem>;
    const detail = problem.detail ?? problem.title ?? fallback;
    return new ApiError(response.status, problem.code ?? 'error', detail, problem.field);
  } catch {
    return new ApiError(response.status, 'error', fallback);
  }
}

export const segment = encodeURIComponent;
