import { describe, expect, it } from 'vitest';
import type { ZoneInfo, ZoneTest } from '../api/types';
import {
  boxOf,
  kDefaultZones,
  lookOf,
  nearest,
  parseZoneLayer,
  spokenZone,
  styleOf,
  toggled,
  zoneAt,
  zoneLayerText,
  ZoneTable,
} from './zone_marks';

/** What drawing looks at; the server says more of each zone. */
const zone = (change: Partial<ZoneInfo> = {}) =>
  ({
    id: '0123456789abcdef',
    zone_type: 'demand',
    direction: 'bullish',
    formation: 'drop_base_rally',
    status: 'active',
    ended_by: '',
    top_price: 101,
    bottom_price: 100,
    strength: 0.5,
    left_time: '2024-01-01T00:00:00Z',
    right_time: '2024-01-01T00:02:00Z',
    impulse_from: '2024-01-01T00:03:00Z',
    impulse_to: '2024-01-01T00:06:00Z',
    created_at: '2024-01-01T00:06:00Z',
    updated_at: '2024-01-01T00:06:00Z',
    ended_at: null,
    known_at: '2024-01-01T00:07:00Z',
    test_count: 0,
    success_count: 0,
    magnitude_atr: 2.5,
    momentum: 1,
    volume_ratio: 0,
    atr_at_creation: 1,
    volume_at_creation: 0,
    flipped_from: null,
    successor: null,
    tests: [],
    origin: 'live',
    logic_version: 1,
    ...change,
  }) as ZoneInfo;

// Numbers and colors: the dashboard's specification.
describe('styleOf', () => {
  it('has the colors and letters of the specification', () => {
    const looks = [
      zone({ zone_type: 'supply' }),
      zone(),
      zone({ zone_type: 'continuation' }),
      zone({ status: 'flipped' }),
    ];
    expect(looks.map((one) => styleOf(one).fill)).toEqual(['#FF4444', '#44FF44', '#4444FF', '#FF8844']);
    expect(looks.map((one) => styleOf(one).border)).toEqual(['#CC0000', '#00CC00', '#0000CC', '#CC4400']);
    expect(looks.map((one) => styleOf(one).letter).join('')).toBe('SDCF');
    expect(lookOf(zone({ formation: 'flip' }))).toBe('flipped');
  });

  it('draws the strong ones stronger, within bounds', () => {
    expect(styleOf(zone({ strength: 0.5 })).borderWidth).toBe(2);
    expect(styleOf(zone({ strength: 1 })).borderWidth).toBe(3);
    expect(styleOf(zone({ strength: 0.5 })).opacity).toBeCloseTo(0.6);
    expect(styleOf(zone({ strength: 0 })).opacity).toBeCloseTo(0.3);
    expect(styleOf(zone({ strength: 1 })).opacity).toBeCloseTo(1);
  });

  it('fades tested ones to 60 % and dashes broken ones at 30 %', () => {
    expect(styleOf(zone({ status: 'tested', strength: 0.5 })).opacity).toBeCloseTo(0.36);
    const broken = styleOf(zone({ status: 'broken', strength: 1 }));
    expect([broken.opacity, broken.dashed]).toEqual([0.3, true]);
    expect(styleOf(zone()).dashed).toBe(false);
  });
});

describe('a layer in an address', () => {
  it('comes back as it was', () => {
    const layer = { looks: ['supply', 'flipped'], statuses: ['active', 'flipped'] } as const;
    expect(zoneLayerText(layer)).toBe('sf:af');
    expect(parseZoneLayer('sf:af')).toEqual(layer);
    expect(parseZoneLayer(zoneLayerText(kDefaultZones))).toEqual(kDefaultZones);
  });
  it('is nothing when it cannot be read', () => {
    for (const text of ['', ':', 's:', ':a', 'x:y', 's:a:t']) expect(parseZoneLayer(text)).toBeNull();
  });
});

describe('ZoneTable', () => {
  const test = {
    number: 1,
    time: '2024-01-01T00:10:00Z',
    test_type: 'touch',
    outcome: 'open',
    price: 101,
    rejection_strength: 0,
    volume: 1,
    subsequent_move_pips: 0,
  } as ZoneTest;
  it('holds the latest word of a zone and all its tests', () => {
    const table = new ZoneTable();
    table.merge([zone()]);
    table.merge([zone({ status: 'tested', updated_at: '2024-01-01T00:10:00Z', tests: [test] })]);
    table.merge([
      zone({
        status: 'broken',
        updated_at: '2024-01-01T00:20:00Z',
        tests: [{ ...test, number: 2, time: '2024-01-01T00:18:00Z' }],
      }),
    ]);
    table.merge([zone({ updated_at: '2024-01-01T00:15:00Z' })]); // late word
    const [held] = table.shown(kDefaultZones);
    expect([held?.status, held?.tests.length]).toEqual(['broken', 2]);
  });
  it('keeps the time of the break when the zone flips later, and its links', () => {
    const table = new ZoneTable();
    const broken = '2024-01-01T00:20:00Z';
    table.merge([zone({ status: 'broken', updated_at: broken, ended_at: broken })]);
    const flipped = '2024-01-01T00:30:00Z';
    table.merge([zone({ status: 'flipped', updated_at: flipped, ended_at: flipped, successor: 'next' })]);
    expect(table.get('0123456789abcdef')).toMatchObject({
      status: 'flipped',
      ended_at: broken,
      successor: 'next',
    });
  });
  it('drops computed zones that a later answer no longer has, and keeps what was said live', () => {
    const table = new ZoneTable();
    table.merge([zone({ id: 'computed', origin: 'computed' }), zone({ id: 'live' })]);
    table.replace([zone({ id: 'other', origin: 'computed' })]);
    expect(
      table
        .shown(kDefaultZones)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['live', 'other']);
  });
  it('forgets zones whose life lies outside the candles held', () => {
    const table = new ZoneTable();
    table.merge([
      zone({ id: 'over', ended_at: '2024-01-01T00:09:00Z' }),
      zone({ id: 'reaches', ended_at: '2024-01-01T00:11:00Z' }),
      zone({ id: 'later', created_at: '2024-01-01T02:00:00Z' }),
      zone({ id: 'lives' }),
    ]);
    table.keep(Date.parse('2024-01-01T00:10:00Z'), Date.parse('2024-01-01T01:00:00Z'));
    expect(
      table
        .shown(kDefaultZones)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['lives', 'reaches']);
  });
  it('shows what the layer asks for', () => {
    const table = new ZoneTable();
    table.replace([zone(), zone({ id: 'b', zone_type: 'supply', status: 'expired' })]);
    expect(table.shown(kDefaultZones).map((one) => one.id)).toEqual(['0123456789abcdef']);
    expect(table.shown({ looks: ['supply'], statuses: ['expired'] }).map((one) => one.id)).toEqual(['b']);
  });
});

describe('zoneAt', () => {
  const zones = [zone(), zone({ id: 'newer', top_price: 100.5 })];
  const noon = Date.parse('2024-01-01T12:00:00Z');
  it('finds the newest zone at a point of its life', () => {
    expect(zoneAt(zones, noon, 100.2)?.id).toBe('newer');
    expect(zoneAt(zones, noon, 100.8)?.id).toBe('0123456789abcdef');
    expect(zoneAt(zones, noon, 102)).toBeNull();
    expect(zoneAt(zones, noon, 102, 1.2)?.id).toBe('0123456789abcdef');
    expect(zoneAt(zones, noon, 99.5, 0.6)?.id).toBe('newer');
    expect(zoneAt([zone({ ended_at: '2024-01-01T06:00:00Z' })], noon, 100.5)).toBeNull();
    expect(zoneAt(zones, Date.parse('2023-12-31T00:00:00Z'), 100.2)).toBeNull();
  });
});

describe('a zone on the chart', () => {
  it('reaches from its base to where it ended, else to the edge', () => {
    expect(boxOf(zone())).toMatchObject({
      from: Date.parse('2024-01-01T00:00:00Z'),
      to: null,
      top: 101,
      bottom: 100,
      label: 'D',
      dash: 'solid',
    });
    const ended_at = '2024-01-01T06:00:00Z';
    expect(boxOf(zone({ status: 'broken', ended_at }))).toMatchObject({
      to: Date.parse(ended_at),
      dash: 'dashed',
    });
  });
  it('is spoken of with its type, bounds, status and strength', () => {
    const text = spokenZone(zone({ status: 'expired', ended_by: 'age' }), (value) => value.toFixed(1));
    expect(text).toBe('Demand zone 100.0 to 101.0, expired of age, strength 50 %');
  });
  it('is listed by its distance to the price while it stands', () => {
    const zones = [
      zone({ id: 'far', top_price: 91, bottom_price: 90 }),
      zone({ id: 'over', status: 'broken' }),
      zone({ id: 'inside', top_price: 101, bottom_price: 99 }),
      zone({ id: 'above', zone_type: 'supply', top_price: 104, bottom_price: 103 }),
    ];
    expect(nearest(zones, 100, 2).map(({ id }) => id)).toEqual(['inside', 'above']);
  });
});

describe('filters', () => {
  it('are switched one by one, and the last one stays', () => {
    const one = { looks: ['supply'], statuses: ['active', 'tested'] } as const;
    expect(toggled(one, 'demand', 'looks').looks).toEqual(['supply', 'demand']);
    expect(toggled(one, 'active', 'statuses').statuses).toEqual(['tested']);
    expect(toggled(one, 'supply', 'looks')).toBe(one);
  });
});
