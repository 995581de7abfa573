import { describe, expect, it } from 'vitest';
import type { StructureEvent } from '../api/types';
import { StructureTable } from './structure_table';

const iso = (minute: number) => new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString();

const event = (change: Partial<StructureEvent>): StructureEvent => ({
  kind: 'fair_value_gap',
  id: 1,
  state: 'formed',
  side: 'bullish',
  label: '',
  part: 0,
  rests_on: null,
  from: iso(0),
  time: iso(1),
  known_at: iso(3),
  top: 101,
  bottom: 100,
  price: 101,
  measure: 1,
  confidence: 0.5,
  ...change,
});

const told = (table: StructureTable) => table.events.map(({ kind, id, state }) => `${kind} ${id} ${state}`);

describe('StructureTable', () => {
  const answer = [event({ id: 1 }), event({ id: 2, from: iso(5), time: iso(6), known_at: iso(8) })];

  it('knows what a live event is about by where the finding lies, whatever its number', () => {
    const table = new StructureTable();
    table.replace(answer);
    table.merge([event({ id: 70, from: iso(0), state: 'mitigated', time: iso(9), known_at: iso(10) })]);
    expect(told(table).at(-1)).toBe('fair_value_gap 1 mitigated');
  });

  it('numbers new findings on, and follows them by the live number', () => {
    const table = new StructureTable();
    table.replace(answer);
    table.merge([event({ id: 71, from: iso(9), time: iso(10), known_at: iso(12) })]);
    table.merge([event({ id: 71, from: iso(9), state: 'mitigated', time: iso(13), known_at: iso(14) })]);
    expect(told(table).slice(2)).toEqual(['fair_value_gap 3 formed', 'fair_value_gap 3 mitigated']);
  });

  it('takes nothing twice, in whichever order answer and messages come', () => {
    const live = [
      event({ id: 69, from: iso(5), time: iso(6), known_at: iso(8) }),
      event({ id: 70, from: iso(9), time: iso(10), known_at: iso(12) }),
    ];
    for (const order of ['answer first', 'messages first']) {
      const table = new StructureTable();
      if (order === 'answer first') table.replace(answer);
      table.merge(live);
      if (order === 'messages first') table.replace(answer);
      expect(told(table)).toEqual([
        'fair_value_gap 1 formed',
        'fair_value_gap 2 formed',
        'fair_value_gap 3 formed',
      ]);
    }
  });

  it('keeps what was said live when an older answer comes, and leaves out what a newer one has', () => {
    const table = new StructureTable();
    table.merge([event({ id: 70, from: iso(9), time: iso(10), known_at: iso(12) })]);
    table.replace(answer);
    expect(table.size).toBe(3);
    table.replace([...answer, event({ id: 3, from: iso(9), time: iso(10), known_at: iso(12) })]);
    expect(table.size).toBe(3);
  });

  it('takes a swing that goes on for the newest of its side, though it lies elsewhere', () => {
    const swing = (change: Partial<StructureEvent>) => event({ kind: 'swing', side: 'bearish', ...change });
    const table = new StructureTable();
    table.replace([
      swing({ id: 4, state: 'confirmed', from: iso(0), time: iso(0), known_at: iso(9) }),
      swing({ id: 5, side: 'bullish', from: iso(5), time: iso(5), known_at: iso(9) }),
    ]);
    table.merge([
      swing({ id: 90, side: 'bullish', state: 'extended', from: iso(11), time: iso(11), known_at: iso(14) }),
      event({ kind: 'abc_pattern', id: 8, rests_on: 90, from: iso(1), time: iso(11), known_at: iso(14) }),
    ]);
    expect(told(table).slice(2)).toEqual(['swing 5 extended', 'abc_pattern 1 formed']);
    expect(table.events.at(-1)?.rests_on).toBe(5);
  });
});
