/** Under so many device pixels from candle to candle nothing wider than one has room. */
const kNarrow = 2.5;

/** Width of a candle's body or column in whole device pixels, where candles are so many of them apart. */
export function columnWidth(spacing: number): number {
  if (spacing < kNarrow) return 1;
  // The wider the candles, the more of their room is left free.
  const share = 0.88 - 0.13 * Math.min(1, Math.max(0, spacing - 4) / 12);
  return Math.max(1, Math.floor(spacing * share));
}

/** Left edge of something `width` wide around `middle`, in device pixels. */
export function leftOf(middle: number, width: number): number {
  return Math.round(middle - width / 2);
}
