// Books and trades of the mock: functions of time, like its prices.
import { priceAt } from './market.mjs';

const kLevels = 20;

export function orderBook(instrument, now) {
  const tick = 10 ** -instrument.decimals;
  const middle = priceAt(instrument, now);
  const step = Math.max(tick, Math.round((middle * 0.00005) / tick) * tick);
  const size = (i) =>
    Number((instrument.volume * 0.02 * (1 + i) * (0.4 + Math.abs(Math.sin(now / 900 + i * 2.1)))).toFixed(4));
  const side = (sign) =>
    Array.from({ length: kLevels }, (_, i) => [
      Number((middle + sign * step * (i + 1)).toFixed(instrument.decimals)),
      size(i),
    ]);
  return {
    symbol: instrument.symbol,
    venue: 'sim',
    state: 'live',
    update_id: Math.floor(now / 100),
    known_at: new Date(now).toISOString(),
    spread: 2 * step,
    bids: side(-1),
    asks: side(1),
  };
}

/** Two trades a second. */
export function tradesSince(instrument, since) {
  const trades = [];
  const now = Date.now();
  for (let id = Math.floor(since / 500) + 1; id * 500 <= now; id += 1) {
    const time = id * 500;
    const side = priceAt(instrument, time) >= priceAt(instrument, time - 500) ? 'buy' : 'sell';
    const qty = Number((instrument.volume * 0.004 * (1 + (id % 7))).toFixed(4));
    trades.push({ id, time_ms: time, price: priceAt(instrument, time), qty, side });
  }
  return trades;
}
