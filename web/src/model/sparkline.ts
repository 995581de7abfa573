/**
 * A small line through values: an SVG path in a box of `width` x `height`, y downwards. Empty for under two values. The
 * bottom of the box is the lowest value, or `floor` where that is lower.
 */
export function sparkPath(
  values: readonly number[],
  width: number,
  height: number,
  floor = Infinity,
): string {
  if (values.length < 2) return '';
  let low = floor;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const x = (i: number) => round((i * width) / (values.length - 1));
  const y = (value: number) =>
    high > low ? round(height - ((value - low) / (high - low)) * height) : height / 2;
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(value)}`).join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
