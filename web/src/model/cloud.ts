import type { Candle, IndicatorInfo } from '../api/types';
import type { IndicatorTable } from './indicator_table';

/** Places of the outputs that make a cloud (Ichimoku) and how far ahead it is drawn. */
export interface CloudRule {
  conversion: number;
  base: number;
  spanA: number;
  spanB: number;
  /** Candles from a value to where it is drawn. */
  displacement: number;
  /** Candles whose middle span B is. */
  spanBPeriod: number;
}

/** Both edges of the cloud at a candle. */
export interface CloudPoint {
  /** Unix ms */
  time: number;
  a: number;
  b: number;
}

export interface Cloud {
  /** Ascending. */
  points: CloudPoint[];
  /** The first is one candle after the newest closed one. */
  ahead: { a: number; b: number }[];
}

/** null for an indicator without a cloud. */
export function cloudRule(
  info: IndicatorInfo,
  parameters: Readonly<Record<string, number>>,
): CloudRule | null {
  const place = (name: string) => info.outputs.findIndex((output) => output.name === name);
  const { displacement, span_b_period: spanBPeriod } = parameters;
  const [conversion, base, spanA, spanB] = ['Tenkan', 'Kijun', 'SenkouA', 'SenkouB'].map(place);
  const places = [conversion!, base!, spanA!, spanB!];
  if (places.includes(-1) || displacement === undefined || spanBPeriod === undefined) return null;
  return { conversion: conversion!, base: base!, spanA: spanA!, spanB: spanB!, displacement, spanBPeriod };
}

/**
 * The cloud under the candles as the server gives it, and what the newest candles have already made of it: span A is
 * the middle of conversion and base line, span B that of the last candles, both drawn `displacement` candles later.
 */
export function cloudOf(rule: CloudRule, table: IndicatorTable, closed: readonly Candle[]): Cloud {
  const points = table.times.flatMap((time): CloudPoint[] => {
    const row = table.at(time);
    const [a, b] = [row?.[rule.spanA] ?? null, row?.[rule.spanB] ?? null];
    return a === null || b === null ? [] : [{ time, a, b }];
  });
  const ahead: Cloud['ahead'] = [];
  for (let at = closed.length - rule.displacement; at < closed.length; at += 1) {
    const candle = closed[at];
    const row = candle === undefined ? null : table.at(candle[0]);
    const [conversion, base] = [row?.[rule.conversion] ?? null, row?.[rule.base] ?? null];
    const b = middleOf(closed, at, rule.spanBPeriod);
    if (conversion === null || base === null || b === null) return { points, ahead: [] };
    ahead.push({ a: (conversion + base) / 2, b });
  }
  return { points, ahead };
}

/** Half way between the extremes of the `period` candles up to `at`; null when there are not so many. */
function middleOf(closed: readonly Candle[], at: number, period: number): number | null {
  if (at - period + 1 < 0) return null;
  let [high, low] = [-Infinity, Infinity];
  for (let i = at - period + 1; i <= at; i += 1) {
    high = Math.max(high, closed[i]![2]);
    low = Math.min(low, closed[i]![3]);
  }
  return (high + low) / 2;
}
