import { describe, expect, it } from 'vitest';
import type { ProcessInfo, QueueInfo } from '../api/types';
import { cpuShare, loadOf } from './machine';

const process = (cpu_seconds: number, uptime_s: number): ProcessInfo => ({
  cpu_seconds,
  uptime_s,
  rss_bytes: 1,
  rss_peak_bytes: 1,
  threads: 1,
});

describe('cpuShare', () => {
  it('divides processor time by wall time: 0.5 s in 2 s are a quarter of a core', () => {
    expect(cpuShare(process(10, 100), process(10.5, 102), 2000)).toBe(0.25);
  });

  it('says nothing before there are two pictures, and none across a restart', () => {
    expect(cpuShare(null, process(10, 100), 2000)).toBeNull();
    expect(cpuShare(process(10, 100), process(0.2, 1), 2000)).toBeNull();
    expect(cpuShare(process(10, 100), process(11, 100), 0)).toBeNull();
  });
});

describe('queues', () => {
  const queue = (fields: Partial<QueueInfo>): QueueInfo => ({
    name: 'q',
    owner: 'o',
    policy: 'block',
    capacity: 200,
    depth: 20,
    high_water: 100,
    unit: 'events',
    full: 0,
    lost: 0,
    coalesced: 0,
    ...fields,
  });

  it('are shown as shares of their capacity', () => {
    expect(loadOf(queue({}))).toEqual({ depth: 0.1, highWater: 0.5, isWorrying: false });
  });

  it('worry when something was lost, or when they were nearly full', () => {
    expect(loadOf(queue({ lost: 1 })).isWorrying).toBe(true);
    expect(loadOf(queue({ high_water: 160 })).isWorrying).toBe(true);
    expect(loadOf(queue({ high_water: 159 })).isWorrying).toBe(false);
  });

  it('without capacity, or over it, stay in bounds', () => {
    expect(loadOf(queue({ capacity: 0 })).depth).toBe(0);
    expect(loadOf(queue({ depth: 900 })).depth).toBe(1);
  });
});
