import { describe, expect, it } from 'vitest';
import { lookOf, severityOf } from './feed_state';

const kStates = ['connecting', 'live', 'stale', 'resyncing', 'gapped', 'polling', 'closed', 'catching_up'];

describe('the look of a stream', () => {
  it('differs in shape and word for every state the API names, so that color need not tell', () => {
    expect(new Set(kStates.map((state) => lookOf(state).icon)).size).toBe(kStates.length);
    expect(new Set(kStates.map((state) => lookOf(state).word)).size).toBe(kStates.length);
  });

  it('ranks live as best and stale as worst', () => {
    const ranked = kStates.toSorted((a, b) => severityOf(a) - severityOf(b));
    expect([ranked[0], ranked.at(-1)]).toEqual(['live', 'stale']);
  });

  it('names a state it does not know instead of hiding it', () => {
    expect(lookOf('haunted')).toMatchObject({ word: 'Haunted', icon: 'help' });
    expect(lookOf('constructor').icon).toBe('help');
  });
});
