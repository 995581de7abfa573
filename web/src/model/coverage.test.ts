import { expect, test } from 'vitest';
import { Coverage } from './coverage';

test('asks for all that is wanted, once', () => {
  const coverage = new Coverage();
  expect(coverage.missing).toBeNull();
  coverage.want({ from: 100, to: 200 });
  expect(coverage.missing).toEqual({ from: 100, to: 200 });
  coverage.done({ from: 100, to: 200 });
  expect(coverage.missing).toBeNull();
});

test('asks only for what joined on either side', () => {
  const coverage = new Coverage();
  coverage.want({ from: 100, to: 200 });
  coverage.done({ from: 100, to: 200 });
  coverage.want({ from: 50, to: 250 });
  expect(coverage.missing).toEqual({ from: 50, to: 100 });
  coverage.done({ from: 50, to: 100 });
  expect(coverage.missing).toEqual({ from: 200, to: 250 });
});

test('what fell out has to be fetched again when it comes back', () => {
  const coverage = new Coverage();
  coverage.want({ from: 100, to: 200 });
  coverage.done({ from: 100, to: 200 });
  coverage.want({ from: 150, to: 200 });
  coverage.want({ from: 100, to: 200 });
  expect(coverage.missing).toEqual({ from: 100, to: 150 });
});

test('a stretch that is no longer wanted when it arrives covers nothing', () => {
  const coverage = new Coverage();
  coverage.want({ from: 100, to: 200 });
  coverage.want({ from: 900, to: 1000 });
  coverage.done({ from: 100, to: 200 });
  expect(coverage.missing).toEqual({ from: 900, to: 1000 });
});

test('forgetting keeps what is wanted', () => {
  const coverage = new Coverage();
  coverage.want({ from: 100, to: 200 });
  coverage.done({ from: 100, to: 200 });
  coverage.forget();
  expect(coverage.missing).toEqual({ from: 100, to: 200 });
});

test('a candle that was told live is neither missing nor a reason to fetch', () => {
  const coverage = new Coverage();
  coverage.want({ from: 100, to: 200 });
  coverage.done({ from: 100, to: 200 });
  coverage.follow(210);
  expect(coverage.missing).toBeNull();
  coverage.want({ from: 100, to: 210 });
  expect(coverage.missing).toBeNull();
});

test('following the live edge hides nothing that is missing before it', () => {
  const coverage = new Coverage();
  coverage.want({ from: 100, to: 200 });
  coverage.done({ from: 100, to: 150 });
  coverage.follow(210);
  expect(coverage.missing).toEqual({ from: 150, to: 210 });
});
