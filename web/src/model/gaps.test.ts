import { describe, expect, it } from 'vitest';
import type { Candle, GapInfo } from '../api/types';
import { blanksOf, findHoles, kMaxBlanksPerHole, neverCloses, type Hole } from './gaps';

const kStep = 60_000;
const at = (i: number): Candle => [i * kStep, 1, 1, 1, 1, 1];
const iso = (i: number) => new Date(i * kStep).toISOString();
const gap = (from: number, to: number): GapInfo => ({
  timeframe: '1m',
  from: iso(from),
  to: iso(to),
  candles: to - from,
  reason: 'disconnect',
  state: 'open',
});

describe('findHoles', () => {
  it('finds none between neighbors', () => {
    expect(findHoles([at(1), at(2), at(3)], kStep, [], true)).toEqual([]);
    expect(findHoles([], kStep, [gap(1, 5)], true)).toEqual([]);
  });

  it('takes bounds and reason from the ledger', () => {
    const [hole, ...others] = findHoles([at(1), at(6)], kStep, [gap(2, 6)], true);
    expect(others).toEqual([]);
    expect(hole).toEqual({
      from: 2 * kStep,
      to: 6 * kStep,
      missing: 4,
      reason: 'disconnect',
      inLedger: true,
    });
  });

  it('shows a hole the ledger does not know, and says so', () => {
    const [hole] = findHoles([at(1), at(4)], kStep, [], true);
    expect(hole).toMatchObject({ missing: 2, inLedger: false });
  });

  it('takes closed hours of a market for what they are', () => {
    expect(findHoles([at(1), at(3000)], kStep, [], false)).toEqual([]);
  });

  it('shows of a gap that runs into closed hours only what the ledger names', () => {
    const [hole, ...others] = findHoles([at(1), at(3000)], kStep, [gap(2, 10)], false);
    expect(others).toEqual([]);
    expect(hole).toMatchObject({ from: 2 * kStep, to: 10 * kStep, missing: 8 });
  });

  it('shows no hole where the missing candles have arrived since', () => {
    expect(findHoles([at(1), at(2), at(3), at(4)], kStep, [gap(2, 4)], true)).toEqual([]);
  });

  it('cuts a ledger entry to the candles still missing', () => {
    const [hole] = findHoles([at(1), at(2), at(5)], kStep, [gap(2, 5)], true);
    expect(hole).toMatchObject({ from: 3 * kStep, missing: 2 });
  });
});

describe('blanksOf', () => {
  const hole = (missing: number): Hole => ({
    from: 0,
    to: missing * kStep,
    missing,
    reason: '',
    inLedger: true,
  });

  it('has a place for each missing candle', () => {
    expect(blanksOf(hole(3), kStep)).toEqual([0, kStep, 2 * kStep]);
  });

  it('is bounded, ascending, aligned and within the hole for a long one', () => {
    const blanks = blanksOf(hole(50_000), kStep);
    expect(blanks.length).toBe(kMaxBlanksPerHole);
    expect(blanks.every((time) => time % kStep === 0 && time < 50_000 * kStep)).toBe(true);
    expect(blanks.every((time, i) => i === 0 || time > blanks[i - 1]!)).toBe(true);
  });
});

describe('neverCloses', () => {
  it('holds for crypto markets only', () => {
    expect(['crypto_spot', 'crypto_perpetual', 'forex', 'equity', ''].map(neverCloses)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
