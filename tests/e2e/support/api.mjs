// What the server itself says, to compare the page with.
async function get(origin, path) {
  const response = await fetch(origin + path);
  if (!response.ok) throw new Error(`${response.status} for ${path}: ${await response.text()}`);
  return response.json();
}

export const symbols = (origin) => get(origin, '/api/symbols');
export const status = (origin) => get(origin, '/api/status');
export const system = (origin) => get(origin, '/api/system');
export const catalogue = (origin) => get(origin, '/api/indicators');

/** Name and decimals of the instrument the page shows first. */
export async function firstSymbol(origin) {
  return (await symbols(origin)).symbols[0];
}

export function candles(origin, symbol, timeframe, query = '') {
  return get(origin, `/api/data/${symbol}/${timeframe}${query}`);
}

export function patterns(origin, symbol, timeframe, query = '') {
  return get(origin, `/api/patterns/${symbol}/${timeframe}${query}`);
}

export function volume(origin, symbol, query = '') {
  return get(origin, `/api/volume/patterns/${symbol}${query}`);
}

export function zones(origin, symbol, timeframe, query = '') {
  return get(origin, `/api/supply-demand-zones/${symbol}/${timeframe}${query}`);
}

export function structure(origin, symbol, timeframe, query = '') {
  return get(origin, `/api/structure/${symbol}/${timeframe}${query}`);
}

export function chartPatterns(origin, symbol, timeframe, query = '') {
  return get(origin, `/api/chart-patterns/${symbol}/${timeframe}${query}`);
}

export const alerts = async (origin) => (await get(origin, '/api/alerts')).alerts;

export function confluence(origin, symbol, timeframe, query = '') {
  return get(origin, `/api/confluence/${symbol}/${timeframe}${query}`);
}

export const portfolio = (origin) => get(origin, '/api/portfolio');
export const orders = async (origin, query = '') => (await get(origin, `/api/orders${query}`)).orders;
export const fills = async (origin) => (await get(origin, '/api/fills')).fills;
export const killSwitch = (origin) => get(origin, '/api/kill-switch');
export const journal = async (origin) => (await get(origin, '/api/journal')).trades;
export const statistics = (origin) => get(origin, '/api/journal/statistics');
export const backtests = async (origin) => (await get(origin, '/api/backtests')).backtests;
export const backtestResult = (origin, id) => get(origin, `/api/backtests/${id}/result`);

/** What the server says to something posted. */
export async function post(origin, path, body) {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** Waits until the market is in the present and the account has heard of it: before that prices are of the past. */
export async function liveMarket(origin) {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const { at } = await portfolio(origin);
    const feeds = (await symbols(origin)).symbols.filter(({ subscribed }) => subscribed);
    const isPresent = Math.abs(Date.now() - Date.parse(at)) < 10_000;
    if (isPresent && feeds.every(({ feed }) => feed.state === 'live')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The market does not come into the present');
}
