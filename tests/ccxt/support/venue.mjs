// `tidemark sim` as a child process, and ccxt's Binance client pointed at it: nothing of ccxt is changed but the hosts
// of its addresses.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import ccxt from 'ccxt';

export const kBinary =
  process.env.TIDEMARK_BINARY ?? fileURLToPath(new URL('../../../build/dev/tidemark', import.meta.url));

/** The keys `tidemark sim` has by default (docs/guide/simulated-exchange.md). */
export const kAlice = { apiKey: 'simulated-key-of-alice', secret: 'simulated-secret-of-alice' };
export const kBob = { apiKey: 'simulated-key-of-bob', secret: 'simulated-secret-of-bob' };

export class Venue {
  static async start(...options) {
    // Its pipes are ours, not the test runner's: a test that is given up must not leave them open.
    const process = spawn(kBinary, ['sim', '--port', '0', '--json', ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = [];
    process.stderr.on('data', (chunk) => log.push(chunk));
    let text = '';
    for await (const chunk of process.stdout) {
      text += chunk;
      if (text.includes('\n')) break;
    }
    if (!text.includes('\n')) throw new Error(`tidemark sim ended before it listened: ${Buffer.concat(log)}`);
    globalThis.process.once('SIGTERM', () => process.kill('SIGKILL'));
    return new Venue(process, JSON.parse(text));
  }

  constructor(process, description) {
    this.process = process;
    this.url = description.url;
    this.streamUrl = description.stream_url;
    this.clients = [];
  }

  /** ccxt.pro's Binance client of this venue. */
  async client(keys = {}, options = {}) {
    return this.#open(
      new ccxt.pro.binance({
        ...keys,
        options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, ...options },
      }),
    );
  }

  /** ccxt.pro's client of the USD-M market. */
  async futures(keys = {}) {
    return this.#open(
      new ccxt.pro.binanceusdm({
        ...keys,
        // The timer that renews listen keys ends with the first renewal after the venue has gone: soon.
        options: { fetchMarkets: { types: ['linear'] }, fetchCurrencies: false, listenKeyRefreshRate: 2000 },
      }),
    );
  }

  async #open(exchange) {
    this.#rewrite(exchange.urls.api);
    // ccxt reaches ws:// addresses only once this is loaded.
    await exchange.loadHttpProxyAgent();
    this.clients.push(exchange);
    return exchange;
  }

  #rewrite(addresses) {
    for (const [name, address] of Object.entries(addresses)) {
      if (typeof address === 'object') this.#rewrite(address);
      else if (/^wss?:/.test(address)) addresses[name] = address.replace(/^wss?:\/\/[^/]+/, this.streamUrl);
      else addresses[name] = address.replace(/^https?:\/\/[^/]+/, this.url);
    }
  }

  async stop() {
    for (const client of this.clients) await client.close();
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGINT');
    return ended;
  }
}
