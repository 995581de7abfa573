import type { FiredAlert } from '../api/types';

/** As alerts/template.hpp has them, in its order. */
export const kPlaceholders: readonly [name: string, title: string][] = [
  ['ticker', 'the symbol'],
  ['exchange', 'the venue'],
  ['interval', 'the timeframe as TradingView writes it'],
  ['open', 'of the newest closed candle'],
  ['high', 'of the newest closed candle'],
  ['low', 'of the newest closed candle'],
  ['close', 'the price when it fired'],
  ['volume', 'of the newest closed candle'],
  ['time', 'open time of the candle, UTC'],
  ['timenow', 'when it fired, UTC'],
  ['rule', 'the name of the rule'],
  ['rule_id', 'the id of the rule'],
  ['id', 'the id of the firing'],
  ['event', 'what happened'],
  ['direction', 'bullish, bearish or neutral'],
  ['detail', 'type of the zone, state of the pattern, strength'],
  ['price', 'the price when it fired'],
  ['confidence', '0 to 100'],
  ['level', 'the level of the rule'],
  ['zone_top', 'upper edge of the zone'],
  ['zone_bottom', 'lower edge of the zone'],
  ['stop', 'of a signal; where a chart pattern fails'],
  ['target', 'of a signal or chart pattern'],
  ['timeframe', 'the timeframe'],
];

const kNames = new Set(kPlaceholders.map(([name]) => name));
const kTexts = new Set(
  'ticker exchange interval time timenow rule rule_id id event direction detail timeframe'.split(' '),
);

/** Values by placeholder; what has none is left out. */
export type Sample = Readonly<Record<string, string | undefined>>;

/** A firing as it would look, where there is none of the rule yet. */
export function sampleOf(
  fired: FiredAlert | null,
  told: { symbol: string; rule: string; price: number | null },
): Sample {
  const price = String(fired?.price ?? told.price ?? 64_250);
  const text = (value: number | null | undefined) => (value == null ? undefined : String(value));
  const [venue, symbol] = told.symbol.includes(':')
    ? (told.symbol.split(':') as [string, string])
    : ['binance', told.symbol || 'BTCUSDT'];
  return {
    ticker: fired?.symbol ?? symbol,
    exchange: fired?.venue ?? venue,
    interval: '1',
    timeframe: fired?.timeframe ?? '1m',
    open: price,
    high: price,
    low: price,
    close: price,
    volume: '12.5',
    time: fired?.time ?? '2026-01-05T12:30:00Z',
    timenow: fired?.known_at ?? '2026-01-05T12:30:42Z',
    rule: told.rule || 'Name of the rule',
    rule_id: fired?.alert_id ?? '0123456789abcdef',
    id: fired?.id ?? 'fedcba9876543210fedcba9876543210',
    event: fired?.event ?? 'crosses_up',
    direction: fired?.direction ?? 'bullish',
    detail: fired?.detail ?? '',
    price,
    confidence: text(fired?.confidence),
    level: fired === null ? price : text(fired.level),
    zone_top: text(fired?.zone_top),
    zone_bottom: text(fired?.zone_bottom),
    stop: text(fired?.stop),
    target: text(fired?.target),
  };
}

const isJson = (text: string) => /^\s*[{[]/.test(text) && !/^\s*\{\{/.test(text);

/** Fills a template in: values are escaped inside the quotes of JSON, and null stands for none outside of them. */
export function fillTemplate(template: string, sample: Sample): string {
  const asJson = isJson(template);
  let isQuoted = false;
  return template.replace(/\{\{([^{}]*)\}\}|\\.|"|[^"\\{]+|./gs, (part, name: string | undefined) => {
    if (name === undefined) {
      if (part === '"') isQuoted = !isQuoted;
      return part;
    }
    const value = sample[name.trim()];
    if (!asJson) return value ?? '';
    if (isQuoted) return JSON.stringify(value ?? '').slice(1, -1);
    return value ?? 'null';
  });
}

/** Why a template cannot be used; null when it can. */
export function templateFault(template: string): string | null {
  const rest = template.replace(/\{\{([^{}]*)\}\}/g, '');
  for (const [, name = ''] of template.matchAll(/\{\{([^{}]*)\}\}/g))
    if (!kNames.has(name.trim())) return `There is no placeholder {{${name.trim()}}}.`;
  if (/\{\{/.test(rest)) return '{{ is not closed by }}.';
  if (!isJson(template)) return /\}\}/.test(rest) ? '}} closes nothing.' : null;
  const numbers = Object.fromEntries(kPlaceholders.map(([name]) => [name, kTexts.has(name) ? 'x' : '1']));
  try {
    JSON.parse(fillTemplate(template, numbers));
    return null;
  } catch {
    return 'It begins like JSON but would not be JSON once filled in; text placeholders need quotes.';
  }
}
