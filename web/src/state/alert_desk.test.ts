import { describe, expect, it, vi } from 'vitest';
import * as rest from '../api/rest_alerts';
import type { Alert, FiredAlert } from '../api/types';
import { AlertDesk, mergeFirings } from './alert_desk.svelte';
import type { Connection } from './connection.svelte';

vi.mock('../api/rest_alerts');

const firing = (id: string, known_at: string) => ({ id, known_at }) as FiredAlert;

describe('mergeFirings', () => {
  it('keeps each once, the newest first, whether told live or asked for', () => {
    const held = [firing('b', '2026-01-01T00:02:00Z'), firing('a', '2026-01-01T00:01:00Z')];
    const told = [firing('c', '2026-01-01T00:03:00Z'), firing('b', '2026-01-01T00:02:00Z')];
    expect(mergeFirings(held, told).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});

describe('AlertDesk', () => {
  const rule = (id: string) => ({ id, name: id }) as Alert;

  it('does not take a list that was asked for before a rule was saved or removed', async () => {
    const answers: ((rules: Alert[]) => void)[] = [];
    vi.mocked(rest.fetchAlerts).mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    vi.mocked(rest.fetchWebhooks).mockResolvedValue([]);
    vi.mocked(rest.addAlert).mockResolvedValue(rule('new'));
    vi.mocked(rest.removeAlert).mockResolvedValue({ id: 'new' });
    const desk = new AlertDesk({} as Connection);
    const names = () => desk.rules.value?.map(({ name }) => name);

    desk.refresh();
    await desk.save(null, rule('new'));
    answers[0]?.([rule('old')]);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(names()).toEqual(['new']);
    answers[1]?.([rule('new'), rule('old')]);
    await vi.waitFor(() => expect(names()).toEqual(['new', 'old']));

    desk.refresh();
    await desk.remove('new');
    answers[2]?.([rule('new'), rule('old')]);
    await vi.waitFor(() => expect(answers).toHaveLength(4));
    expect(names()).toEqual(['old']);
  });
});
