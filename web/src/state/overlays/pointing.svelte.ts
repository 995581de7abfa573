/** Which finding of a layer is being explained: the one under the pointer, else the one that was chosen. */
export class Pointing {
  /** Chosen by a click or by keyboard; it stays chosen. */
  #pinned = $state<string | null>(null);
  #hovered = $state<string | null>(null);
  readonly #onChange: (id: string | null) => void;

  constructor(onChange: (id: string | null) => void) {
    this.#onChange = onChange;
  }

  get id(): string | null {
    return this.#hovered ?? this.#pinned;
  }

  get pinned(): string | null {
    return this.#pinned;
  }

  get isPinned(): boolean {
    return this.#pinned !== null && this.#hovered === null;
  }

  hover(id: string | null): void {
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.#onChange(this.id);
  }

  pin(id: string | null): void {
    if (id === null && this.id === null) return;
    this.#pinned = id;
    this.#hovered = null;
    this.#onChange(id);
  }
}
