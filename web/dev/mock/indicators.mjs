// Just enough of the seven indicators for the mock: recomputed from candles at each request, precision of no concern.

const real = (unit) => [{ name: 'Real', unit, min: null, max: null }];
const period = (value) => [
  { name: 'period', title: 'Period', default: value, min: 2, max: 5000, unit: 'candles', integer: true },
];

function row(id, title, family, inputs, placement, formula, parameters, outputs) {
  return { id, title, family, inputs, placement, formula, source: 'mock', parameters, outputs };
}

export const kCatalogue = [
  row('ATR', 'Average True Range', 'volatility', 'high low close', 'pane', "Wilder's average of the true range", period(14), real('price')),
  row('BBANDS', 'Bollinger Bands', 'overlap', 'close', 'price', 'average ± k standard deviations', [
    ...period(5),
    { name: 'deviations_up', title: 'Deviations up', default: 2, min: 0.1, max: 10, unit: 'sigma', integer: false },
    { name: 'deviations_down', title: 'Deviations down', default: 2, min: 0.1, max: 10, unit: 'sigma', integer: false },
  ], ['UpperBand', 'MiddleBand', 'LowerBand'].map((name) => ({ name, unit: 'price', min: null, max: null }))),
  row('EMA', 'Exponential Moving Average', 'overlap', 'close', 'price', 'alpha = 2 / (period + 1)', period(30), real('price')),
  row('MACD', 'Moving Average Convergence/Divergence', 'momentum', 'close', 'pane', 'EMA(fast) - EMA(slow)', [
    { name: 'fast_period', title: 'Fast period', default: 12, min: 2, max: 5000, unit: 'candles', integer: true },
    { name: 'slow_period', title: 'Slow period', default: 26, min: 2, max: 5000, unit: 'candles', integer: true },
    { name: 'signal_period', title: 'Signal period', default: 9, min: 1, max: 5000, unit: 'candles', integer: true },
  ], ['MACD', 'MACDSignal', 'MACDHist'].map((name) => ({ name, unit: 'price', min: null, max: null }))),
  row('OBV', 'On Balance Volume', 'volume', 'close volume', 'pane', 'running sum of signed volume', [], real('volume')),
  row('RSI', 'Relative Strength Index', 'momentum', 'close', 'pane', '100 - 100 / (1 + RS)', period(14), [
    { name: 'Real', unit: '%', min: 0, max: 100 },
  ]),
  row('SMA', 'Simple Moving Average', 'overlap', 'close', 'price', 'mean of the last closes', period(30), real('price')),
]; // prettier-ignore

function average(values, alpha) {
  let state = null;
  return values.map((value) => (state = state === null ? value : state + alpha * (value - state)));
}

function windowed(values, length, fold) {
  return values.map((_, i) => (i + 1 < length ? null : fold(values.slice(i + 1 - length, i + 1))));
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

const kCompute = {
  SMA: (c, p) => [windowed(c.map((x) => x[4]), p.period, mean)],
  EMA: (c, p) => [average(c.map((x) => x[4]), 2 / (p.period + 1))],
  BBANDS: (c, p) => {
    const closes = c.map((x) => x[4]);
    const middle = windowed(closes, p.period, mean);
    const sigma = windowed(closes, p.period, deviation);
    const shifted = (k) => middle.map((m, i) => (m === null ? null : m + k * sigma[i]));
    return [shifted(p.deviations_up), middle, shifted(-p.deviations_down)];
  },
  RSI: (c, p) => {
    const moves = c.map((x, i) => (i === 0 ? 0 : x[4] - c[i - 1][4]));
    const gains = average(moves.map((m) => Math.max(m, 0)), 1 / p.period);
    const losses = average(moves.map((m) => Math.max(-m, 0)), 1 / p.period);
    return [gains.map((g, i) => (i < p.period ? null : (100 * g) / (g + losses[i] || 1)))];
  },
  ATR: (c, p) => {
    const ranges = c.map((x, i) => Math.max(x[2], c[i - 1]?.[4] ?? 0) - Math.min(x[3], c[i - 1]?.[4] ?? x[3]));
    return [average(ranges, 1 / p.period)];
  },
  MACD: (c, p) => {
    const closes = c.map((x) => x[4]);
    const slow = average(closes, 2 / (p.slow_period + 1));
    const line = average(closes, 2 / (p.fast_period + 1)).map((fast, i) => fast - slow[i]);
    const signal = average(line, 2 / (p.signal_period + 1));
    return [line, signal, line.map((value, i) => value - signal[i])];
  },
  OBV: (c) => {
    let sum = 0;
    return [c.map((x, i) => (i === 0 ? 0 : (sum += Math.sign(x[4] - c[i - 1][4]) * x[5])))];
  },
}; // prettier-ignore

function parse(name) {
  const [id, pairs = ''] = name.split(':');
  const info = kCatalogue.find((item) => item.id === id);
  if (info === undefined) return null;
  const given = Object.fromEntries(pairs.split(',').map((pair) => pair.split('=')));
  const parameters = Object.fromEntries(
    info.parameters.map((item) => [item.name, Number(given[item.name] ?? item.default)]),
  );
  return { info, parameters };
}

/** Values over `all` (the last one may be the forming candle), cut to the newest `count` closed ones. */
export function compute(name, closed, forming, count) {
  const parsed = parse(name);
  if (parsed === null) return null;
  const all = forming === null ? closed : [...closed, forming];
  const columns = kCompute[parsed.info.id](all, parsed.parameters);
  return {
    name,
    id: parsed.info.id,
    outputs: parsed.info.outputs.map((output, i) => ({
      name: output.name,
      values: count === 0 ? [] : columns[i].slice(0, closed.length).slice(-count),
    })),
    forming: forming === null ? null : columns.map((column) => column.at(-1)),
  };
}
