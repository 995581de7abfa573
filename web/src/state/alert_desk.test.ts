import { describe, expect, it } from 'vitest';
import type { FiredAlert } from '../api/types';
import { mergeFirings } from './alert_desk.svelte';

const firing = (id: string, known_at: string) => ({ id, known_at }) as FiredAlert;

describe('mergeFirings', () => {
  it('keeps each once, the newest first, whether told live or asked for', () => {
    const held = [firing('b', '2026-01-01T00:02:00Z'), firing('a', '2026-01-01T00:01:00Z')];
    const told = [firing('c', '2026-01-01T00:03:00Z'), firing('b', '2026-01-01T00:02:00Z')];
    expect(mergeFirings(held, told).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});
