import { describe, expect, test } from 'vitest';
import type { CandlestickPattern } from '../api/types';
import {
  directionOf,
  formingMark,
  knownNames,
  layerText,
  parseLayer,
  partsText,
  PatternTable,
  spokenPatterns,
  takes,
} from './pattern_marks';

const kMinute = 60_000;
const kStart = Date.parse('2024-01-01T00:00:00Z');

function pattern(minute: number, change: Partial<CandlestickPattern> = {}): CandlestickPattern {
  return {
    name: 'CDLENGULFING',
    title: 'Engulfing Pattern',
    direction: 'bullish',
    value: 100,
    level: 2,
    candles: 2,
    time: new Date(kStart + minute * kMinute).toISOString(),
    known_at: new Date(kStart + (minute + 1) * kMinute).toISOString(),
    price: 101.5,
    confidence: 44,
    label: 'low',
    parts: { base: 40, volume: 15, price: 0, timeframes: 0, multiplier: 0.8 },
    volume_confirmation: 0.5,
    trend_alignment: 0.5,
    origin: 'computed',
    logic_version: 1,
    ...change,
  };
}

describe('the layer in an address', () => {
  test('comes back as it was written', () => {
    for (const text of ['40', '0', '100:HAMMER', '65:DOJI,HAMMER']) {
      expect(layerText(parseLayer(text)!)).toBe(text);
    }
  });

  test('takes names in any case, with or without CDL, once', () => {
    expect(parseLayer('40:hammer,CDLDOJI,doji')).toEqual({ minConfidence: 40, names: ['DOJI', 'HAMMER'] });
  });

  test('is none where the text is none', () => {
    for (const text of ['', 'x', '101', '-1', '4e1', ':HAMMER']) expect(parseLayer(text)).toBeNull();
    expect(parseLayer('40:<script>,..,')).toEqual({ minConfidence: 40, names: [] });
  });

  test('asks the server only for names it has', () => {
    const layer = { minConfidence: 0, names: ['DOJI', 'TOMORROW'] };
    expect(knownNames(layer, [{ name: 'CDLDOJI' } as never])).toEqual(['DOJI']);
  });

  test('takes what is sure enough and named', () => {
    expect(takes({ minConfidence: 44, names: [] }, pattern(0))).toBe(true);
    expect(takes({ minConfidence: 45, names: [] }, pattern(0))).toBe(false);
    expect(takes({ minConfidence: 0, names: ['ENGULFING'] }, pattern(0))).toBe(true);
    expect(takes({ minConfidence: 0, names: ['HAMMER'] }, pattern(0))).toBe(false);
  });
});

describe('the patterns held', () => {
  const doji = (minute: number) =>
    pattern(minute, { name: 'CDLDOJI', title: 'Doji', direction: 'neutral', confidence: 60 });

  test('stand by candle, ascending, the surest first', () => {
    const table = new PatternTable();
    table.merge([pattern(5), pattern(2), doji(5)]);
    expect(table.marks.map((mark) => [mark.time - kStart, mark.patterns.length, mark.direction])).toEqual([
      [2 * kMinute, 1, 'bullish'],
      [5 * kMinute, 2, 'bullish'], // the doji is surer, but points nowhere
    ]);
    expect(table.at(kStart + 5 * kMinute)[0]!.name).toBe('CDLDOJI');
  });

  test('are there once, the later word replacing the earlier', () => {
    const table = new PatternTable();
    table.merge([pattern(5)]);
    table.merge([pattern(5, { confidence: 68, origin: 'live' })]);
    expect(table.marks[0]!.patterns).toHaveLength(1);
    expect(table.marks[0]!.patterns[0]!.confidence).toBe(68);
  });

  test('outside what is kept are forgotten', () => {
    const table = new PatternTable();
    table.merge([pattern(1), pattern(2), pattern(3)]);
    table.keep(kStart + 2 * kMinute, kStart + 2 * kMinute);
    expect(table.marks.map((mark) => mark.time)).toEqual([kStart + 2 * kMinute]);
  });

  test('lead from one to the next', () => {
    const table = new PatternTable();
    table.merge([pattern(1), pattern(4)]);
    expect(table.step(kStart + 2 * kMinute, 1)).toBe(kStart + 4 * kMinute);
    expect(table.step(kStart + 4 * kMinute, 1)).toBeNull();
    expect(table.step(kStart + 4 * kMinute, -1)).toBe(kStart + kMinute);
    expect(table.step(kStart + kMinute, -1)).toBeNull();
  });
});

test('the direction is that of the surest that has one', () => {
  expect(directionOf([])).toBe('neutral');
  expect(directionOf([pattern(0, { direction: 'neutral' })])).toBe('neutral');
  expect(directionOf([pattern(0, { direction: 'neutral' }), pattern(0, { direction: 'bearish' })])).toBe(
    'bearish',
  );
});

test('a confidence says what it is made of', () => {
  expect(partsText(pattern(0))).toBe('(40 base + 15 volume) × 0.8 = 44');
  const alone = { base: 30, volume: 0, price: 0, timeframes: 0, multiplier: 1 };
  expect(partsText(pattern(0, { parts: alone, confidence: 30 }))).toBe('30 base × 1 = 30');
});

test('a screen reader hears names, directions and how sure they are', () => {
  const doji = pattern(0, { title: 'Doji', direction: 'neutral', confidence: 24, label: 'very_low' });
  expect(spokenPatterns([pattern(0), doji])).toBe(
    'Engulfing Pattern, bullish, confidence 44, low; Doji, neutral, confidence 24, very low',
  );
});

describe('the mark of a candle that still forms', () => {
  const doji = {
    name: 'CDLDOJI',
    title: 'Doji',
    direction: 'neutral',
    value: 100,
    level: 1,
    candles: 1,
  } as const;
  const engulfing = {
    ...doji,
    name: 'CDLENGULFING',
    title: 'Engulfing Pattern',
    direction: 'bullish',
  } as const;
  const candle = [kStart, 100, 103, 99, 102, 5] as const;

  test('stands at that candle, says it is not certain, and points as the first that points at all', () => {
    expect(formingMark({ time: kStart, patterns: [doji, engulfing] }, candle)).toEqual({
      time: kStart,
      high: 103,
      low: 99,
      direction: 'bullish',
      text: 'Doji +1?',
    });
  });

  test('is none of another candle, without a candle, and of nothing', () => {
    expect(formingMark({ time: kStart - kMinute, patterns: [doji] }, candle)).toBeNull();
    expect(formingMark({ time: kStart, patterns: [doji] }, null)).toBeNull();
    expect(formingMark({ time: kStart, patterns: [] }, candle)).toBeNull();
  });
});
