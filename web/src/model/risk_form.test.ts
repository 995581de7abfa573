import { expect, it } from 'vitest';
import { kSizeForms, sizeFaults, sizeQuestion, sizeText, type SizeDraft } from './risk_form';

const draft = (change: Partial<SizeDraft>): SizeDraft => ({
  symbol: 'BTCUSDT',
  method: 'stop',
  values: {},
  ...change,
});

it('asks for what its method needs', () => {
  // docs: POST /api/risk/position-size says which members each method needs.
  const needed = { stop: ['stop'], atr: ['atr'], fraction: [], kelly: ['win_rate', 'payoff'] };
  for (const [method, names] of Object.entries(needed))
    expect(Object.keys(sizeFaults(draft({ method: method as SizeDraft['method'] }))), method).toEqual(names);
  expect(Object.keys(sizeFaults(draft({ method: 'volatility' })))).toEqual([
    'target_volatility',
    'volatility',
  ]);
  expect(sizeFaults(draft({ symbol: '', values: { stop: '90' } }))).toEqual({
    symbol: 'A position is in an instrument.',
  });
});

it('refuses what is out of bounds', () => {
  expect(sizeFaults(draft({ values: { stop: 'x', risk_percent: '101' } }))).toEqual({
    stop: 'This must be a number above 0.',
    risk_percent: 'This must be at most 100.',
  });
});

it('asks with amounts as typed, and leaves out what the server knows', () => {
  expect(sizeQuestion(draft({ values: { stop: ' 61000.50 ', payoff: '2' } }))).toEqual({
    symbol: 'BTCUSDT',
    method: 'stop',
    stop: '61000.50',
    risk_percent: 1,
  });
  expect(sizeText(draft({}), kSizeForms.stop.inputs[1]!)).toBe('1');
});
