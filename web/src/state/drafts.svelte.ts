import type { BacktestDraft } from '../model/backtest_form';
import type { TradeDraft } from '../model/manual_trade';
import type { OrderDraft } from '../model/order_ticket';

/** What is written of a trade and not saved yet. */
export interface NotesDraft {
  tags: string;
  notes: string;
}

/** What is written and not sent yet: it outlives the form and the page it is written on. null: nothing is. */
export class Drafts {
  order = $state.raw<OrderDraft | null>(null);
  trade = $state.raw<TradeDraft | null>(null);
  backtest = $state.raw<BacktestDraft | null>(null);
  /** By the trade's id */
  notes = $state.raw<Readonly<Record<string, NotesDraft>>>({});

  note(id: string, draft: NotesDraft | null): void {
    const { [id]: _, ...others } = this.notes;
    this.notes = draft === null ? others : { ...others, [id]: draft };
  }
}
