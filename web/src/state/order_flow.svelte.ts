import type { OrderBook, TradeInfo, TradeList } from '../api/types';
import { joinTape } from '../model/trade_tape';
import type { Connection } from './connection.svelte';

const kTape = 60;

/** The order book and the newest trades of one instrument, drawn at most once a frame. */
export class OrderFlow {
  book = $state.raw<OrderBook | null>(null);
  trades = $state.raw<readonly TradeInfo[]>([]);
  #nextBook: OrderBook | null = null;
  #nextTrades: readonly TradeInfo[] = [];
  #frame: number | null = null;

  /** Follows both channels until the returned function is called. */
  start(connection: Connection, address: string): () => void {
    const stops = [
      connection.listen(`book:${address}`, ({ type, data }) => {
        if (type !== 'snapshot' && type !== 'book') return;
        this.#nextBook = data as OrderBook;
        this.#draw();
      }),
      connection.listen(`trades:${address}`, ({ type, data }) => {
        if (type !== 'snapshot' && type !== 'trades') return;
        const { trades } = data as TradeList;
        this.#nextTrades = joinTape(type === 'snapshot' ? [] : this.#nextTrades, trades, kTape);
        this.#draw();
      }),
    ];
    return () => {
      stops.forEach((stop) => stop());
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    };
  }

  #draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.book = this.#nextBook;
      this.trades = this.#nextTrades;
    });
  }
}
