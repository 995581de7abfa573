/** What the address of the journal restores: which trades are shown, in which order. */
export interface JournalView {
  /** '' = all, here and below; asked of the server, statistics too */
  symbol: string;
  setup: string;
  tag: string;
  outcome: Outcome;
  order: JournalOrder;
}

export const kOutcomes = ['all', 'open', 'won', 'lost'] as const;
export type Outcome = (typeof kOutcomes)[number];

export const kJournalColumns = [
  'entered',
  'symbol',
  'setup',
  'direction',
  'quantity',
  'entry',
  'exit',
  'profit',
  'r',
  'held',
] as const;
export type JournalColumn = (typeof kJournalColumns)[number];
export interface JournalOrder {
  column: JournalColumn;
  descending: boolean;
}

export const kDefaultJournal: JournalView = {
  symbol: '',
  setup: '',
  tag: '',
  outcome: 'all',
  order: { column: 'entered', descending: true },
};

const kLongest = { symbol: 65, setup: 100, tag: 40 };

/** Parts of a query: "symbol=BTCUSDT", "sort=-profit". */
export function journalQuery(view: JournalView): string[] {
  const query: string[] = [];
  for (const name of ['symbol', 'setup', 'tag'] as const)
    if (view[name] !== '') query.push(`${name}=${encodeURIComponent(view[name])}`);
  if (view.outcome !== 'all') query.push(`outcome=${view.outcome}`);
  const { column, descending } = view.order;
  if (column !== 'entered' || !descending) query.push(`sort=${descending ? '-' : ''}${column}`);
  return query;
}

/** What of it cannot be read falls back to the default. */
export function readJournal(values: URLSearchParams): JournalView {
  const text = (name: keyof typeof kLongest) => (values.get(name) ?? '').slice(0, kLongest[name]);
  const sort = values.get('sort') ?? '';
  const column = kJournalColumns.find((known) => known === sort.replace(/^-/, ''));
  return {
    symbol: text('symbol'),
    setup: text('setup'),
    tag: text('tag'),
    outcome: kOutcomes.find((known) => known === values.get('outcome')) ?? 'all',
    order: column === undefined ? kDefaultJournal.order : { column, descending: sort.startsWith('-') },
  };
}
