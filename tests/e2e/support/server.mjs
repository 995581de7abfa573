// Starts what is tested: the binary named by TIDEMARK_BINARY, or, without it, the dashboard's own mock server (so that
// the specifications can be worked on without a build; the run says which it was).
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const kStartMs = 20_000;
const kMock = fileURLToPath(new URL('../../../web/dev/mock/server.mjs', import.meta.url));

export const binary = process.env.TIDEMARK_BINARY ?? null;
export const isMock = binary === null;

/** [open, high, low, close] of candles that go up and down in waves. */
function wave(count) {
  const price = (i) => Number((100 + 20 * Math.sin(i / 700) + 3 * Math.sin(i / 37)).toFixed(2));
  return Array.from({ length: count }, (_, i) => {
    const [open, close] = [price(i), price(i + 1)];
    return [
      open,
      (Math.max(open, close) + 0.25).toFixed(2),
      (Math.min(open, close) - 0.25).toFixed(2),
      close,
    ];
  });
}

/** `tidemark sim` in a venue's place: what the binary's live feed speaks with. */
export class Venue {
  #process = null;
  #symbols;
  port = 0;

  constructor(symbols) {
    this.#symbols = symbols;
  }

  /** On the same port as before when it ran before. */
  async start() {
    const args = ['sim', '--port', String(this.port), '--symbols', this.#symbols];
    this.#process = spawn(binary, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    for await (const text of this.#process.stdout) {
      output += text;
      const found = /:(\d+)/.exec(output);
      if (found === null) continue;
      this.port = Number(found[1]);
      this.#process.stdout.resume();
      return;
    }
    throw new Error(`The simulated venue printed no address:\n${output}`);
  }

  async stop() {
    if (this.#process === null || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** Arguments of `serve` that lead to it. */
  get arguments() {
    const host = `127.0.0.1:${this.port}`;
    const urls = [`rest_url=http://${host}`, `stream_url=ws://${host}`].map((url) => `venues.binance.${url}`);
    return [...urls, 'venues.history=1h'].flatMap((setting) => ['--set', setting]);
  }
}

export class Server {
  #process = null;
  #output = '';
  #folder = null;
  #options;
  url = null;
  /** A stored symbol with `options.history` candles; null where the mock has endless history anyway. */
  historySymbol = null;

  /**
   * `symbols`: those to follow, with commas between them; `settings`: as "trading.mode=off"; `more`: gives further
   * arguments once it starts.
   */
  constructor(options = {}) {
    this.#options = options;
  }

  /** Starts it, on the same port as before when it ran before. Resolves once its address is known. */
  async start() {
    if (this.#folder === null) {
      this.#folder = await mkdtemp(join(tmpdir(), 'tidemark-e2e-'));
      if (!isMock && this.#options.history) await this.#importHistory(this.#options.history);
    }
    const asMock = isMock || this.#options.mockOnly === true;
    const port = this.url === null ? '0' : new URL(this.url).port;
    const [command, args] = asMock
      ? [process.execPath, [kMock, '--port', port, ...(this.#options.mock ?? [])]]
      : [binary, this.#arguments(port)];
    this.#process = spawn(command, args, {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#output = '';
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (text) => (this.#output += text));
    }
    await this.#listening();
    return this.url;
  }

  #arguments(port) {
    const { source = 'sim', symbols, settings = [], more = () => [] } = this.#options;
    const web = process.env.TIDEMARK_WEB === undefined ? [] : ['--web', process.env.TIDEMARK_WEB];
    return [
      'serve',
      '--source',
      source,
      '--port',
      port,
      '--store',
      this.#store,
      ...web,
      ...(symbols === undefined ? [] : ['--symbols', symbols]),
      ...settings.flatMap((setting) => ['--set', setting]),
      ...more(),
    ];
  }

  get #store() {
    return join(this.#folder, 'tidemark.db');
  }

  /** Puts candles of the last weeks (`options.candles`, else waves), 23 of them missing, into the database by the command a user would type. */
  async #importHistory(count) {
    const file = join(this.#folder, 'history.csv');
    const end = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
    const rows = ['time,open,high,low,close,volume'];
    const prices = (this.#options.candles ?? wave)(count);
    for (let i = 0; i < count; i += 1) {
      if (i >= count - 300 && i < count - 277) continue;
      const time = new Date(end - (count - i) * 60_000).toISOString();
      rows.push([time, ...prices[i], (1 + (i % 17)).toFixed(2)].join(','));
    }
    await writeFile(file, `${rows.join('\n')}\n`);
    this.historySymbol = 'HISTORYUSDT';
    const args = [
      'import',
      file,
      '--symbol',
      this.historySymbol,
      '--timeframe',
      '1m',
      '--store',
      this.#store,
    ];
    await promisify(execFile)(binary, args, { cwd: this.#folder });
  }

  async #listening() {
    const end = Date.now() + kStartMs;
    while (Date.now() < end) {
      const found = /https?:\/\/[\w.[\]:-]+:\d+/.exec(this.#output);
      if (found !== null) {
        this.url = found[0];
        return;
      }
      if (this.#process.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The server printed no address:\n${this.#output}`);
  }

  /** Ends it like a power cut (SIGKILL) or like Ctrl-C (SIGINT). */
  async stop(signal = 'SIGINT') {
    if (this.#process === null || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
    this.#process = null;
  }

  async dispose() {
    await this.stop('SIGKILL');
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }
}
