/** Collects work and does it once per animation frame: however many ticks arrive, the chart is touched once. */
export class FrameQueue {
  #jobs = new Map<string, () => void>();
  #waiters: (() => void)[] = [];
  #handle: number | null = null;

  /** Runs `job` in the next frame; a job of the same name that still waits is replaced. */
  request(name: string, job: () => void): void {
    this.#jobs.set(name, job);
    this.#handle ??= requestAnimationFrame(() => this.#run());
  }

  has(name: string): boolean {
    return this.#jobs.has(name);
  }

  cancel(name: string): void {
    this.#jobs.delete(name);
  }

  /** Resolves once what was asked for until now is done, or was cancelled. */
  whenDone(): Promise<void> {
    if (this.#handle === null) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  stop(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
    this.#jobs.clear();
    this.#release();
  }

  #run(): void {
    this.#handle = null;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    const waiters = this.#waiters.splice(0);
    for (const job of jobs) job();
    for (const resolve of waiters) resolve();
  }

  #release(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
