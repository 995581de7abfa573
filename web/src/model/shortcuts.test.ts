import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts';

describe('shortcuts', () => {
  it('map the digits to the timeframes in order', () => {
    expect(shortcutOf('1')).toEqual({ action: 'timeframe', timeframe: '1m' });
    expect(shortcutOf('8')).toEqual({ action: 'timeframe', timeframe: '1w' });
    expect(shortcutOf('9')).toBeNull();
    expect(shortcutOf('0')).toBeNull();
  });

  it('take letters of either case and leave other keys alone', () => {
    expect(shortcutOf('I')).toEqual(shortcutOf('i'));
    expect(shortcutOf('/')).toEqual({ action: 'symbol' });
    expect(shortcutOf('Enter')).toBeNull();
    expect(shortcutOf('constructor')).toBeNull();
  });
});
