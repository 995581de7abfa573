/** Open times, Unix ms: [from, to). */
export interface Span {
  from: number;
  to: number;
}

/** Which part of the candles held something has been fetched for, and what is still missing. */
export class Coverage {
  #wanted: Span | null = null;
  #covered: Span | null = null;

  get wanted(): Span | null {
    return this.#wanted;
  }

  /** The candles held now. */
  want(wanted: Span): void {
    this.#wanted = wanted;
    this.#trim();
  }

  /** The next stretch to fetch; null when nothing is missing. */
  get missing(): Span | null {
    const [wanted, covered] = [this.#wanted, this.#covered];
    if (wanted === null) return null;
    if (covered === null) return wanted;
    if (wanted.from < covered.from) return { from: wanted.from, to: covered.from };
    if (wanted.to > covered.to) return { from: covered.to, to: wanted.to };
    return null;
  }

  /** A stretch that missing() named has been fetched; the candles held may have moved on meanwhile. */
  done(span: Span): void {
    const covered = this.#covered ?? span;
    this.#covered = { from: Math.min(covered.from, span.from), to: Math.max(covered.to, span.to) };
    this.#trim();
  }

  /** What is held reaches to `to` now, and what came on the right was told live. */
  follow(to: number): void {
    const [wanted, covered] = [this.#wanted, this.#covered];
    if (wanted === null || to <= wanted.to) return;
    if (covered !== null && covered.to >= wanted.to) this.#covered = { from: covered.from, to };
    this.#wanted = { from: wanted.from, to };
  }

  /** Nothing is fetched any more; what is wanted stays. */
  forget(): void {
    this.#covered = null;
  }

  #trim(): void {
    const [wanted, covered] = [this.#wanted, this.#covered];
    if (wanted === null || covered === null) return;
    const isApart = wanted.from >= covered.to || wanted.to <= covered.from;
    this.#covered = isApart
      ? null
      : { from: Math.max(wanted.from, covered.from), to: Math.min(wanted.to, covered.to) };
  }
}
