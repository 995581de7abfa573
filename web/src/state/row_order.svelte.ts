import { filterRows, keepOrder, sortRows, type TableOrder, type TableRow } from '../model/market_table';

/** Rows sorted by something that moves change places at most this often, and not while someone aims at one. */
const kSettleMs = 2_000;

/** The rows of a table filtered and sorted, in an order that holds still long enough to be read. */
export class RowOrder {
  /** Someone's pointer or finger is on the rows. */
  isAiming = $state(false);
  readonly shown: readonly TableRow[] = $derived.by(() =>
    keepOrder(filterRows(this.#rows(), this.#filter()), this.#keys),
  );
  #keys = $state.raw<readonly string[]>([]);
  #sortedAt = 0;
  readonly #rows: () => readonly TableRow[];
  readonly #filter: () => string;
  readonly #order: () => TableOrder;

  constructor(rows: () => readonly TableRow[], filter: () => string, order: () => TableOrder) {
    this.#rows = rows;
    this.#filter = filter;
    this.#order = order;
  }

  /** Sorts now: another order was chosen, or there are other rows. */
  sort(): void {
    this.#keys = sortRows(this.#rows(), this.#order()).map((row) => row.key);
    this.#sortedAt = Date.now();
  }

  /** Sorts when it is time. */
  settle(): void {
    if (!this.isAiming && Date.now() - this.#sortedAt >= kSettleMs) this.sort();
  }
}
