import { ApiError } from '../api/rest';
import { refusalOf, type Faults } from '../model/form_faults';

/** What a form knows of itself while it is filled in and sent. */
export class FormState {
  saving = $state(false);
  /** It was sent last without an answer: whether it was taken is not known. */
  isUnanswered = false;
  /** Something else was written while it was sent last: the answer is about other words. */
  isOvertaken = false;
  #wasTried = $state(false);
  #refused = $state.raw<Faults>({});
  readonly #check: () => Faults;
  /** What is wrong, by field: nothing before it was tried, then what can be told here and what the server refused. */
  readonly faults: Faults = $derived.by(() => (this.#wasTried ? { ...this.#refused, ...this.#check() } : {}));

  /** `check`: what can be told without the server. */
  constructor(check: () => Faults) {
    this.#check = check;
  }

  /** Something else is written: what was refused was said of other words. */
  changed(): void {
    this.isOvertaken = true;
    this.#refused = {};
  }

  /** As if it had not been tried. */
  begin(): void {
    this.#wasTried = false;
    this.#refused = {};
  }

  /**
   * Sends it when nothing is known to be wrong. True when it was taken; false: `faults` says why not, at no field of it
   * when it was overtaken.
   */
  async submit(send: () => Promise<unknown>, placeOf?: (error: ApiError) => string): Promise<boolean> {
    this.#wasTried = true;
    this.#refused = {};
    if (Object.keys(this.#check()).length > 0) return false;
    this.saving = true;
    this.isUnanswered = this.isOvertaken = false;
    try {
      await send();
      return true;
    } catch (error) {
      this.#refused = refusalOf(error, this.isOvertaken ? () => '' : placeOf);
      this.isUnanswered = error instanceof ApiError && error.unreachable;
      return false;
    } finally {
      this.saving = false;
    }
  }
}
