// Starts what is tested: the binary named by TIDEMARK_BINARY, or, without it, the dashboard's own mock server (so that
// the specifications can be worked on without a build; the run says which it was).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kStartMs = 20_000;
const kMock = fileURLToPath(new URL('../../../web/dev/mock/server.mjs', import.meta.url));

export const binary = process.env.TIDEMARK_BINARY ?? null;
export const isMock = binary === null;

export class Server {
  #process = null;
  #output = '';
  #folder = null;
  #options;
  url = null;

  constructor(options = {}) {
    this.#options = options;
  }

  /** Starts it, on the same port as before when it ran before. Resolves once its address is known. */
  async start() {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'tidemark-e2e-'));
    const port = this.url === null ? '0' : new URL(this.url).port;
    const [command, args] = isMock
      ? [process.execPath, [kMock, '--port', port, ...(this.#options.mock ?? [])]]
      : [binary, this.#arguments(port)];
    this.#process = spawn(command, args, { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#output = '';
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (text) => (this.#output += text));
    }
    await this.#listening();
    return this.url;
  }

  #arguments(port) {
    const source = this.#options.source ?? 'sim';
    return ['serve', '--source', source, '--port', port, '--db', join(this.#folder, 'tidemark.db')];
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
