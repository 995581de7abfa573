import { describe, expect, it } from 'vitest';
import { globalShortcutOf, isPlainKey, shortcutOf } from './shortcuts';

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
    expect(shortcutOf('z')).toEqual({ action: 'levels' });
    expect(shortcutOf('Enter')).toBeNull();
    expect(shortcutOf('constructor')).toBeNull();
  });

  it('lead to the pages from anywhere, and mean one thing each', () => {
    expect(globalShortcutOf('m')).toEqual({ action: 'page', page: 'markets' });
    expect(globalShortcutOf('S')).toEqual({ action: 'page', page: 'system' });
    expect(globalShortcutOf('__proto__')).toBeNull();
    for (const key of 'abcdefghijklmnopqrstuvwxyz/?123456789')
      expect(shortcutOf(key) !== null && globalShortcutOf(key) !== null, key).toBe(false);
  });

  it('are no shortcuts with a modifier, when used already, or typed into a field', () => {
    const target = (inField: boolean) => ({ matches: () => inField });
    const press = (fields: object) => isPlainKey({ target: target(false), ...fields } as never);
    expect(press({})).toBe(true);
    expect(press({ ctrlKey: true })).toBe(false);
    expect(press({ metaKey: true })).toBe(false);
    expect(press({ defaultPrevented: true })).toBe(false);
    expect(press({ target: target(true) })).toBe(false);
  });
});
