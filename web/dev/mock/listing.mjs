// The instruments of the mock, which of them are subscribed, and in what state their streams are.
import { candleAt, kLengths, openTime, priceAt } from './market.mjs';

const kTroubles = ['live', 'live', 'gapped', 'stale', 'polling', 'resyncing', 'connecting', 'closed'];
const kReasons = {
  gapped: 'trades 1,204 to 1,377 were missed; asking for them over REST',
  stale: 'no message for 42 s; 10 s is usual',
  polling: 'the WebSocket was refused three times (HTTP 503)',
  resyncing: 'an update of the book was skipped (expected 81231, got 81240)',
};

export class Listing {
  #all;
  #options;
  #gone = new Set();
  #sparks = new Map();
  #since = new Date().toISOString();
  #turn = 0;

  constructor(instruments, options) {
    this.#all = instruments;
    this.#options = options;
  }

  find(address = '') {
    const symbol = address.split(':').at(-1);
    return this.#held().find((item) => item.symbol === symbol);
  }

  rows() {
    return this.#held().map((item) => this.#row(item));
  }

  /** A third of the instruments: what moved since the last time. */
  changed() {
    this.#turn += 1;
    const held = this.#held();
    const moved = held.length < 20 ? held : held.filter((_, i) => i % 3 === this.#turn % 3);
    return moved.map((item) => this.#row(item));
  }

  streams() {
    return this.#held().map((item, i) => {
      const { symbol, venue, feed_state, signals, bid, ask, quality } = this.#row(item);
      const scores = Object.fromEntries(Object.keys(kLengths).map((name, k) => [name, k < 3 ? quality : 1]));
      const book = i % 9 === 8 ? null : { state: 'live', bid, bid_qty: 1.5, ask, ask_qty: 0.7 };
      return {
        symbol,
        venue,
        feed_state,
        signals,
        pause_reason: null,
        updated: this.#since,
        quality: scores,
        book,
      };
    });
  }

  available(search, limit) {
    const wanted = search.toUpperCase();
    const more = ['ADAUSDT', 'AVAXUSDT', 'LINKUSDT', 'LTCUSDT', 'TONUSDT'].map((symbol) => ({ symbol }));
    const found = [...this.#all, ...more].filter((item) => item.symbol.includes(wanted));
    const symbols = found.slice(0, Number(limit)).map(({ symbol, base }) => ({
      venue: 'sim',
      symbol,
      base: symbol.replace('USDT', ''),
      quote: 'USDT',
      subscribed: base !== undefined && !this.#gone.has(symbol),
      state: base !== undefined && !this.#gone.has(symbol) ? 'subscribed' : 'unsubscribed',
    }));
    return { symbols, total: found.length };
  }

  change(address, method) {
    const symbol = address.split(':').at(-1);
    const known = this.available(symbol, 1).symbols[0];
    if (known === undefined) return null;
    if (method === 'DELETE') this.#gone.add(symbol);
    else this.#gone.delete(symbol);
    if (method === 'POST' && !this.#all.some((item) => item.symbol === symbol))
      this.#all = [
        ...this.#all,
        { symbol, base: 12, decimals: 3, swing: 0.1, volume: 900, seed: symbol.length },
      ];
    return { ...known, state: method === 'POST' ? 'subscribing' : 'unsubscribing' };
  }

  #held() {
    return this.#all.filter((item) => !this.#gone.has(item.symbol));
  }

  #row(item) {
    const now = Date.now();
    const i = this.#all.indexOf(item);
    const last = priceAt(item, now);
    const state = this.#options.troubles ? kTroubles[i % kTroubles.length] : 'live';
    const half = last * 0.00004 * (1 + (i % 5));
    return {
      symbol: item.symbol,
      venue: 'sim',
      market_type: 'crypto_spot',
      price_decimals: item.decimals,
      qty_decimals: 5,
      tick_size: 10 ** -item.decimals,
      last,
      change_24h_pct: (last / priceAt(item, now - 86400e3) - 1) * 100,
      volume_24h: candleAt(item, '1d', openTime(now, '1d') - kLengths['1d'], now)[5],
      feed_state: state,
      feed: { state, since: this.#since, reason: kReasons[state] ?? null },
      quality: i === 0 ? 0.987 : state === 'gapped' ? 0.71 : 1,
      signals: (this.#options.paused && i === 0) || state === 'gapped' ? 'paused' : 'open',
      ...insightOf(i, last),
      subscribed: true,
      gaps_open: state === 'gapped' ? 2 : i === 0 ? 1 : 0,
      sparkline: this.#spark(item, now),
      bid: last - half,
      ask: last + half,
      timeframes: Object.keys(kLengths),
    };
  }

  #spark(item, now) {
    const step = 1800e3;
    const end = Math.floor(now / step) * step;
    const held = this.#sparks.get(item.symbol);
    if (held?.end === end) return held.values;
    const values = Array.from({ length: 48 }, (_, i) => priceAt(item, end - (47 - i) * step));
    this.#sparks.set(item.symbol, { end, values });
    return values;
  }
}

const kRegimes = ['rising_high', 'falling_low', 'range_low', 'rising_low', 'falling_high', 'range_high'];

/** What the analysis would say; nothing yet of every sixth instrument. */
function insightOf(i, price) {
  if (i % 6 === 5) return { regime: null, confluence: null, zones_active: null, signal: null };
  const direction = i % 2 === 0 ? 'bullish' : 'bearish';
  const [top, bottom] = [price * 1.002, price * 0.999];
  const signal = {
    type: direction === 'bullish' ? 'buy' : 'weak_sell',
    direction,
    status: i % 4 === 0 ? 'open' : 'expired',
    confidence: 52 + (i % 30),
    known_at: new Date(Date.now() - (i + 1) * 240e3).toISOString(),
    trace_id: `sim:MADEUP@${1_700_000_000_000 + i}`,
  };
  return {
    regime: { timeframe: '1h', name: `${kRegimes[i % kRegimes.length]}_volatility` },
    confluence: { timeframe: '15m', direction, score: 0.2 + (i % 7) / 10, price, top, bottom },
    zones_active: i % 9,
    signal: i % 3 === 0 ? signal : null,
  };
}
