/** A point of a line over time: Unix ms, and a value in whatever unit. */
export interface PlotPoint {
  at: number;
  value: number;
}

/** What lines are drawn into. */
export interface PlotFrame {
  from: number;
  to: number;
  low: number;
  high: number;
}

/** The frame that holds all of these lines; null for none with a point. `floor` belongs to it where it is given. */
export function frameOf(lines: readonly (readonly PlotPoint[])[], floor?: number): PlotFrame | null {
  let frame: PlotFrame | null = null;
  for (const line of lines) {
    for (const { at, value } of line) {
      frame ??= { from: at, to: at, low: value, high: value };
      frame.from = Math.min(frame.from, at);
      frame.to = Math.max(frame.to, at);
      frame.low = Math.min(frame.low, value);
      frame.high = Math.max(frame.high, value);
    }
  }
  if (frame === null) return null;
  if (floor !== undefined) {
    frame.low = Math.min(frame.low, floor);
    frame.high = Math.max(frame.high, floor);
  }
  // A line that never moves stands in the middle.
  if (frame.low === frame.high) {
    const room = Math.abs(frame.low) * 0.001 || 1;
    frame.low -= room;
    frame.high += room;
  }
  return frame;
}

/** At most about `most` points that look like all of them: of each stretch of time the lowest and the highest. */
export function thinned(line: readonly PlotPoint[], most: number): readonly PlotPoint[] {
  if (line.length <= most) return line;
  const [first, last] = [line[0]!, line.at(-1)!];
  const stretches = Math.max(1, Math.floor(most / 2));
  const length = (last.at - first.at) / stretches || 1;
  const kept: PlotPoint[] = [first];
  let [low, high] = [first, first];
  let stretch = 0;
  const keep = () => {
    const pair = low.at <= high.at ? [low, high] : [high, low];
    for (const point of pair) if (point.at > kept.at(-1)!.at) kept.push(point);
  };
  for (const point of line) {
    const now = Math.floor((point.at - first.at) / length);
    if (now !== stretch) {
      keep();
      [low, high] = [point, point];
      stretch = now;
    }
    if (point.value < low.value) low = point;
    if (point.value > high.value) high = point;
  }
  keep();
  if (last.at > kept.at(-1)!.at) kept.push(last);
  return kept;
}

/** An SVG path in a box of that size, y downwards. "stairs": a value holds until the next one. */
export function pathOf(
  line: readonly PlotPoint[],
  frame: PlotFrame,
  width: number,
  height: number,
  shape: 'straight' | 'stairs',
): string {
  const x = ({ at }: PlotPoint) => xOf(at, frame, width);
  const y = ({ value }: PlotPoint) => yOf(value, frame, height);
  return line
    .map((point, i) => {
      if (i === 0) return `M${x(point)} ${y(point)}`;
      return shape === 'stairs' ? `H${x(point)}V${y(point)}` : `L${x(point)} ${y(point)}`;
    })
    .join('');
}

export function xOf(at: number, { from, to }: PlotFrame, width: number): number {
  return tenth(to > from ? ((at - from) / (to - from)) * width : width / 2);
}

export function yOf(value: number, { low, high }: PlotFrame, height: number): number {
  return tenth(height - ((value - low) / (high - low)) * height);
}

/** Round values between low and high, 2 to 6 of them. */
export function ticksOf(low: number, high: number, most = 5): number[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i += 1) ticks.push(i * step + 0); // no -0
  return ticks;
}

/** The last point at or before a time, by halving; null before the first. */
export function pointAt(line: readonly PlotPoint[], at: number): PlotPoint | null {
  let [first, end] = [0, line.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if (line[middle]!.at <= at) first = middle + 1;
    else end = middle;
  }
  return line[first - 1] ?? null;
}

const tenth = (value: number) => Math.round(value * 10) / 10;
