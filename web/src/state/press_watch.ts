/** Whether a finger or button is down on an element: what would disturb a drag waits for its end. */
export class PressWatch {
  readonly #element: HTMLElement;
  #pressed = false;
  #released: (() => void)[] = [];

  constructor(element: HTMLElement) {
    this.#element = element;
    element.addEventListener('pointerdown', this.#press);
    addEventListener('pointerup', this.#release);
    addEventListener('pointercancel', this.#release);
  }

  stop(): void {
    this.#element.removeEventListener('pointerdown', this.#press);
    removeEventListener('pointerup', this.#release);
    removeEventListener('pointercancel', this.#release);
  }

  /** Resolves at once while nothing is down. */
  whenReleased(): Promise<void> {
    return this.#pressed ? new Promise((resolve) => this.#released.push(resolve)) : Promise.resolve();
  }

  #press = (): void => {
    this.#pressed = true;
  };

  #release = (): void => {
    this.#pressed = false;
    for (const resolve of this.#released.splice(0)) resolve();
  };
}
