import { describe, expect, it } from 'vitest';
import type { ChartPattern } from '../api/types';
import {
  chartPatternAt,
  chartPatternShapes,
  ChartPatternTable,
  historyText,
  overSince,
  parseChartPatterns,
  spokenChartPattern,
  stateText,
  toggledState,
} from './chart_pattern_marks';
import type { Line } from './shapes';

const kStep = 60_000;
const kStart = Date.UTC(2024, 0, 1);
const iso = (minute: number) => new Date(kStart + minute * kStep).toISOString();
const ms = (minute: number) => kStart + minute * kStep;

/** A double top: 110 at minutes 0 and 20, the neckline at 100. */
const pattern = (change: Partial<ChartPattern> = {}): ChartPattern => ({
  id: '1:double_top',
  kind: 'double_top',
  title: 'Double top',
  direction: 'bearish',
  state: 'forming',
  reason: 'none',
  completion: 84.6,
  began_at: iso(22),
  start_time: iso(0),
  end_time: iso(20),
  known_at: iso(24),
  updated_at: iso(23),
  anchors: [
    { time: iso(0), price: 110 },
    { time: iso(10), price: 100 },
    { time: iso(20), price: 110 },
  ],
  boundaries: {
    upper: { from: { time: iso(0), price: 110 }, to: { time: iso(23), price: 110 } },
    lower: { from: { time: iso(0), price: 100 }, to: { time: iso(23), price: 100 } },
  },
  target: 90,
  invalidation: 111,
  breakout: null,
  outcome: { state: 'none', candles: 0, mfe_atr: 0, mae_atr: 0, mfe_percent: 0, mae_percent: 0 },
  confidence: 55,
  label: 'medium',
  reliability: 50,
  regime: 'unknown',
  details: {
    level: 4,
    scale: 'major',
    height: 10,
    atr: 1,
    quality: 0.8,
    base: 48,
    volume: 0,
    price: 0,
    timeframes: 0,
    multiplier: 1,
    history: { hits: 0, ended: 0, low: 0, high: 1 },
    history_in_regime: { hits: 0, ended: 0, low: 0, high: 1 },
  },
  origin: 'live',
  logic_version: 1,
  ...change,
});

const complete = (outcome: ChartPattern['outcome']['state'], candles: number) =>
  pattern({
    state: 'complete',
    completion: 100,
    breakout: { time: iso(30), price: 99 },
    outcome: { ...pattern().outcome, state: outcome, candles },
  });

const lines = (of: ChartPattern) => chartPatternShapes(of, kStep) as Line[];

describe('a layer of chart patterns in an address', () => {
  it('comes back in one order, and is nothing where none is known', () => {
    expect(parseChartPatterns('complete,forming')).toEqual(['forming', 'complete']);
    for (const text of ['', 'over', ',']) expect(parseChartPatterns(text)).toBeNull();
  });
  it('is switched state by state', () => {
    expect(toggledState(['forming'], 'failed')).toEqual(['forming', 'failed']);
    expect(toggledState(['forming'], 'forming')).toBeNull();
  });
});

describe('the outline of a chart pattern', () => {
  it('joins the anchors, with both boundaries, and is dashed while it forms', () => {
    const drawn = lines(pattern());
    expect(
      drawn.slice(0, 2).map(({ from, fromPrice, to, toPrice }) => [from, fromPrice, to, toPrice]),
    ).toEqual([
      [ms(0), 110, ms(10), 100],
      [ms(10), 100, ms(20), 110],
    ]);
    expect(drawn[2]).toMatchObject({
      fromPrice: 110,
      toPrice: 110,
      label: 'Double top 85 %',
      dash: 'dashed',
    });
    expect(drawn[3]).toMatchObject({ fromPrice: 100, toPrice: 100, label: '' });
  });

  it('leads to target and invalidation price until both are settled', () => {
    const goals = (of: ChartPattern) =>
      lines(of)
        .slice(4)
        .map(({ label, fromPrice, from, to }) => [label, fromPrice, from, to]);
    expect(goals(pattern())).toEqual([
      ['Target', 90, ms(20), null],
      ['Invalid', 111, ms(20), null],
    ]);
    expect(goals(complete('hit_target', 12))).toEqual([
      ['Target ✓', 90, ms(30), ms(42)],
      ['Invalid', 111, ms(30), ms(42)],
    ]);
    expect(goals(pattern({ target: null, invalidation: null }))).toEqual([]);
    expect(goals(pattern({ state: 'failed', reason: 'invalidated' }))).toEqual([]);
  });
});

describe('the life of a chart pattern', () => {
  it('is over when nothing more can become of it', () => {
    expect(overSince(pattern(), kStep)).toBeNull();
    expect(overSince(complete('open', 3), kStep)).toBeNull();
    expect(overSince(complete('timed_out', 40), kStep)).toBe(ms(70));
    expect(overSince(pattern({ state: 'expired', reason: 'too_late' }), kStep)).toBe(ms(23));
  });

  it('is told in words', () => {
    expect(stateText(pattern())).toBe('forming, 85 %');
    expect(stateText(complete('hit_target', 3))).toBe('complete, target reached');
    expect(stateText(pattern({ state: 'failed', reason: 'broke_early' }))).toBe(
      'failed: broke out before its last anchor stood',
    );
    expect(spokenChartPattern(pattern())).toBe('Double top, bearish, forming, 85 %');
    expect(historyText({ hits: 31, ended: 52, low: 0.459, high: 0.718 })).toBe(
      '31 of 52 reached the target: 46 to 72 %',
    );
    expect(historyText({ hits: 0, ended: 0, low: 0, high: 1 })).toBeNull();
  });
});

describe('ChartPatternTable', () => {
  it('holds the latest word of each, and forgets what lies outside', () => {
    const table = new ChartPatternTable(kStep);
    table.merge([complete('open', 1), pattern({ id: 'other', start_time: iso(100), began_at: iso(120) })]);
    table.merge([pattern({ known_at: iso(20) })]); // late word
    expect(table.shown(['complete']).map(({ id }) => id)).toEqual(['1:double_top']);
    expect(table.shown(['forming']).map(({ id }) => id)).toEqual(['other']);
    table.keep(ms(0), ms(90));
    expect(table.size).toBe(1);
    table.merge([{ ...complete('hit_target', 5), known_at: iso(36) }]);
    table.keep(ms(36), ms(90));
    expect(table.size).toBe(0);
  });
});

describe('chartPatternAt', () => {
  it('finds the newest outline around a point', () => {
    const both = [pattern(), pattern({ id: 'newer', start_time: iso(5), began_at: iso(23) })];
    expect(chartPatternAt(both, ms(10), 105)?.id).toBe('newer');
    expect(chartPatternAt(both, ms(2), 105)?.id).toBe('1:double_top');
    expect(chartPatternAt(both, ms(10), 115)).toBeNull();
    expect(chartPatternAt(both, ms(50), 105)).toBeNull();
  });
});
