import type { StructureEvent } from '../api/types';

/** Live events kept beside an answer; older ones the next answer has. */
const kLiveMost = 4_000;

/** What tells events apart whoever counted their findings. */
function eventKey({ kind, side, state, part, from, time, known_at }: StructureEvent): string {
  return [kind, side, state, part, from, time, known_at].join(' ');
}

/** What tells findings of a kind apart by where they lie; their numbers count within one answer, or one run. */
function findingKey({ kind, side, part, from, bottom }: StructureEvent): string {
  // Two ABC patterns share A and B where C formed anew further out.
  return [kind, side, part, from, kind === 'abc_pattern' ? bottom : ''].join(' ');
}

/** Findings whose numbers live events are given: those of an answer, and those that came live. */
class Numbers {
  readonly #byKey = new Map<string, number>();
  readonly #newestSwing = new Map<string, number>();
  readonly #last = new Map<string, number>();
  /** By the live engine's number. */
  readonly #live = new Map<string, number>();

  /** Takes a finding under its own number. */
  know(event: StructureEvent): void {
    this.#byKey.set(findingKey(event), event.id);
    this.#last.set(event.kind, Math.max(event.id, this.#last.get(event.kind) ?? 0));
    if (event.kind === 'swing') this.#newestSwing.set(event.side, event.id);
  }

  /** A live event under the number of the finding it is about; of one not known yet, under the next number. */
  translate(event: StructureEvent): StructureEvent {
    const mine = `${event.kind} ${event.id}`;
    const id = this.#live.get(mine) ?? this.#known(event) ?? (this.#last.get(event.kind) ?? 0) + 1;
    this.#live.set(mine, id);
    const swing = event.rests_on === null ? undefined : this.#live.get(`swing ${event.rests_on}`);
    const translated = { ...event, id, rests_on: swing ?? null };
    this.know(translated);
    return translated;
  }

  #known(event: StructureEvent): number | undefined {
    // A swing that goes on lies elsewhere than before: it is the newest of its side.
    if (event.kind === 'swing' && event.state === 'extended') return this.#newestSwing.get(event.side);
    return this.#byKey.get(findingKey(event));
  }
}

/** What an answer said of the candles held, and what the live channel has said since. */
export class StructureTable {
  #answer: readonly StructureEvent[] = [];
  #live: StructureEvent[] = [];
  #events: readonly StructureEvent[] = [];

  get size(): number {
    return this.#events.length;
  }

  /** In the order in which they became known; numbered as the answer numbers its findings. */
  get events(): readonly StructureEvent[] {
    return this.#events;
  }

  /** Takes live events: those the answer has already are left out, the others are about its findings or new ones. */
  merge(events: readonly StructureEvent[]): void {
    this.#live.push(...events);
    if (this.#live.length > kLiveMost) this.#live = this.#live.slice(-kLiveMost);
    this.#join();
  }

  /** Takes an answer. What was said live after its last candle stays. */
  replace(events: readonly StructureEvent[]): void {
    this.#answer = events;
    this.#join();
  }

  /** A finding may reach into the candles held although all that was said of it lies before: nothing is dropped. */
  keep(): void {}

  clear(): void {
    this.#answer = [];
    this.#live = [];
    this.#events = [];
  }

  #join(): void {
    const newest = this.#answer.at(-1)?.known_at ?? '';
    const said = new Set(this.#answer.slice(-kLiveMost).map(eventKey));
    const numbers = new Numbers();
    for (const event of this.#answer) numbers.know(event);
    const news: StructureEvent[] = [];
    for (const event of this.#live) {
      const isKnown = event.known_at < newest || said.has(eventKey(event));
      said.add(eventKey(event));
      // What is known already still says which of the answer's findings a live number means.
      const translated = numbers.translate(event);
      if (!isKnown) news.push(translated);
    }
    this.#events = news.length === 0 ? this.#answer : [...this.#answer, ...news];
  }
}
