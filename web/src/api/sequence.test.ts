import { describe, expect, it } from 'vitest';
import { SequenceWatch } from './sequence';

describe('SequenceWatch', () => {
  it('accepts numbers that follow each other and notices a hole once', () => {
    const watch = new SequenceWatch();
    expect([7, 8, 9].map((seq) => watch.accept('a', seq, false))).toEqual(['next', 'next', 'next']);
    expect(watch.accept('a', 12, false)).toBe('lost');
    expect(watch.accept('a', 13, false)).toBe('next');
  });

  it('lets a snapshot start anywhere', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 300, false);
    expect(watch.accept('a', 90, true)).toBe('next');
    expect(watch.accept('a', 91, false)).toBe('next');
  });

  it('keeps channels apart and forgets them on request', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 1, false);
    expect(watch.accept('b', 50, false)).toBe('next');
    watch.forget('a');
    expect(watch.accept('a', 70, false)).toBe('next');
    watch.forget();
    expect(watch.accept('b', 99, false)).toBe('next');
  });

  it('knows what it has seen before, and takes a message without a number as it comes', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 5, false);
    expect(watch.accept('a', 5, false)).toBe('old');
    expect(watch.accept('a', 4, false)).toBe('old');
    expect(watch.accept('a', 6, false)).toBe('next');
    expect(watch.accept('a', undefined, false)).toBe('next');
  });

  it('names the newest number of each channel it knows', () => {
    const watch = new SequenceWatch();
    watch.accept('a', 5, false);
    watch.accept('b', 9, true);
    expect(watch.newest(['a', 'b', 'c'])).toEqual({ a: 5, b: 9 });
  });
});
