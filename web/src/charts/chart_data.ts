import type {
  HistogramData,
  ISeriesApi,
  LineData,
  CandlestickData,
  UTCTimestamp,
  WhitespaceData,
} from 'lightweight-charts';
import type { Candle } from '../api/types';
import { blanksOf, type Hole } from '../model/gaps';
import type { IndicatorTable } from '../model/indicator_table';
import type { Palette } from './palette';

/** Candles and indicator values in the shape lightweight-charts wants: seconds, one object a point. */
export type CandlePoint = CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;
export type LinePoint = LineData<UTCTimestamp> | HistogramData<UTCTimestamp>;

export function chartTime(milliseconds: number): UTCTimestamp {
  return (milliseconds / 1000) as UTCTimestamp;
}

export function candlePoint([time, open, high, low, close]: Candle): CandlestickData<UTCTimestamp> {
  return { time: chartTime(time), open, high, low, close };
}

export function volumePoint(candle: Candle, palette: Palette): HistogramData<UTCTimestamp> {
  const color = candle[4] >= candle[1] ? palette.upVolume : palette.downVolume;
  return { time: chartTime(candle[0]), value: candle[5], color };
}

/** All candles, with empty places where holes are. Holes are ascending and lie between candles. */
export function candlePoints(
  candles: readonly Candle[],
  holes: readonly Hole[],
  step: number,
): CandlePoint[] {
  const points: CandlePoint[] = [];
  let next = 0;
  for (const candle of candles) {
    for (; next < holes.length && holes[next]!.from < candle[0]; next += 1) {
      for (const time of blanksOf(holes[next]!, step)) points.push({ time: chartTime(time) });
    }
    points.push(candlePoint(candle));
  }
  return points;
}

/** The times after which a line must break because candles are missing there. */
export function breaksBefore(holes: readonly Hole[], step: number): Set<number> {
  return new Set(holes.map((hole) => hole.from - step));
}

const kInvisible = 'rgba(0, 0, 0, 0)';

/**
 * One output as a line. A segment takes the color of the point it starts at: at a hole it starts invisible. `back`: each
 * value is drawn so many candles before its own (Ichimoku's lagging span).
 */
export function linePoints(
  table: IndicatorTable,
  output: number,
  breaks: ReadonlySet<number>,
  back = 0,
): LineData<UTCTimestamp>[] {
  const points: LineData<UTCTimestamp>[] = [];
  const { times } = table;
  times.forEach((time, i) => {
    const value = table.at(time)?.[output] ?? null;
    const drawn = times[i - back];
    if (value === null || drawn === undefined) return;
    points.push(linePoint(drawn, value, breaks.has(drawn)));
  });
  return points;
}

export function linePoint(time: number, value: number, breaksAfter = false): LineData<UTCTimestamp> {
  return breaksAfter ? { time: chartTime(time), value, color: kInvisible } : { time: chartTime(time), value };
}

/** One output as columns above and below zero. */
export function columnPoints(
  table: IndicatorTable,
  output: number,
  palette: Palette,
): HistogramData<UTCTimestamp>[] {
  const points: HistogramData<UTCTimestamp>[] = [];
  for (const time of table.times) {
    const value = table.at(time)?.[output] ?? null;
    if (value !== null) points.push(columnPoint(time, value, palette));
  }
  return points;
}

export function columnPoint(time: number, value: number, palette: Palette): HistogramData<UTCTimestamp> {
  return { time: chartTime(time), value, color: value >= 0 ? palette.upVolume : palette.downVolume };
}

/** Takes the points after `time` off the end of a series: costs what goes, where setData() costs all that stays. */
export function dropAfter(series: ISeriesApi<'Candlestick' | 'Histogram' | 'Line'>, time: number): void {
  const points = series.data();
  let kept = points.length;
  while (kept > 0 && (points[kept - 1]!.time as number) * 1000 > time) kept -= 1;
  if (kept < points.length) series.pop(points.length - kept);
}
