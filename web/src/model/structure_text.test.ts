import { expect, test } from 'vitest';
import type { StructureEvent } from '../api/types';
import { findingsOf } from './structure_marks';
import { structureFacts, structureLife, structureTitle } from './structure_text';

const event = (kind: StructureEvent['kind'], change: Partial<StructureEvent> = {}): StructureEvent => ({
  kind,
  id: 1,
  state: 'formed',
  side: 'bullish',
  label: '',
  part: 0,
  rests_on: null,
  from: '2024-01-01T10:00:00Z',
  time: '2024-01-01T10:00:00Z',
  known_at: '2024-01-01T10:02:00Z',
  top: 110,
  bottom: 100,
  price: 105,
  measure: 10,
  confidence: 0.5,
  ...change,
});
const of = (...events: StructureEvent[]) => findingsOf(events)[0]!;
const price = (value: number) => value.toFixed(1);

test('findings are called what traders call them', () => {
  expect(structureTitle(of(event('swing', { side: 'bearish', label: 'HH' })))).toBe('Swing high, HH');
  expect(structureTitle(of(event('liquidity_pool')))).toBe('Equal lows');
  expect(structureTitle(of(event('previous_high_low', { part: 1 })))).toBe('Previous day');
  expect(structureTitle(of(event('session', { part: 2 })))).toBe('Session: New York');
});

test('facts are those of the kind', () => {
  expect(structureFacts(of(event('fair_value_gap')), price)).toEqual([
    ['Between', '100.0 and 110.0'],
    ['Height', '10.0'],
  ]);
  expect(structureFacts(of(event('swing')), price).at(-1)).toEqual(['Final', 'not yet: it may move on']);
  expect(structureFacts(of(event('abc_pattern', { measure: 0.618 })), price).at(-1)).toEqual([
    'Given back',
    '61.8 %',
  ]);
});

test('a life says when things were and when they were known, the first and the newest', () => {
  const gap = of(
    event('fair_value_gap'),
    event('fair_value_gap', { state: 'tested' }),
    event('fair_value_gap', { state: 'extended' }),
    event('fair_value_gap', {
      state: 'mitigated',
      time: '2024-01-01T23:59:00Z',
      known_at: '2024-01-02T00:00:00Z',
    }),
  );
  expect(structureLife(gap, 3)).toEqual([
    ['Formed', '2024-01-01 10:00, known 10:02'],
    ['Went on', '2024-01-01 10:00, known 10:02'],
    ['Taken up', '2024-01-01 23:59, known 2024-01-02 00:00'],
  ]);
});
