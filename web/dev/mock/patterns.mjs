// Two candlestick patterns for the mock, recognised roughly: enough to work on the layer without the binary.

export const kPatterns = [
  row('CDLDOJI', 'Doji', 'doji', 'unsigned', 1, 1, 'Open and close are as good as equal.'),
  row('CDLENGULFING', 'Engulfing Pattern', 'pairs', 'either', 2, 2, 'A body around the body before it, of the other color.'),
]; // prettier-ignore

function row(name, title, family, direction, level, candles, definition) {
  const meanings = { bullish: null, bearish: null, neutral: null };
  if (direction === 'either') meanings.bullish = meanings.bearish = 'Read as a turn.';
  else meanings.neutral = 'Read as indecision.';
  const role = direction === 'either' ? 'reversal' : 'indecision';
  const rest = { role, meanings, level, candles, definition, source: 'mock', logic_version: 1 };
  return { name, title, family, direction, ...rest };
}

function valueOf(name, candle, before) {
  const [, open, high, low, close] = candle;
  if (name === 'CDLDOJI') return Math.abs(close - open) < 0.1 * (high - low) ? 100 : 0;
  if (before === undefined || close > open === before[4] > before[1]) return 0;
  const [top, bottom] = [Math.max(open, close), Math.min(open, close)];
  const around = top > Math.max(before[1], before[4]) && bottom < Math.min(before[1], before[4]);
  return around ? (close > open ? 100 : -100) : 0;
}

/** All patterns of the candles, oldest first. */
export function patternsOf(candles, length, { min_confidence: least = 0, names } = {}) {
  const wanted = names?.toUpperCase().split(',');
  return candles.flatMap((candle, i) =>
    kPatterns.flatMap(({ name, title, direction, level, candles: count }) => {
      if (wanted !== undefined && !wanted.includes(name) && !wanted.includes(name.slice(3))) return [];
      const value = valueOf(name, candle, candles[i - 1]);
      const parts = {
        base: 20 + 10 * level,
        volume: candle[5] % 30,
        price: 0,
        timeframes: 0,
        multiplier: 0.8,
      };
      const confidence = (parts.base + parts.volume) * parts.multiplier;
      if (value === 0 || confidence < Number(least)) return [];
      const sign = value > 0 ? 'bullish' : 'bearish';
      const pattern = {
        name,
        title,
        direction: direction === 'unsigned' ? 'neutral' : sign,
        value,
        level,
        candles: count,
        time: new Date(candle[0]).toISOString(),
        known_at: new Date(candle[0] + length).toISOString(),
        price: candle[4],
        confidence,
        label: confidence < 40 ? 'very_low' : 'low',
        parts,
        volume_confirmation: parts.volume / 30,
        trend_alignment: 0.5,
        origin: 'computed',
        logic_version: 1,
      };
      return [pattern];
    }),
  );
}

export function statisticsOf(candles, length, { symbol, timeframe }) {
  const found = patternsOf(candles, length);
  const rows = kPatterns.map(({ name, title }) => {
    const own = found.filter((pattern) => pattern.name === name);
    return {
      name,
      title,
      count: own.length,
      bullish: own.filter((pattern) => pattern.direction === 'bullish').length,
      bearish: own.filter((pattern) => pattern.direction === 'bearish').length,
      per_1000: (1000 * own.length) / candles.length,
      mean_confidence:
        own.length === 0 ? null : own.reduce((sum, one) => sum + one.confidence, 0) / own.length,
    };
  });
  return { symbol, timeframes: [{ timeframe, instruments: 1, candles: candles.length, patterns: rows }] };
}
