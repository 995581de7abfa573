// `tidemark serve` trading live at a simulated venue, as a child process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kBinary } from './venue.mjs';

const kPatienceMs = 40_000;

/** Until `look` gives something that is not undefined or false; an error with `what` when it takes too long. */
export async function until(what, look) {
  const end = Date.now() + kPatienceMs;
  let last;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${what}${last === undefined ? '' : ` (${last.message})`}`);
}

export class LiveServer {
  #venue;
  #broker;
  #keys;
  #process = null;
  #folder = null;
  #output = '';
  url = null;

  constructor(venue, broker, keys) {
    this.#venue = venue;
    this.#broker = broker;
    this.#keys = keys;
  }

  async start() {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'tidemark-live-'));
    const { url, streamUrl } = this.#venue;
    const spot = this.#broker === 'binance';
    const settings = {
      'trading.mode': 'live',
      'trading.broker': this.#broker,
      'trading.strategy': '',
      'trading.cash': '50000',
      'trading.duplicate_window': '0s',
      [`venues.${this.#broker}.rest_url`]: url,
      [`venues.${this.#broker}.stream_url`]: streamUrl,
      [`venues.${this.#broker}.user_url`]: streamUrl + (spot ? '/ws-api/v3' : '/private/ws'),
      'venues.history': '1h',
    };
    const args = ['serve', '--source', 'binance', '--symbols', `${this.#broker}:BTCUSDT`, '--port', '0'];
    args.push('--store', join(this.#folder, 'live.db'));
    for (const [key, value] of Object.entries(settings)) args.push('--set', `${key}=${value}`);
    this.#output = '';
    this.#process = spawn(kBinary, args, {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TIDEMARK_TRADING__API_KEY: this.#keys.apiKey,
        TIDEMARK_TRADING__API_SECRET: this.#keys.secret,
      },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (text) => (this.#output += text));
    }
    const child = this.#process;
    process.once('SIGTERM', () => child.kill('SIGKILL'));
    this.url = await until('the address of tidemark serve', () => {
      if (child.exitCode !== null) throw new Error(`tidemark serve ended: ${this.#output}`);
      return /http:\/\/[\d.]+:\d+/.exec(this.#output.replaceAll(this.#venue.url, ''))?.[0];
    });
    await until('the account to be reconciled', async () => (await this.get('/api/portfolio')).link === 'ready');
    await until('a price', async () => {
      const { symbols } = await this.get('/api/symbols');
      return symbols.find((one) => one.symbol === 'BTCUSDT')?.last ?? undefined;
    });
  }

  get output() {
    return this.#output;
  }

  async #ask(method, path, body) {
    const answer = await fetch(this.url + path, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    const json = text === '' ? null : JSON.parse(text);
    return { status: answer.status, json };
  }
  async get(path) {
    const { status, json } = await this.#ask('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }
  post(path, body) {
    return this.#ask('POST', path, body);
  }
  delete(path) {
    return this.#ask('DELETE', path);
  }
  /** The order, once it is in one of these states. */
  order(id, ...states) {
    return until(`order ${id} to be ${states}`, async () => {
      const { order } = await this.get(`/api/orders/${id}`);
      return states.includes(order.state) ? order : undefined;
    });
  }

  /** Like a power cut, or like Ctrl-C. */
  async end(signal) {
    if (this.#process === null || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
  async stop() {
    await this.end('SIGINT');
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }
}
