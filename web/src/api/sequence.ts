/** Watches the sequence numbers of each channel: deltas follow each other by one, a snapshot may start anywhere. */
export class SequenceWatch {
  #last = new Map<string, number>();

  /** False when messages were lost before this one. A message without a number is let through. */
  accept(channel: string, seq: number | undefined, isSnapshot: boolean): boolean {
    if (seq === undefined) return true;
    const last = this.#last.get(channel);
    this.#last.set(channel, seq);
    return isSnapshot || last === undefined || seq <= last + 1;
  }

  forget(channel?: string): void {
    if (channel === undefined) this.#last.clear();
    else this.#last.delete(channel);
  }
}
