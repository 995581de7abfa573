/** Collects work and does it once per animation frame: however many ticks arrive, the chart is touched once. */
export class FrameQueue {
  #jobs = new Map<string, () => void>();
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

  stop(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
    this.#jobs.clear();
  }

  #run(): void {
    this.#handle = null;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) job();
  }
}
