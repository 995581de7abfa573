import { expect, test } from 'vitest';
import { runsOf } from './cloud_marks';

test('a cloud is cut where its lines cross', () => {
  const runs = runsOf([
    { x: 0, a: 10, b: 20 },
    { x: 10, a: 30, b: 20 }, // crosses half way: -10 to +10
    { x: 20, a: 30, b: 25 },
  ]);
  expect(runs).toEqual([
    [
      { x: 0, a: 10, b: 20 },
      { x: 5, a: 20, b: 20 },
    ],
    [
      { x: 5, a: 20, b: 20 },
      { x: 10, a: 30, b: 20 },
      { x: 20, a: 30, b: 25 },
    ],
  ]);
});

test('lines that only touch make one stretch, and a single point makes none', () => {
  expect(runsOf([{ x: 0, a: 1, b: 2 }])).toEqual([]);
  const touching = [
    { x: 0, a: 1, b: 2 },
    { x: 1, a: 2, b: 2 },
    { x: 2, a: 1, b: 2 },
  ];
  expect(runsOf(touching)).toEqual([touching]);
});
