import { expect, test } from 'vitest';
import type { VolumePattern } from '../api/types';
import {
  glyphOf,
  isHidden,
  isStrong,
  lineNameOf,
  parseVolumeLayer,
  VolumeTable,
  volumeText,
} from './volume_marks';

function finding(change: Partial<VolumePattern> = {}): VolumePattern {
  return {
    type: 'spike',
    title: 'Volume spike',
    timeframe: '1m',
    direction: 'bullish',
    strength: 'strong',
    confidence: 83,
    volume_ratio: 4,
    price_change: 1.25,
    measure: 4,
    candles: 1,
    from: '2024-01-01T00:30:00Z',
    from_price: 99,
    time: '2024-01-01T00:30:00Z',
    known_at: '2024-01-01T00:31:00Z',
    price: 100,
    origin: 'computed',
    logic_version: 1,
    ...change,
  };
}

test('the layer in an address is a strength', () => {
  expect(parseVolumeLayer('strong')).toBe('strong');
  expect(parseVolumeLayer('1')).toBeNull();
  expect(parseVolumeLayer('')).toBeNull();
});

test('marks what is at least so strong', () => {
  expect(isStrong(finding(), 'strong')).toBe(true);
  expect(isStrong(finding(), 'weak')).toBe(true);
  expect(isStrong(finding(), 'extreme')).toBe(false);
});

test('divergences against swings are lines, the others letters', () => {
  expect(lineNameOf(finding())).toBeNull();
  expect(glyphOf(finding())).toBe('S');
  expect(lineNameOf(finding({ type: 'obv_hidden_divergence' }))).toBe('OBV');
  expect(isHidden(finding({ type: 'obv_hidden_divergence' }))).toBe(true);
  expect(lineNameOf(finding({ type: 'ad_divergence' }))).toBe('A/D');
  expect(isHidden(finding({ type: 'ad_divergence' }))).toBe(false);
});

test('says what the numbers are', () => {
  expect(volumeText(finding())).toBe('4.0 × the mean volume, +1.25\u202f% over the candle');
  expect(volumeText(finding({ volume_ratio: 0, price_change: -0.5, candles: 7 }))).toBe(
    '−0.50\u202f% over 7 candles',
  );
});

test('holds each kind of a candle once, the surest first', () => {
  const table = new VolumeTable();
  table.merge([finding({ confidence: 10 }), finding({ type: 'breakout', confidence: 50 })]);
  table.merge([finding({ confidence: 90, origin: 'live' })]);
  expect(table.at(Date.parse('2024-01-01T00:30:00Z')).map(({ type }) => type)).toEqual(['spike', 'breakout']);
  table.keep(0, 1);
  expect(table.size).toBe(0);
});
