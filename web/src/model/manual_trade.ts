import type { ManualTrade, SymbolInfo } from '../api/types';
import { amountFault, gridFault, type Faults } from './form_faults';
import { parseTags, tagsFault } from './journal_table';

/** A trade made elsewhere while it is entered: everything as typed. Times are UTC. */
export interface TradeDraft {
  symbol: string;
  direction: ManualTrade['direction'];
  quantity: string;
  entry_price: string;
  exit_price: string;
  stop: string;
  fees: string;
  rate: string;
  entered_at: string;
  exited_at: string;
  setup: string;
  tags: string;
  notes: string;
}

export function newTrade(symbol: string): TradeDraft {
  const empty = { quantity: '', entry_price: '', exit_price: '', stop: '', fees: '', rate: '' };
  const words = { entered_at: '', exited_at: '', setup: '', tags: '', notes: '' };
  return { symbol, direction: 'long', ...empty, ...words };
}

/** What can be told without the server, which checks everything again. */
export function tradeFaults(draft: TradeDraft, info: SymbolInfo | null): Faults {
  const faults: Record<string, string> = {};
  const put = (name: string, fault: string | null) => {
    if (fault !== null) faults[name] ??= fault;
  };
  if (draft.symbol === '') put('symbol', 'A trade is in an instrument.');
  for (const name of ['quantity', 'entry_price', 'exit_price'] as const)
    put(name, amountFault(draft[name], true));
  put('stop', amountFault(draft.stop, false));
  put('rate', amountFault(draft.rate, false));
  if (draft.fees.trim() !== '' && Number(draft.fees) !== 0) put('fees', amountFault(draft.fees, false));
  if (info !== null) put('quantity', gridFault(draft.quantity, 10 ** -info.qty_decimals));
  for (const name of ['entered_at', 'exited_at'] as const)
    if (draft[name] === '') put(name, 'When was that?');
  if (faults['exited_at'] === undefined && draft.exited_at < draft.entered_at)
    put('exited_at', 'The exit is not before the entry.');
  put('tags', tagsFault(draft.tags));
  return faults;
}

/** As it is sent: what is left empty is left out. */
export function tradeOf(draft: TradeDraft): ManualTrade {
  const given = (['stop', 'fees', 'rate', 'setup'] as const)
    .map((name) => [name, draft[name].trim()] as const)
    .filter(([, text]) => text !== '');
  const tags = parseTags(draft.tags);
  return {
    symbol: draft.symbol,
    direction: draft.direction,
    quantity: draft.quantity.trim(),
    entry_price: draft.entry_price.trim(),
    exit_price: draft.exit_price.trim(),
    entered_at: utc(draft.entered_at),
    exited_at: utc(draft.exited_at),
    ...Object.fromEntries(given),
    ...(tags.length > 0 ? { tags } : {}),
    ...(draft.notes.trim() === '' ? {} : { notes: draft.notes }),
  };
}

/** "2026-11-27T10:00" or with seconds, as a field of the browser has it. */
const utc = (text: string) => (text.length === 16 ? `${text}:00Z` : `${text}Z`);
