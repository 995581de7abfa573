// Development only: speaks the API contract with made-up data, serves web/dist. Never shipped.
//   node dev/mock/server.mjs [--port 8080] [--kind sim|file] [--empty] [--paused] [--troubles] [--instruments 1000]
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { compute, kCatalogue } from './indicators.mjs';
import { candleAt, candles, instrumentsOf, kLengths, openTime, priceAt } from './market.mjs';
import { latency, services, system } from './machine.mjs';
import { Listing } from './listing.mjs';
import { orderBook, tradesSince } from './order_flow.mjs';
import { kPatterns, patternsOf, statisticsOf } from './patterns.mjs';
import { tradingAnswer } from './trading.mjs';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    kind: { type: 'string', default: 'sim' },
    empty: { type: 'boolean', default: false },
    paused: { type: 'boolean', default: false },
    troubles: { type: 'boolean', default: false },
    instruments: { type: 'string', default: '5' },
  },
});

const kDist = fileURLToPath(new URL('../../dist/', import.meta.url));
const kTypes = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const kHistoryMs = 400 * 86400e3;
const kStarted = new Date().toISOString();
const kPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'";

const hour = Math.floor(Date.now() / 3600e3) * 3600e3;
const gap = { from: hour - 2 * 3600e3 + 11 * 60e3, to: hour - 2 * 3600e3 + 34 * 60e3 };
const gapOf = (symbol) => (symbol === 'BTCUSDT' ? gap : null);
const listing = new Listing(options.empty ? [] : instrumentsOf(Number(options.instruments)), options);
const find = (symbol) => listing.find(symbol);

function page(instrument, timeframe, query = {}) {
  const now = Date.now();
  const time = (name, fallback) => (query[name] === undefined ? fallback : Number(query[name]));
  const range = {
    from: Math.max(time('from', 0), now - kHistoryMs),
    to: time('to', now),
    forward: query.from !== undefined,
  };
  const limit = Math.min(20_000, Number(query.limit ?? 1000));
  const { rows, hasMore } = candles(instrument, timeframe, range, limit, now, gapOf(instrument.symbol));
  const forming = range.to >= now && !(range.forward && hasMore);
  return {
    symbol: instrument.symbol,
    venue: 'sim',
    timeframe,
    candles: rows,
    forming: forming ? candleAt(instrument, timeframe, openTime(now, timeframe), now) : null,
    has_more: hasMore,
  };
}

const source =
  options.kind === 'file'
    ? { kind: 'file', label: 'Playing btcusdt_2023-03.csv.gz at 1x', reason: 'playing a recording' }
    : { kind: 'sim', label: 'Simulated exchange', reason: 'no source was given' };
source.since = new Date().toISOString();

function indicators(instrument, timeframe, query) {
  const data = page(instrument, timeframe, query);
  const shown = data.candles;
  const first = shown[0]?.[0] ?? 0;
  const warm = page(instrument, timeframe, { to: first, limit: 300 }).candles;
  const list = query.names
    .split(';')
    .map((name) => compute(name, [...warm, ...shown], data.forming, shown.length));
  if (list.includes(null)) return null;
  return { symbol: instrument.symbol, timeframe, times: shown.map((candle) => candle[0]), indicators: list };
}

function patterns(instrument, timeframe, query) {
  const { candles } = page(instrument, timeframe, { ...query, limit: 20_000 });
  const found = patternsOf(candles, kLengths[timeframe], query).slice(-(query.limit ?? 1000));
  return {
    symbol: instrument.symbol,
    venue: 'sim',
    timeframe,
    patterns: found,
    candles: candles.length,
    next: null,
  };
}

function patternStatistics(query) {
  const { candles } = page(find(query.symbol), query.timeframe, { limit: 1000 });
  return statisticsOf(candles, kLengths[query.timeframe], query);
}

function status() {
  return {
    version: 'mock',
    source,
    started: kStarted,
    uptime_s: Math.floor((Date.now() - Date.parse(kStarted)) / 1000),
    ws_clients: sockets.clients.size,
    problems: options.troubles ? [{ part: 'store', problem: 'the disk is slow: 2 s for one commit' }] : [],
    streams: listing.streams(),
  };
}

function quarantine() {
  const time = new Date(gap.from).toISOString();
  const row = { symbol: 'BTCUSDT', venue: 'sim', timeframe: '1m', code: 'high_below_low', severity: 'error' };
  const rest = {
    policy: 'reject',
    time,
    known_at: time,
    value: 61_000.5,
    limit: 61_004,
    payload: '[61004, 61000.5]',
  };
  return { rows: options.troubles ? [{ ...row, ...rest }] : [], next: null };
}

function answer(path, query) {
  const [, api, what, symbol, timeframe] = path.split('/').map(decodeURIComponent);
  if (path === '/services/status') return services(options.troubles);
  if (api !== 'api') return undefined;
  const ofTrading = tradingAnswer(path);
  if (ofTrading !== undefined) return ofTrading;
  if (what === 'symbols' && symbol === 'available')
    return listing.available(query.search ?? '', query.limit ?? 100);
  if (what === 'symbols') return { symbols: listing.rows(), source };
  if (what === 'status') return status();
  if (what === 'system') return system(listing.rows());
  if (what === 'latency') return latency();
  if (what === 'quarantine') return quarantine();
  if (what === 'signals') return { signals: [], calibration: [], factors: [] };
  if (path === '/api/alerts') return { alerts: [] };
  if (path === '/api/alerts/history') return { firings: [], next: null };
  if (path === '/api/webhooks') return { webhooks: [] };
  if (what === 'indicators' && symbol === undefined) return { indicators: kCatalogue };
  if (what === 'patterns' && symbol === undefined) return { patterns: kPatterns };
  if (what === 'patterns' && symbol === 'statistics') return patternStatistics(query);
  const instrument = find(symbol);
  if (instrument === undefined) return null;
  if (what === 'orderbook') return orderBook(instrument, Date.now());
  if (what === 'trades') return { symbol, venue: 'sim', trades: tradesSince(instrument, Date.now() - 30e3) };
  if (what === 'data') return page(instrument, timeframe, query);
  if (what === 'indicators') return indicators(instrument, timeframe, query);
  if (what === 'patterns') return patterns(instrument, timeframe, query);
  if (what === 'quality') {
    const quality = { score: 0.987, completeness: 0.96, consistency: 1, timeliness: 1, plausibility: 1 };
    return { symbol, venue: 'sim', timeframe, time: new Date().toISOString(), quality };
  }
  if (what === 'gaps') {
    const known = gapOf(instrument.symbol) !== null && (query.timeframe ?? '1m') === '1m';
    const iso = (time) => new Date(time).toISOString();
    const entry = {
      timeframe: '1m',
      from: iso(gap.from),
      to: iso(gap.to),
      candles: 23,
      reason: 'connection lost',
      state: 'open',
    };
    return { gaps: known ? [entry] : [] };
  }
  return null;
}

function serveFile(path, response) {
  const file = join(kDist, normalize(path === '/' ? 'index.html' : path));
  if (!file.startsWith(kDist) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': kTypes[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': kPolicy,
  });
  createReadStream(file).pipe(response);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const change = /^\/api\/symbols\/([^/]+)\/subscription$/.exec(url.pathname);
  const body = change
    ? listing.change(decodeURIComponent(change[1]), request.method)
    : answer(url.pathname, Object.fromEntries(url.searchParams));
  if (body === undefined) return serveFile(url.pathname, response);
  if (body !== null) {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(body));
  }
  const detail = `Nothing known at ${url.pathname}`;
  response.writeHead(404, { 'content-type': 'application/problem+json' });
  response.end(
    JSON.stringify({ type: 'about:blank', title: 'Not found', status: 404, detail, code: 'not_found' }),
  );
});

// --- live ---

const sockets = new WebSocketServer({ server, path: '/ws/stream' });

sockets.on('connection', (socket) => {
  const channels = new Map();
  const send = (type, channel, data) => {
    const state = channels.get(channel);
    const seq = state === undefined ? 0 : ++state.seq;
    socket.send(JSON.stringify({ type, channel, timestamp: new Date().toISOString(), seq, data }));
  };
  socket.on('message', (text) => {
    const { action, channels: names = [] } = JSON.parse(text);
    if (action === 'ping') socket.send(JSON.stringify({ type: 'pong', timestamp: new Date().toISOString() }));
    for (const name of names) {
      if (action === 'unsubscribe') channels.delete(name);
      if (action !== 'subscribe') continue;
      const [kind, symbol, timeframe] = name.split(':');
      channels.set(name, { seq: 0, open: openTime(Date.now(), timeframe) });
      if (kind === 'candles' && find(symbol))
        send('snapshot', name, page(find(symbol), timeframe, { limit: 300 }));
      if (kind === 'markets') send('snapshot', name, { rows: listing.rows().map(rowOf) });
      if (kind === 'book' && find(symbol)) send('snapshot', name, orderBook(find(symbol), Date.now()));
      if (kind === 'trades' && find(symbol))
        send('snapshot', name, {
          symbol,
          venue: 'sim',
          trades: tradesSince(find(symbol), Date.now() - 30e3),
        });
    }
  });
  const timer = setInterval(() => {
    for (const [name, state] of channels) tick(name, state, send);
  }, 250);
  socket.on('close', () => clearInterval(timer));
});

function tick(name, state, send) {
  const [kind, symbol, timeframe] = name.split(':');
  if (kind === 'markets') return send('markets', name, { rows: listing.changed().map(rowOf) });
  const instrument = find(symbol);
  if (instrument === undefined) return;
  const now = Date.now();
  if (kind === 'book') return send('book', name, orderBook(instrument, now));
  if (kind === 'trades') {
    const trades = tradesSince(instrument, state.seen ?? now - 250);
    state.seen = now;
    if (trades.length > 0) send('trades', name, { symbol, venue: 'sim', trades });
    return;
  }
  if (kind !== 'candles') return;
  const open = openTime(now, timeframe);
  if (open > state.open) {
    send('candle', name, { candle: candleAt(instrument, timeframe, state.open, now), state: 'closed' });
    state.open = open;
  }
  send('candle', name, { candle: candleAt(instrument, timeframe, open, now), state: 'forming' });
}

/** What the channel of markets leaves out of a row. */
function rowOf({
  market_type,
  price_decimals,
  qty_decimals,
  tick_size,
  feed_state,
  sparkline,
  timeframes,
  ...row
}) {
  return row;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`mock listening on http://127.0.0.1:${server.address().port}/`);
});
