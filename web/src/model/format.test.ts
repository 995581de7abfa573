import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  isLowScore,
  formatAge,
  formatBytes,
  formatChange,
  formatCompact,
  formatCountdown,
  formatDuration,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatScore,
  formatMoment,
  formatTime,
  formatValue,
  movementOf,
} from './format';

const kThin = '\u202f';

describe('prices', () => {
  it('carry the decimals of their instrument', () => {
    expect(formatPrice(64231.5, 2)).toBe('64,231.50');
    expect(formatPrice(0.00001234, 8)).toBe('0.00001234');
    expect(formatPrice(1.08755, 5)).toBe('1.08755');
    expect(formatPrice(1e6, 0)).toBe('1,000,000');
  });

  it.each([
    [5, 0.01, 2],
    [8, 0.00001, 5],
    [8, 0.0000001, 7],
    [2, 0.5, 1],
    [2, 25, 0],
    [3, 0.001, 3],
    [4, 0, 4],
    [2, 0.001, 2],
  ])(
    'written by the venue with %i decimals, in ticks of %d, need %i',
    (price_decimals, tick_size, needed) => {
      expect(decimalsOf({ price_decimals, tick_size })).toBe(needed);
    },
  );
});

describe('a number below zero', () => {
  it.each([
    ['price', formatPrice(-1234.5, 2), '\u22121,234.50'],
    ['change', formatChange(-0.051), '\u22120.05'],
    ['percentage', formatPercent(-1234.5), `\u22121,234.50${kThin}%`],
    ['compact number', formatCompact(-25_000), '\u221225K'],
    ['tiny number', formatCompact(-1.5e-7), '\u22121.50e\u22127'],
    ['quantity', formatQuantity(-12.345, 20), '\u221212.35'],
    ['value', formatValue(-3, 'index', 2), '\u22123.00'],
  ])('has a minus sign and no hyphen as a %s', (_, text, expected) => {
    expect(text).toBe(expected);
  });

  it('has none where it is written as zero', () => {
    expect(formatPrice(-0.001, 2)).toBe('0.00');
    expect(formatChange(-0.001)).toBe('0.00');
    expect(formatPercent(-0.001)).toBe(`0.00${kThin}%`);
  });
});

it('says of a change which way it went', () => {
  expect(formatChange(1234.5)).toBe('+1,234.50');
});

describe('percentages', () => {
  it('carry their sign', () => {
    expect(formatPercent(1.236)).toBe(`+1.24${kThin}%`);
    expect(formatPercent(-0.3)).toBe(`\u22120.30${kThin}%`);
  });

  it('say the direction by a mark, not by color alone', () => {
    expect(movementOf(2).mark).toBe('▲');
    expect(movementOf(-2).mark).toBe('▼');
    expect(movementOf(0.004)).toEqual({ text: `0.00${kThin}%`, direction: 'flat', mark: '■' });
  });
});

describe('volumes', () => {
  it.each([
    [0, '0'],
    [0.000123456, '0.000123'],
    [12.5, '12.5'],
    [9999, '9999'],
    [12345.678, '12.35K'],
    [1_000_000, '1M'],
    [4_560_000_000, '4.56B'],
    [-25_000, '\u221225K'],
    [3.2e15, '3200T'],
  ])('%d is %s', (value, text) => {
    expect(formatCompact(value)).toBe(text);
  });
});

describe('values of indicators', () => {
  it('follow their unit', () => {
    expect(formatValue(64231.5, 'price', 2)).toBe('64,231.50');
    expect(formatValue(57.1234, '%', 5)).toBe('57.12');
    expect(formatValue(1_234_567, 'volume', 2)).toBe('1.235M');
  });
});

describe('scores', () => {
  it('are rounded down, so that 100 % means flawless', () => {
    expect(formatScore(1)).toBe(`100${kThin}%`);
    expect(formatScore(0.9999)).toBe(`99${kThin}%`);
    expect(formatScore(0.29)).toBe(`29${kThin}%`);
  });
});

describe('times', () => {
  it('are UTC to the minute', () => {
    expect(formatTime(Date.UTC(2023, 2, 24, 12, 40, 59))).toBe('2023-03-24 12:40');
    expect(formatMoment(Date.UTC(2023, 2, 24, 12, 40, 59))).toBe('2023-03-24 12:40:59');
  });

  it.each([
    [-5, `0${kThin}s`],
    [4_900, `4${kThin}s`],
    [89_000, `89${kThin}s`],
    [90_000, `1${kThin}min`],
    [3_600_000 * 3, `3${kThin}h`],
    [86_400_000 * 5, `5${kThin}d`],
  ])('an age of %d ms reads %s', (age, text) => {
    expect(formatAge(age)).toBe(text);
  });

  it.each([
    [0, '00:00'],
    [41_001, '00:42'],
    [3_600_000 * 3 + 420_000, '3:07:00'],
    [86_400_000 * 2 + 3_600_000 * 4 + 600_000, '2d 04:10'],
  ])('%d ms left read %s', (left, text) => {
    expect(formatCountdown(left)).toBe(text);
  });
});

describe('durations and sizes', () => {
  it.each([
    [0, `0${kThin}ns`],
    [0.00085, `850${kThin}ns`],
    [0.0123, `12.3${kThin}µs`],
    [0.9996, `1000${kThin}µs`],
    [4.56, `4.56${kThin}ms`],
    [999, `999${kThin}ms`],
    [1200, `1.20${kThin}s`],
  ])('%f ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [512, `512${kThin}B`],
    [1_200_000, `1.20${kThin}MB`],
    [212_000_000, `212${kThin}MB`],
    [48_000_000_000, `48.0${kThin}GB`],
  ])('%f bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('quantities in a column', () => {
  it('carry the decimals that suit the largest of them', () => {
    expect([0.987, 7.6, 41.59].map((value) => formatQuantity(value, 41.59))).toEqual([
      '0.99',
      '7.60',
      '41.59',
    ]);
    expect(formatQuantity(0.00042, 0.0051)).toBe('0.000420');
    expect(formatQuantity(3, 12_345)).toBe('3');
    expect(formatQuantity(1_234_567, 9_000_000)).toBe('1.235M');
    expect(formatQuantity(0, 0)).toBe('0.000');
  });
});

describe('low scores', () => {
  it('are those that read under 90 %', () => {
    expect([0.9, 0.8999999999999, 0.899, 1].map(isLowScore)).toEqual([false, false, true, false]);
  });
});
