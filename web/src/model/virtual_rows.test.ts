import { describe, expect, it } from 'vitest';
import { rowWindow, scrollToShow } from './virtual_rows';

describe('rowWindow', () => {
  it('makes what is seen and a few more on each side', () => {
    // 320 px of 32 px rows from 3200 px on: rows 100 to 109 are seen.
    expect(rowWindow(3200, 320, 32, 1000)).toEqual({ first: 94, end: 116 });
  });

  it('stays inside the list at both ends', () => {
    expect(rowWindow(0, 320, 32, 1000)).toEqual({ first: 0, end: 16 });
    expect(rowWindow(31_680, 320, 32, 1000)).toEqual({ first: 984, end: 1000 });
    expect(rowWindow(0, 320, 32, 3)).toEqual({ first: 0, end: 3 });
    expect(rowWindow(0, 320, 32, 0)).toEqual({ first: 0, end: 0 });
  });

  it('never turns around when the list shrinks under the scroll position', () => {
    expect(rowWindow(9000, 320, 32, 5)).toEqual({ first: 5, end: 5 });
  });
});

describe('scrollToShow', () => {
  it('moves no further than needed', () => {
    expect(scrollToShow(5, 0, 320, 32)).toBe(0);
    expect(scrollToShow(10, 0, 320, 32)).toBe(32);
    expect(scrollToShow(2, 200, 320, 32)).toBe(64);
  });
});
