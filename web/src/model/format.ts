/** Numbers and times as text. All times are UTC; the interface says so where it shows them. */

export const kMissing = '–';

/** Numbers below zero carry a minus sign, which is as wide as a plus; a hyphen is for words. */
export const minus = (text: string) => text.replaceAll('-', '\u2212');

const kFormats = new Map<string, Intl.NumberFormat>();

function fixed(value: number, decimals: number, signDisplay: 'negative' | 'exceptZero'): string {
  const key = `${signDisplay} ${decimals}`;
  let format = kFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay,
    });
    kFormats.set(key, format);
  }
  return minus(format.format(value));
}

/** "64,231.50", "−0.50", "0.00": a price with the instrument's decimals, or an amount. */
export const formatPrice = (value: number, decimals: number) => fixed(value, decimals, 'negative');

/** "+12.30", "−0.05", "0.00": what may go both ways, with its sign. */
export const formatChange = (value: number, decimals = 2) => fixed(value, decimals, 'exceptZero');

/** Decimals that prices of this instrument need: those of its tick, which may be fewer than the venue writes. */
export function decimalsOf(info: { price_decimals: number; tick_size: number } | null): number {
  if (info === null) return 2;
  const { price_decimals: most, tick_size: tick } = info;
  if (tick <= 0) return most;
  for (let decimals = 0; decimals < most; decimals += 1) {
    const steps = tick * 10 ** decimals;
    if (steps > 0.5 && Math.abs(steps - Math.round(steps)) < 1e-6) return decimals;
  }
  return most;
}

/** Whether a score of 0 to 1 is low as it is written: under "90 %". */
export function isLowScore(score: number): boolean {
  return Math.floor(score * 100 + 1e-9) < 90;
}

/** "+1.24 %", "−0.30 %", "0.00 %": sign and number never part. */
export const formatPercent = (value: number, decimals = 2) => `${formatChange(value, decimals)}\u202f%`;

/** "12.3K", "4.56M": four significant digits at most, for volumes. */
export function formatCompact(value: number): string {
  return minus(compact(value));
}

function compact(value: number): string {
  const size = Math.abs(value);
  for (const [limit, suffix] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e4, 'K'],
  ] as const) {
    if (size >= limit) return `${trim((value / (suffix === 'K' ? 1e3 : limit)).toPrecision(4))}${suffix}`;
  }
  if (size === 0) return '0';
  return size >= 1 ? trim(value.toFixed(2)) : trim(value.toPrecision(3));
}

/** A quantity in a column whose largest is `largest`: the same decimals in every row, four or five digits at most. */
export function formatQuantity(value: number, largest: number): string {
  if (largest >= 1e5) return formatCompact(value);
  const digits = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  return formatPrice(value, Math.min(8, Math.max(0, 3 - digits)));
}

function trim(text: string): string {
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

/** An indicator value by its unit. */
export function formatValue(value: number, unit: string, priceDecimals: number): string {
  if (unit === 'price') return formatPrice(value, priceDecimals);
  if (unit === 'volume') return formatCompact(value);
  return formatPrice(value, 2);
}

/** "98 %" from 0.98; rounded down, so that only a flawless score reads 100 %. */
export function formatScore(score: number): string {
  return `${Math.floor(score * 100 + 1e-9)}\u202f%`;
}

/** "850 ns", "12.3 µs", "4.56 ms", "1.20 s": a duration given in milliseconds, three digits. */
export function formatDuration(milliseconds: number): string {
  for (const [limit, unit] of [
    [1e-3, 'ns'],
    [1, 'µs'],
    [1e3, 'ms'],
  ] as const) {
    const value = milliseconds * (unit === 'ns' ? 1e6 : unit === 'µs' ? 1e3 : 1);
    if (milliseconds < limit) return `${three(value)}\u202f${unit}`;
  }
  return `${three(milliseconds / 1e3)}\u202fs`;
}

/** "512 B", "1.2 MB", "48 GB": powers of 1000. */
export function formatBytes(bytes: number): string {
  for (const [limit, unit] of [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ] as const) {
    if (bytes >= limit) return `${three(bytes / limit)}\u202f${unit}`;
  }
  return `${bytes}\u202fB`;
}

/** Three digits and a point where it belongs: "1.20", "12.0", "120". */
function three(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(value === 0 ? 0 : 2);
}

/** "12,345" */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** "4 s", "12 min", "3 h", "5 d". */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 90) return `${seconds}\u202fs`;
  if (seconds < 5400) return `${Math.floor(seconds / 60)}\u202fmin`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)}\u202fh`;
  return `${Math.floor(seconds / 86_400)}\u202fd`;
}

/** "00:42", "3:07:00", "2d 04:10": time left until a candle closes. */
export function formatCountdown(milliseconds: number): string {
  const total = Math.max(0, Math.ceil(milliseconds / 1000));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(total % 60)}`;
  return `${two(minutes)}:${two(total % 60)}`;
}

/** "2024-03-24 12:40" */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
}

/** "2024-03-24 12:40:05" */
export function formatMoment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** "12:40:05" */
export function formatClock(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 19);
}

export interface Movement {
  text: string;
  direction: 'up' | 'down' | 'flat';
  /** Says the direction without color. */
  mark: '▲' | '▼' | '■';
}

export function movementOf(percent: number): Movement {
  const text = formatPercent(percent);
  if (Number(percent.toFixed(2)) === 0) return { text, direction: 'flat', mark: '■' };
  return percent > 0 ? { text, direction: 'up', mark: '▲' } : { text, direction: 'down', mark: '▼' };
}
