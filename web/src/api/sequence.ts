/** What a message's number says of it: the one awaited, one seen before, or one after messages that were lost. */
export type Succession = 'next' | 'old' | 'lost';

/** Watches the sequence numbers of each channel: deltas follow each other by one, a snapshot may start anywhere. */
export class SequenceWatch {
  #last = new Map<string, number>();

  /** A message without a number is let through. */
  accept(channel: string, seq: number | undefined, isSnapshot: boolean): Succession {
    if (seq === undefined) return 'next';
    const last = this.#last.get(channel);
    if (!isSnapshot && last !== undefined && seq <= last) return 'old';
    this.#last.set(channel, seq);
    return isSnapshot || last === undefined || seq === last + 1 ? 'next' : 'lost';
  }

  /** The newest number of each of these channels, where there is one: from there a new connection goes on. */
  newest(channels: Iterable<string>): Record<string, number> {
    const known: Record<string, number> = {};
    for (const channel of channels) {
      const last = this.#last.get(channel);
      if (last !== undefined) known[channel] = last;
    }
    return known;
  }

  forget(channel?: string): void {
    if (channel === undefined) this.#last.clear();
    else this.#last.delete(channel);
  }
}
