/** Frames that a job of requestLater() lets go by for the sake of others. */
const kPatience = 4;

/** Collects work and does it once per animation frame: however many ticks arrive, the chart is touched once. */
export class FrameQueue {
  #jobs = new Map<string, () => void>();
  #later = new Map<string, () => void>();
  #waiters: (() => void)[] = [];
  #passed = 0;
  #handle: number | null = null;

  /** Runs `job` in the next frame; a job of the same name that still waits is replaced. */
  request(name: string, job: () => void): void {
    this.#jobs.set(name, job);
    this.#schedule();
  }

  /**
   * Runs `job` in one of the next frames, one such job a frame and at best one that has nothing else to do: heavy work
   * that would make a frame late together.
   */
  requestLater(name: string, job: () => void): void {
    this.#later.set(name, job);
    this.#schedule();
  }

  has(name: string): boolean {
    return this.#jobs.has(name);
  }

  /** Whether a job of requestLater() still waits. */
  waits(name: string): boolean {
    return this.#later.has(name);
  }

  /** Resolves once no job of requestLater() waits. */
  whenDone(): Promise<void> {
    if (this.#later.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  cancel(name: string): void {
    this.#jobs.delete(name);
  }

  /** Forgets the jobs of requestLater(). */
  cancelLater(): void {
    this.#later.clear();
    this.#release();
  }

  stop(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
    this.#jobs.clear();
    this.cancelLater();
  }

  #schedule(): void {
    this.#handle ??= requestAnimationFrame(() => this.#run());
  }

  #run(): void {
    this.#handle = null;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    const isTurn = jobs.length === 0 || this.#passed >= kPatience;
    const later = isTurn ? this.#later.entries().next().value : undefined;
    this.#passed = isTurn ? 0 : this.#passed + 1;
    for (const job of jobs) job();
    if (later !== undefined) {
      this.#later.delete(later[0]);
      later[1]();
    }
    if (this.#later.size > 0 || this.#jobs.size > 0) this.#schedule();
    if (this.#later.size === 0) this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
