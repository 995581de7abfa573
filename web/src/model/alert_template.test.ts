import { describe, expect, it } from 'vitest';
import { fillTemplate, kPlaceholders, sampleOf, templateFault } from './alert_template';

// What a template may say: src/alerts/template.hpp and docs of TradingView's placeholders.
describe('fillTemplate', () => {
  it('puts values in the place of their names', () => {
    const sample = { ticker: 'BTCUSDT', price: '64250' };
    expect(fillTemplate('{{ticker}} at {{ price }}: {{stop}}!', sample)).toBe('BTCUSDT at 64250: !');
  });

  it('escapes inside the quotes of JSON, and writes null for what there is none of outside of them', () => {
    const body = '{"text": "{{rule}}", "stop": {{stop}}, "price": {{price}}}';
    const filled = fillTemplate(body, { rule: 'a "b"\n', price: '1.5' });
    expect(JSON.parse(filled)).toEqual({ text: 'a "b"\n', stop: null, price: 1.5 });
  });

  it('does not take an escaped quote for the end of a string', () => {
    expect(fillTemplate('{"a": "\\"{{rule}}"}', { rule: 'x"y' })).toBe('{"a": "\\"x\\"y"}');
  });
});

describe('templateFault', () => {
  it('accepts plain text, JSON, and nothing', () => {
    for (const text of ['', 'up {{close}}', '{{ticker}}', '{"a": {{price}}, "b": {"c": "{{ticker}}"}}'])
      expect(templateFault(text)).toBeNull();
  });
  it('names what is wrong', () => {
    expect(templateFault('{{prise}}')).toBe('There is no placeholder {{prise}}.');
    expect(templateFault('{{price')).toBe('{{ is not closed by }}.');
    expect(templateFault('price}}')).toBe('}} closes nothing.');
    expect(templateFault('{"a": {{ticker}}}')).toMatch(/would not be JSON/);
  });
});

describe('sampleOf', () => {
  it('has a value for what every firing has', () => {
    const sample = sampleOf(null, { symbol: 'sim:ETHUSDT', rule: 'High', price: 2800 });
    expect([sample['ticker'], sample['exchange'], sample['rule'], sample['price']]).toEqual([
      'ETHUSDT',
      'sim',
      'High',
      '2800',
    ]);
    const named = kPlaceholders.map(([name]) => name).filter((name) => sample[name] === undefined);
    expect(named).toEqual(['confidence', 'zone_top', 'zone_bottom', 'stop', 'target']);
  });
});
