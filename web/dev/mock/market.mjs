// A made-up market for developing the dashboard without the binary. Every price is a function of time alone, so the
// mock can be killed and started again without a seam, and any stretch of history costs nothing until it is asked for.

export const kLengths = {
  '1m': 60e3, '5m': 300e3, '15m': 900e3, '30m': 1800e3, '1h': 3600e3, '4h': 14400e3, '1d': 86400e3, '1w': 604800e3,
}; // prettier-ignore

const kMonday = 4 * 86400e3; // 1970-01-05

export const kInstruments = [
  { symbol: 'BTCUSDT', base: 64_000, decimals: 2, swing: 0.09, volume: 38, seed: 1 },
  { symbol: 'ETHUSDT', base: 3_150, decimals: 2, swing: 0.11, volume: 410, seed: 2 },
  { symbol: 'SOLUSDT', base: 148.2, decimals: 3, swing: 0.16, volume: 9_300, seed: 3 },
  { symbol: 'XRPUSDT', base: 0.5234, decimals: 5, swing: 0.12, volume: 2_100_000, seed: 4 },
  { symbol: 'DOGEUSDT', base: 0.12345, decimals: 6, swing: 0.2, volume: 8_400_000, seed: 5 },
];

/** `count` instruments: the five above, then made-up ones. */
export function instrumentsOf(count) {
  const more = Array.from({ length: Math.max(0, count - kInstruments.length) }, (_, i) => ({
    symbol: `${String.fromCharCode(65 + (i % 26), 65 + (Math.floor(i / 26) % 26), 65 + ((i * 7) % 26))}${i}USDT`,
    base: 10 ** ((i % 9) - 3) * (1 + hash(i, 9)),
    decimals: Math.max(2, 7 - (i % 9)),
    swing: 0.05 + 0.2 * hash(i, 10),
    volume: 10 ** (7 - (i % 9)),
    seed: i + 6,
  }));
  return [...kInstruments.slice(0, count), ...more];
}

export function openTime(time, timeframe) {
  const length = kLengths[timeframe];
  const offset = timeframe === '1w' ? kMonday : 0;
  return Math.floor((time - offset) / length) * length + offset;
}

function hash(n, seed) {
  let x = Math.imul((n ^ (n / 4294967296)) + seed * 374761393, 668265263);
  x = Math.imul(x ^ (x >>> 15), 2246822519);
  x = Math.imul(x ^ (x >>> 13), 3266489917);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

function noise(time, wave, seed) {
  const at = time / wave;
  const i = Math.floor(at);
  const f = at - i;
  const smooth = f * f * (3 - 2 * f);
  return (hash(i, seed) * (1 - smooth) + hash(i + 1, seed) * smooth) * 2 - 1;
}

/** Fractal noise: waves from a month down to two seconds, amplitude falling with the square root of the length. */
export function priceAt(instrument, time) {
  let sum = 0;
  for (let wave = 30 * 86400e3, k = 0; wave > 2000; wave /= 2.3, k += 1) {
    sum += Math.sqrt(wave / (30 * 86400e3)) * noise(time, wave, instrument.seed * 101 + k);
  }
  return round(instrument.base * Math.exp(instrument.swing * sum), instrument.decimals);
}

function round(value, decimals) {
  return Number(value.toFixed(decimals));
}

/** The candle opening at `open` as seen at `now`. */
export function candleAt(instrument, timeframe, open, now) {
  const end = Math.min(open + kLengths[timeframe], now);
  const points = 16;
  let high = -Infinity;
  let low = Infinity;
  for (let i = 0; i <= points; i += 1) {
    const price = priceAt(instrument, open + ((end - open) * i) / points);
    high = Math.max(high, price);
    low = Math.min(low, price);
  }
  const openPrice = priceAt(instrument, open);
  const close = priceAt(instrument, end);
  const share = (end - open) / 60e3;
  const activity = 0.4 + 1.6 * hash(open / 60e3, instrument.seed + 77) ** 2 + (60 * (high - low)) / openPrice;
  return [open, openPrice, high, low, close, round(instrument.volume * activity * share, 4)];
}

/** Closed candles of [from, to) without the instrument's gap: the oldest `limit` from a given start, else the newest. */
export function candles(instrument, timeframe, range, limit, now, gap) {
  const length = kLengths[timeframe];
  const isGap = (open) => timeframe === '1m' && gap !== null && open >= gap.from && open < gap.to;
  const first = openTime(range.from + length - 1, timeframe);
  const last = Math.min(openTime(now, timeframe) - length, openTime(range.to - 1, timeframe));
  const rows = [];
  const step = range.forward ? length : -length;
  let open = range.forward ? first : last;
  for (; open >= first && open <= last && rows.length < limit; open += step) {
    if (!isGap(open)) rows.push(candleAt(instrument, timeframe, open, now));
  }
  return { rows: range.forward ? rows : rows.reverse(), hasMore: open >= first && open <= last };
}
