import { describe, expect, it } from 'vitest';
import type { TradeInfo } from '../api/types';
import { joinTape } from './trade_tape';

const trades = (...ids: number[]): TradeInfo[] =>
  ids.map((id) => ({ id, time_ms: id, price: 1, qty: 1, side: 'buy' }));
const ids = (tape: readonly TradeInfo[]) => tape.map((trade) => trade.id);

describe('joinTape', () => {
  it('puts the newest first and keeps at most what fits', () => {
    expect(ids(joinTape(trades(3, 2, 1), trades(4, 5), 4))).toEqual([5, 4, 3, 2]);
  });

  it('takes no trade twice: a message sent again after a lost connection changes nothing', () => {
    const held = trades(3, 2, 1);
    expect(joinTape(held, trades(2, 3), 10)).toBe(held);
    expect(ids(joinTape(held, trades(2, 3, 4), 10))).toEqual([4, 3, 2, 1]);
  });
});
