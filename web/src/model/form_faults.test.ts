import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/rest';
import { amountFault, gridFault, plain, refusalOf } from './form_faults';

describe('what is wrong with a form', () => {
  it('stands at the field the server names, in its words', () => {
    const error = new ApiError(422, 'off_grid', 'This must be a multiple of 0.01.', 'limit_price');
    expect(refusalOf(error)).toEqual({ limit_price: 'This must be a multiple of 0.01.' });
    expect(refusalOf(error, ({ code }) => code)).toEqual({ off_grid: 'This must be a multiple of 0.01.' });
  });

  it('is of the whole form where the server was not reached', () => {
    expect(refusalOf(new ApiError(0, 'unreachable', 'No connection'))).toEqual({
      '': 'The server does not answer; nothing was saved.',
    });
    expect(Object.keys(refusalOf(new TypeError('a fault of ours')))).toEqual(['']);
  });

  it.each([
    ['0.01', true, null],
    ['', true, 'This number is needed.'],
    ['', false, null],
    [' 12 ', true, null],
    ['0', true, 'This must be a number above 0.'],
    ['-1', true, 'This must be a number above 0.'],
    ['1e5', true, 'This must be a number above 0.'],
    ['1,5', true, 'This must be a number above 0.'],
    ['0x10', true, 'This must be a number above 0.'],
  ])('amount %j (needed: %j)', (text, isNeeded, fault) => {
    expect(amountFault(text, isNeeded)).toBe(fault);
  });

  // Hand arithmetic: 61234.57 is 6123457 steps of 0.01, 61234.575 is not a whole number of them.
  it.each([
    ['61234.57', 0.01, null],
    ['61234.575', 0.01, 'This must be a multiple of 0.01.'],
    ['0.1', 0.1, null],
    ['0.3', 0.1, null],
    ['0.00001', 0.00001, null],
    ['0.000015', 0.00001, 'This must be a multiple of 0.00001.'],
    ['7', 5, 'This must be a multiple of 5.'],
    ['not yet a number', 0.01, null],
  ])('%s on a grid of %d', (text, step, fault) => {
    expect(gridFault(text, step)).toBe(fault);
  });

  it('writes small steps without an exponent', () => {
    expect(plain(0.00000001)).toBe('0.00000001');
    expect(plain(5)).toBe('5');
    expect(plain(-0)).toBe('0');
    expect(plain(63330.62)).toBe('63330.62');
    expect(plain(0.1 + 0.2)).toBe('0.3');
    expect(plain(100)).toBe('100');
  });
});
