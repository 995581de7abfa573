import { describe, expect, it } from 'vitest';
import type { Alert } from '../api/types';
import { conditionText, kConditionForms, kConditionTypes } from './alert_condition';
import { conditionOf, draftOf, faultsOf, fieldOf, newDraft, ruleOf, withType } from './alert_rule';

const alert: Alert = {
  id: '0123456789abcdef',
  name: 'Zone of ETH',
  symbol: 'sim:ETHUSDT',
  timeframe: '5m',
  condition: {
    type: 'zone',
    events: ['tested', 'broken'],
    zone_types: ['supply'],
    direction: 'bearish',
    least_confidence: 50,
  },
  repeat: 'always',
  cooldown_s: 60,
  expires_at: '2027-01-01T10:30:00Z',
  message: '{{ticker}}',
  body: null,
  webhooks: ['aaaa'],
  enabled: false,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

describe('a rule and its draft', () => {
  it('come back as they were', () => {
    const { id: _id, created_at: _created, updated_at: _updated, ...rule } = alert;
    expect(ruleOf(draftOf(alert))).toEqual(rule);
  });

  it('of every kind has only members the server knows of that kind', () => {
    for (const type of kConditionTypes) {
      const condition = conditionOf(withType(newDraft('BTCUSDT'), type));
      const { lists, directions, whens } = kConditionForms[type];
      const members = [
        'type',
        ...lists.map(({ name }) => name),
        ...(directions.length > 0 ? ['direction'] : []),
        ...(whens.length > 0 ? ['when'] : []),
      ];
      expect(Object.keys(condition).sort()).toEqual(members.sort());
    }
  });

  it('keeps a direction only where the other kind has it too', () => {
    const up = { ...newDraft(null), direction: 'up' as const };
    expect(withType(up, 'move').direction).toBe('up');
    expect(withType(up, 'zone').direction).toBeNull();
    expect(withType({ ...up, direction: null }, 'price_cross').direction).toBe('either');
  });
});

describe('faultsOf', () => {
  it('names each field that is wrong', () => {
    expect(faultsOf(newDraft(null))).toEqual({
      name: 'A rule needs a name.',
      'condition.level': 'This number is needed.',
    });
    const range = {
      ...withType(newDraft(null), 'price_range'),
      name: 'r',
      numbers: { low: 5, high: 5 },
      cooldown: 1.5,
      message: '{{nothing}}',
    };
    expect(faultsOf(range)).toEqual({
      'condition.low': 'Low must be below high.',
      cooldown_s: 'Whole seconds, 0 or more.',
      message: 'There is no placeholder {{nothing}}.',
    });
    const move = { ...withType(newDraft(null), 'move'), name: 'm', numbers: { percent: 0, candles: 2.5 } };
    expect(faultsOf(move)).toEqual({
      'condition.percent': 'This must be above 0.',
      'condition.candles': 'Whole candles only.',
    });
  });

  it('lets a whole rule through', () => {
    expect(faultsOf({ ...newDraft(null), name: 'n', numbers: { level: 65_000 } })).toEqual({});
    expect(faultsOf({ ...withType(newDraft(null), 'confluence'), name: 'n' })).toEqual({});
  });
});

describe('fieldOf', () => {
  it('finds the field of what the server complains about', () => {
    expect(['condition.names[3]', 'message:14', 'webhooks', 'condition.level'].map(fieldOf)).toEqual([
      'condition.names',
      'message',
      'webhooks',
      'condition.level',
    ]);
  });
});

describe('conditionText', () => {
  it('says in words what makes a rule fire', () => {
    expect(conditionText({ type: 'price_cross', level: 65_000, direction: 'up' }, 2)).toBe(
      'Price crosses 65,000.00 upwards',
    );
    expect(conditionText({ type: 'price_range', low: 1, high: 2, when: 'leaves' }, 1)).toBe(
      'Price leaves 1.0 – 2.0',
    );
    expect(conditionText({ type: 'move', percent: 2, candles: 1, direction: 'either' }, 2)).toBe(
      'Price moves 2 % within one candle',
    );
    expect(conditionText(alert.condition, 2)).toBe(
      'Zone tested, broken; supply; bearish; strength from 50 %',
    );
    expect(conditionText({ type: 'signal', names: ['strong_buy'], states: ['open'] }, 2)).toBe(
      'Signal: strong buy; open',
    );
    expect(conditionText({ type: 'candlestick', names: ['CDLHAMMER'], direction: 'bullish' }, 2)).toBe(
      'Candlestick: HAMMER; bullish',
    );
    expect(conditionText({ type: 'confluence', direction: null, least_confidence: 70 }, 2)).toBe(
      'Confluence; score from 70 %',
    );
  });
});
