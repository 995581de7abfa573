import { describe, expect, it } from 'vitest';
import type { DecisionTrace } from '../api/types';
import reasons from './testing/reasons.json';
import { changeTexts, gateLines, signed, verdictText, versionText } from './decision_tree';

const time = '2024-01-01T00:01:00Z';
const gate = (name: string, value: number, threshold: number, asked = true) => ({
  name,
  asked,
  passed: asked && value >= threshold,
  value,
  threshold,
  margin: value - threshold,
});

/** A decision without a signal. Structure 0.2 x 0.5 = 0.1 is all the score there is; weak signals begin at 0.2. */
const trace: DecisionTrace = {
  id: 'sim:BTCUSDT@1704067260123',
  symbol: 'BTCUSDT',
  venue: 'sim',
  candle: '2024-01-01T00:00:00Z',
  known_at: time,
  price: 100,
  data: 'good',
  verdict: 'no_signal',
  type: 'neutral',
  leaning: 'neutral',
  direction: 'bullish',
  signal: null,
  score: 0.1,
  readings: [
    {
      name: 'structure',
      known: true,
      value: 0.2,
      weight: 0.5,
      contribution: 0.1,
      timeframes: [{ timeframe: '4h', known: false, value: 0 }],
    },
    { name: 'momentum', known: false, value: 0, weight: 0.5, contribution: 0, timeframes: [] },
  ],
  gates: [
    gate('data', 1, 1),
    gate('direction', 0.1, 0.2),
    gate('confluence', 0.19, 0.1),
    gate('entry_filters', 0.5, 0.6),
    gate('confidence', 0, 40, false),
  ],
  ...(reasons as Pick<DecisionTrace, 'confluence' | 'confidence' | 'entry_filters'>),
  plan: null,
  nearest_change: [
    { gate: 'direction', from: 0.1, to: 0.2, readings: [{ name: 'structure', from: 0.2, to: 0.4 }] },
  ],
  versions: {
    decision: 1,
    structure: 2,
    zones: 3,
    configuration: '00000000000000ff',
    weights: 'default',
    weights_outcomes: 0,
  },
};
const linesOf = (name: string, of: DecisionTrace = trace) =>
  gateLines(of, 2).find(({ key }) => key === name)!;

describe('gateLines', () => {
  it('tells value, threshold and margin of what was asked', () => {
    expect(linesOf('direction').figures).toBe('0.100, needs 0.200, margin \u22120.100');
    expect(linesOf('confluence').figures).toBe('0.190, needs 0.100, margin +0.090');
    expect(linesOf('confidence').figures).toBe('not asked');
    expect(gateLines(trace, 2).map(({ outcome }) => outcome)).toEqual([
      'passed',
      'failed',
      'passed',
      'failed',
      'skipped',
    ]);
  });

  it('puts the readings under the score they sum to', () => {
    const [structure, momentum, sum] = linesOf('direction').children;
    expect(structure?.figures).toBe('+0.200 × weight 0.500 = +0.100');
    expect(structure?.children[0]).toMatchObject({ text: '4h', figures: 'not known yet' });
    expect(momentum?.figures).toBe('not known yet');
    expect(sum).toMatchObject({ text: 'Sum, the score', figures: '+0.100', outcome: 'none' });
  });

  // 0.25 x 0.95 x 0.8 x 1 = 0.19, and a bonus of a fifth of it.
  it('puts the factors and the bonus under the confluence they sum to', () => {
    const lines = linesOf('confluence').children;
    expect(lines.map(({ figures }) => figures)).toEqual(['+0.190', '+0.038', '0.228', '0.050']);
    expect(lines[0]?.children.map(({ figures }) => figures)).toEqual([
      '0.250 × 0.950 × 0.800 × 1.000',
      '99.50',
      'known 2024-01-01 00:01',
    ]);
    expect(lines[0]?.children[2]?.text).toBe('zone: demand, tested, 1 test');
  });

  it('says so when parts do not sum to the score', () => {
    const wrong = { ...trace, score: 0.15 };
    expect(linesOf('direction', wrong).children.at(-1)).toMatchObject({
      outcome: 'failed',
      figures: '+0.100, not +0.150',
    });
  });

  it('lists the filters, also those that do not apply', () => {
    const lines = linesOf('entry_filters').children;
    expect(lines.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'skipped']);
    expect(lines[1]?.figures).toBe('\u22120.25, needs 0');
    expect(linesOf('entry_filters').figures).toMatch(/^50\u202f%, needs 60\u202f%/);
  });
});

describe('what it comes to', () => {
  it('names what failed, and what alone would have changed it', () => {
    expect(verdictText(trace)).toBe('No signal: direction, entry filters failed');
    expect(changeTexts(trace)).toEqual([
      'The score points somewhere: it was 0.100, and needs 0.200. Alone would do: structure from +0.200 to +0.400.',
    ]);
  });

  it('of a signal names what came nearest to prevent it', () => {
    const signal: DecisionTrace = {
      ...trace,
      verdict: 'signal',
      type: 'weak_buy',
      nearest_change: [{ gate: 'risk_reward', from: 1.6, to: 1.5, readings: [] }],
    };
    expect(verdictText(signal)).toBe('Signal: weak buy');
    expect(changeTexts(signal)).toEqual([
      'Reward for the risk: it was 1.60; under 1.50 there would have been no signal.',
    ]);
  });

  it('says what decided', () => {
    expect(versionText(trace)).toBe(
      'Logic 1, structure 2, zones 3; configuration 00000000000000ff; default weights.',
    );
  });
});

it('writes a sign where there is something to sign', () => {
  expect([signed(0.25), signed(-0.1), signed(-0.0001)]).toEqual(['+0.250', '\u22120.100', '0.000']);
});
