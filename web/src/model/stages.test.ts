import { describe, expect, it } from 'vitest';
import type { Activation, Criterion } from '../api/types';
import {
  asideText,
  formatInterval,
  formatMeasure,
  formatSample,
  formatTarget,
  nearness,
  obstacleOf,
  stepText,
} from './stages';

const criterion: Criterion = {
  id: 'win_rate',
  title: 'Win rate',
  verdict: 'too_few',
  measured: 0.625,
  target: 0.8,
  bound: 'at_least',
  unit: 'share',
  sample: 8,
  sample_min: 30,
  sample_of: 'trades closed at this stage',
  interval: { low: 0.3057, high: 0.8632 },
  interval_method: "Wilson's score interval",
};

function board(change: Partial<Activation>): Activation {
  return {
    stage: 'paper',
    multiplier: 1,
    since: '2024-01-01T00:00:00Z',
    go: false,
    next: 'micro',
    hindrance: null,
    stages: [],
    configuration: { id: 'a', rejected: false, last_good: null },
    criteria: [criterion],
    triggers: [],
    events: [],
    ...change,
  };
}

describe('measures', () => {
  it('have their unit, and no zeros that say nothing', () => {
    expect(formatMeasure(0.625, 'share')).toBe('62.5\u202f%');
    expect(formatMeasure(180, 'ms')).toBe('180\u202fms');
    expect(formatMeasure(3.14159, 'ratio')).toBe('3.14');
    expect(formatMeasure(null, 'share')).toBe('–');
  });

  it('stand beside target, sample and interval', () => {
    expect(formatTarget(criterion)).toBe('at least 80\u202f%');
    expect(formatSample(criterion)).toBe('8 of 30');
    expect(formatSample({ ...criterion, sample: 31 })).toBe('31');
    expect(formatInterval(criterion)).toBe('30.57\u202f% to 86.32\u202f%');
    expect(formatInterval({ ...criterion, interval: null })).toBeNull();
  });
});

describe('the way up', () => {
  it('is barred by what is not met', () => {
    expect(obstacleOf(board({}))).toBe('Not met yet: win rate');
    expect(obstacleOf(board({ criteria: [{ ...criterion, verdict: 'met' }] }))).toBeNull();
  });

  it('is barred by the account whatever is met', () => {
    expect(obstacleOf(board({ hindrance: 'play money', criteria: [] }))).toBe('play money');
    expect(obstacleOf(board({ next: null, hindrance: 'full is the highest stage' }))).toBe(
      'full is the highest stage',
    );
  });
});

describe('a strategy that stands aside', () => {
  it('says what is judged instead', () => {
    expect(asideText(board({}))).toBeNull();
    expect(asideText(board({ stage: 'shadow', multiplier: 0 }))).toContain('would have done');
    // Real money, at paper: the server's multiplier is 0 there.
    expect(asideText(board({ multiplier: 0 }))).toContain('no real money');
  });
});

describe('the way down', () => {
  it('is as near as the trigger', () => {
    const trigger = { id: 'drawdown', title: 'Drawdown', bound: 'at_most', unit: 'share' } as const;
    expect(nearness({ ...trigger, measured: 0.02, limit: 0.05 })).toBeCloseTo(0.4);
    expect(nearness({ ...trigger, measured: 0.2, limit: 0.05 })).toBe(1);
    expect(nearness({ ...trigger, measured: null, limit: 0.05 })).toBeNull();
    expect(nearness({ ...trigger, bound: 'at_least', measured: 0.9, limit: 0.5 })).toBeNull();
  });

  it('is told in words', () => {
    const step = { number: 1, at: '', configuration: 'a', reason: 'why', rollback: null, criteria: [] };
    expect(stepText({ ...step, kind: 'rolled_back', from: 'paper', to: 'shadow' })).toBe(
      'Rolled back from Paper to Shadow',
    );
    expect(stepText({ ...step, kind: 'restarted', from: 'paper', to: 'paper' })).toBe('Begun anew at Paper');
  });
});
