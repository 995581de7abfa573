import { describe, expect, it } from 'vitest';
import type { ConfluenceFactor, ConfluencePage, ConfluenceZone } from '../api/types';
import { bandAt, bandLabel, bandsOf, parseConfluence, reasonsOf, spokenBand } from './confluence_marks';

const zone = (change: Partial<ConfluenceZone>): ConfluenceZone => ({
  direction: 'bullish',
  price: 100,
  top: 101,
  bottom: 99,
  score: 0.5,
  bonus: 0,
  features: {
    factor_count: 0,
    type_count: 0,
    mean_strength: 0,
    sd_zone_count: 0,
    sd_zone_strength_avg: 0,
    sd_fibonacci_alignment_count: 0,
    sd_fresh_zone_count: 0,
    sd_tested_zone_count: 0,
  },
  factors: [],
  ...change,
});
const page = (zones: ConfluenceZone[]): ConfluencePage => ({
  symbol: 'BTCUSDT',
  venue: 'sim',
  timeframe: '1m',
  time: '2026-01-01T00:00:00Z',
  known_at: '2026-01-01T00:01:00Z',
  zones,
});
const factor = (change: Partial<ConfluenceFactor>): ConfluenceFactor => ({
  type: 'rsi',
  timeframe: '1m',
  price: 100,
  strength: 1,
  confidence: 1,
  freshness: 1,
  weight: 0.1,
  contribution: 0.1,
  finding: { source: 'reading', kind: 'rsi', id: 0, time: '', known_at: '' },
  ...change,
});

describe('the least score in an address', () => {
  it('is a whole percentage', () => {
    expect(['0', '40', '100'].map(parseConfluence)).toEqual([0, 40, 100]);
    for (const bad of ['', '101', '-1', '4.5', 'x']) expect(parseConfluence(bad)).toBeNull();
  });
});

describe('bandsOf', () => {
  it('leaves out what is too low, and draws the highest last', () => {
    const bands = bandsOf(
      page([zone({ score: 0.7, price: 1 }), zone({ score: 0.2 }), zone({ score: 0.4 })]),
      40,
    );
    expect(bands.map(({ score }) => score)).toEqual([0.4, 0.7]);
    expect(bandsOf(null, 0)).toEqual([]);
  });
});

describe('bandAt', () => {
  const bands = bandsOf(
    page([zone({ score: 0.3 }), zone({ score: 0.6, price: 103, bottom: 100.5, top: 105 })]),
    0,
  );
  it('finds the highest at a price, and forgives a little', () => {
    expect(bandAt(bands, 100.8, 0)?.score).toBe(0.6);
    expect(bandAt(bands, 99.5, 0)?.score).toBe(0.3);
    expect(bandAt(bands, 98.9, 0.2)?.score).toBe(0.3);
    expect(bandAt(bands, 98.9, 0)).toBeNull();
  });
});

describe('what a band says', () => {
  it('needs no color', () => {
    expect(bandLabel(zone({ score: 0.724 }))).toBe('▲ 72');
    expect(bandLabel(zone({ direction: 'bearish', score: 0.05 }))).toBe('▼ 5');
    expect(spokenBand(zone({}), 1)).toBe('Bullish confluence, score 50 of 100, from 99.0 to 101.0');
  });

  it('names the reasons, the weightiest first, and the bonus', () => {
    const reasons = reasonsOf(
      zone({
        bonus: 0.15,
        factors: [
          factor({}),
          factor({ contribution: 0 }),
          factor({
            type: 'supply_demand',
            timeframe: '5m',
            contribution: 0.2,
            finding: { source: 'zone', kind: 'demand', id: 3, time: '', known_at: '' },
          }),
        ],
      }),
    );
    expect(reasons).toEqual([
      ['supply demand, 5m: demand', 0.2],
      ['Fibonacci level at a zone', 0.15],
      ['rsi, 1m', 0.1],
    ]);
  });
});
