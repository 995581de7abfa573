import type { LatencyStage } from '../api/types';

/** A common axis for the histograms of all stages: powers of two in milliseconds. */
export interface LatencyAxis {
  /** log2 of the lower edge of the first bucket shown */
  first: number;
  /** log2 of the upper edge of the last */
  last: number;
  /** Places for labels, 0..1 along the axis. */
  marks: { at: number; text: string }[];
}

export interface LatencyBar {
  /** 0..1 along the axis */
  x: number;
  width: number;
  /** 0..1 of the highest bar of this stage */
  height: number;
  /** Upper edge in ms */
  edge: number;
  count: number;
}

const kMarks: [number, string][] = [
  [1e-5, '10 ns'],
  [1e-4, '100 ns'],
  [1e-3, '1 µs'],
  [1e-2, '10 µs'],
  [0.1, '100 µs'],
  [1, '1 ms'],
  [10, '10 ms'],
  [100, '100 ms'],
  [1e3, '1 s'],
  [1e4, '10 s'],
  [1e5, '100 s'],
];

/** Null when nothing has been measured. */
export function axisOf(stages: readonly LatencyStage[]): LatencyAxis | null {
  const edges = stages.flatMap((stage) => stage.buckets.filter(([edge, count]) => edge > 0 && count > 0));
  if (edges.length === 0) return null;
  const logs = edges.map(([edge]) => Math.log2(edge));
  const first = Math.floor(Math.min(...logs)) - 1;
  const last = Math.ceil(Math.max(...logs));
  const marks = kMarks
    .map(([ms, text]) => ({ at: (Math.log2(ms) - first) / (last - first), text }))
    .filter(({ at }) => at >= 0 && at <= 1);
  return { first, last, marks };
}

/** The bars of one stage on that axis. Each bucket reaches from half its edge to its edge. */
export function barsOf(stage: LatencyStage, axis: LatencyAxis): LatencyBar[] {
  const highest = Math.max(...stage.buckets.map(([, count]) => count), 1);
  const length = axis.last - axis.first;
  return stage.buckets
    .filter(([edge, count]) => edge > 0 && count > 0)
    .map(([edge, count]) => ({
      x: (Math.log2(edge) - 1 - axis.first) / length,
      width: 1 / length,
      height: count / highest,
      edge,
      count,
    }));
}
