import { describe, expect, it } from 'vitest';
import { SequenceWatch } from './sequence';

describe('SequenceWatch', () => {
  it('accepts numbers that follow each other and notices a hole once', () => {
    const watch = new SequenceWatch();
    expect([7, 8, 9].map((seq) => watch.accept('a', seq, false))).toEqual([true, true, true]);
    expect(watch.accept('a', 12, false)).toBe(false);
    expect(watch.accept('a', 13, false)).toBe(true);
  });

  it('lets a snapshot start anywhere', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 3, false);
    expect(watch.accept('a', 90, true)).toBe(true);
    expect(watch.accept('a', 91, false)).toBe(true);
  });

  it('keeps channels apart and forgets them on request', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 1, false);
    expect(watch.accept('b', 50, false)).toBe(true);
    watch.forget('a');
    expect(watch.accept('a', 70, false)).toBe(true);
    watch.forget();
    expect(watch.accept('b', 99, false)).toBe(true);
  });

  it('takes a double for harmless and a message without a number as it comes', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 5, false);
    expect(watch.accept('a', 5, false)).toBe(true);
    expect(watch.accept('a', undefined, false)).toBe(true);
  });
});
