import type { Stream } from '../api/types';

/** Instruments whose name contains the filter's words, the one with the lowest score of any timeframe first. */
export function worstFirst(streams: readonly Stream[], filter: string): Stream[] {
  const words = filter.toUpperCase().split(/\s+/);
  const lowest = ({ quality }: Stream) => Math.min(2, ...Object.values(quality));
  return streams
    .filter(({ venue, symbol }) => words.every((word) => `${venue}:${symbol}`.toUpperCase().includes(word)))
    .map((stream) => ({ stream, lowest: lowest(stream) }))
    .sort((a, b) => a.lowest - b.lowest || (a.stream.symbol < b.stream.symbol ? -1 : 1))
    .map(({ stream }) => stream);
}
