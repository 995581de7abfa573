import { describe, expect, it } from 'vitest';
import { LabelRoom } from './label_room';

describe('LabelRoom', () => {
  it('gives a place once, until the next frame', () => {
    const room = new LabelRoom();
    room.clear(200, 100);
    expect(room.take(20, 20, 30, 14)).toBe(true);
    expect(room.take(40, 25, 30, 14)).toBe(false); // overlaps
    expect(room.take(20, 60, 30, 14)).toBe(true);
    room.clear(200, 100);
    expect(room.take(40, 25, 30, 14)).toBe(true);
  });

  it('refuses what would be cut off', () => {
    const room = new LabelRoom();
    room.clear(200, 100);
    expect(room.take(-3, 20, 30, 14)).toBe(false);
    expect(room.take(185, 20, 30, 14)).toBe(false);
    expect(room.take(20, 95, 30, 14)).toBe(false);
  });

  it('measures a text once', () => {
    let measured = 0;
    const context = { measureText: () => ((measured += 1), { width: 12 } as TextMetrics) };
    const room = new LabelRoom();
    expect([room.widthOf(context, 'HH'), room.widthOf(context, 'HH')]).toEqual([12, 12]);
    expect(measured).toBe(1);
  });
});
