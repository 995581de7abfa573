import { describe, expect, it } from 'vitest';
import type { StructureEvent } from '../api/types';
import {
  findingsOf,
  kindsOf,
  kStructureNames,
  parseStructure,
  structureText,
  toggledStructure,
  trendOf,
} from './structure_marks';

const event = (change: Partial<StructureEvent>): StructureEvent => ({
  kind: 'fair_value_gap',
  id: 1,
  state: 'formed',
  side: 'bullish',
  label: '',
  part: 0,
  rests_on: null,
  from: '2024-01-01T00:00:00Z',
  time: '2024-01-01T00:00:00Z',
  known_at: '2024-01-01T00:02:00Z',
  top: 101,
  bottom: 100,
  price: 101,
  measure: 1,
  confidence: 0.5,
  ...change,
});

describe('layers of structure in an address', () => {
  it('come back in one order', () => {
    expect(parseStructure('swings,breaks')).toEqual(['breaks', 'swings']);
    expect(parseStructure(structureText(kStructureNames))).toEqual(kStructureNames);
  });
  it('are nothing where none is known', () => {
    for (const text of ['', ',', 'nothing', 'constructor']) expect(parseStructure(text)).toBeNull();
    expect(parseStructure('nothing,gaps')).toEqual(['gaps']);
  });
  it('are switched one by one', () => {
    expect(toggledStructure(null, 'gaps')).toEqual(['gaps']);
    expect(toggledStructure(['gaps'], 'periods')).toEqual(['periods', 'gaps']);
    expect(toggledStructure(['gaps'], 'gaps')).toBeNull();
  });
  it('ask for the kinds they are made of', () => {
    expect(kindsOf(['breaks', 'swings'])).toEqual([
      'break_of_structure',
      'change_of_character',
      'swing',
      'trend',
    ]);
  });
});

describe('findingsOf', () => {
  it('joins what is said of one finding, within its kind', () => {
    const found = findingsOf([
      event({}),
      event({ kind: 'order_block' }),
      event({ state: 'extended', top: 102 }),
      event({ state: 'mitigated', time: '2024-01-01T00:09:00Z' }),
    ]);
    expect(found.map(({ kind, events }) => [kind, events.length])).toEqual([
      ['fair_value_gap', 3],
      ['order_block', 1],
    ]);
    expect(found[0]!.place.top).toBe(102);
    expect(found[0]!.end?.time).toBe('2024-01-01T00:09:00Z');
    expect(found[1]!.end).toBeNull();
  });
  it('ends a finding once, and by no test', () => {
    const found = findingsOf([
      event({ state: 'tested' }),
      event({ state: 'mitigated', time: '2024-01-01T00:05:00Z' }),
      event({ state: 'invalidated', time: '2024-01-01T00:09:00Z' }),
    ]);
    expect(found[0]!.end?.state).toBe('mitigated');
  });
});

describe('trendOf', () => {
  it('is the newest one said', () => {
    expect(trendOf([])).toBeNull();
    const trend = (side: StructureEvent['side']) => event({ kind: 'trend', side });
    expect(trendOf([trend('bullish'), trend('bearish'), event({})])).toBe('down');
    expect(trendOf([trend('bullish'), trend('neutral')])).toBe('none');
  });
});
