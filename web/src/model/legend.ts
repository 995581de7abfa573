import type { Candle } from '../api/types';

export interface CandleReading {
  candle: Candle;
  /** Change of the close against the close before, in percent; null for the first candle held. */
  changePercent: number | null;
  isForming: boolean;
}

export function readingOf(candle: Candle, before: Candle | null, isForming: boolean): CandleReading {
  const base = before?.[4];
  const changePercent = base !== undefined && base > 0 ? (candle[4] / base - 1) * 100 : null;
  return { candle, changePercent, isForming };
}

/** The sentence a screen reader gets. `time` and `price` turn numbers into text. */
export function spokenReading(
  reading: CandleReading,
  time: (ms: number) => string,
  price: (value: number) => string,
): string {
  const [t, o, h, l, c] = reading.candle;
  const state = reading.isForming ? ', still forming' : '';
  return `${time(t)} UTC${state}: open ${price(o)}, high ${price(h)}, low ${price(l)}, close ${price(c)}`;
}
