import { describe, expect, it } from 'vitest';
import type { IndicatorInfo } from '../api/types';
import { choiceText, complete, parseChoice, parseChoices, shortTitle } from './indicator_name';

const bands: IndicatorInfo = {
  id: 'BBANDS',
  title: 'Bollinger Bands',
  family: 'overlap',
  inputs: 'close',
  placement: 'price',
  formula: '',
  source: '',
  parameters: [
    {
      name: 'period',
      title: 'Period',
      default: 5,
      min: 2,
      max: 100,
      unit: 'candles',
      integer: true,
      option: false,
      choices: [],
    },
    {
      name: 'deviations_up',
      title: 'Up',
      default: 2,
      min: 0.5,
      max: 10,
      unit: 'sigma',
      integer: false,
      option: false,
      choices: [],
    },
  ],
  outputs: [],
};

describe('the text of an indicator', () => {
  it('is read back as it was written', () => {
    const choice = { id: 'BBANDS', parameters: { period: 20, deviations_up: 2.5 } };
    expect(choiceText(choice)).toBe('BBANDS:period=20,deviations_up=2.5');
    expect(parseChoice(choiceText(choice))).toEqual(choice);
    expect(parseChoice(' obv ')).toEqual({ id: 'OBV', parameters: {} });
  });

  it.each([
    '',
    ':',
    'RSI:',
    'RSI:period',
    'RSI:period=',
    'RSI:period=1=2',
    'RSI:=3',
    'RSI:period=1e999',
    '9X',
    'A B',
  ])('refuses %j', (text) => {
    expect(parseChoice(text)).toBeNull();
  });

  it('lists each indicator once', () => {
    expect(parseChoices('RSI:period=14;SMA;RSI:period=14;RSI:period=7').map(choiceText)).toEqual([
      'RSI:period=14',
      'SMA',
      'RSI:period=7',
    ]);
  });
});

describe('completing against the catalogue', () => {
  it('fills in defaults in the order of the row', () => {
    expect(choiceText(complete({ id: 'BBANDS', parameters: { deviations_up: 3 } }, bands))).toBe(
      'BBANDS:period=5,deviations_up=3',
    );
  });

  it('moves values into their range, rounds whole ones and drops unknown ones', () => {
    const given = { id: 'BBANDS', parameters: { period: 2000.4, deviations_up: -1, color: 7 } };
    expect(complete(given, bands).parameters).toEqual({ period: 100, deviations_up: 0.5 });
    expect(complete({ id: 'BBANDS', parameters: { period: 7.6 } }, bands).parameters['period']).toBe(8);
  });

  it('leaves out options at their default', () => {
    const source = {
      name: 'source',
      title: 'Source',
      default: 0,
      min: 0,
      max: 7,
      unit: '',
      integer: true,
      option: true,
      choices: ['close', 'open', 'high', 'low', 'hl2', 'hlc3', 'hlcc4', 'ohlc4'],
    };
    const sma = { ...bands, id: 'SMA', parameters: [bands.parameters[0]!, source] };
    expect(choiceText(complete({ id: 'SMA', parameters: { source: 0 } }, sma))).toBe('SMA:period=5');
    expect(choiceText(complete({ id: 'SMA', parameters: { source: 2 } }, sma))).toBe('SMA:period=5,source=2');
  });

  it('reads well', () => {
    expect(shortTitle(complete({ id: 'BBANDS', parameters: {} }, bands))).toBe('BBANDS 5 2');
  });
});
