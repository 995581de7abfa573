import type { SymbolInfo } from '../api/types';

/** "btc/usdt", "BTC-USD", "eur_usd" as the server writes symbols: upper case, no separators. */
export function canonicalSymbol(text: string): string {
  return text.toUpperCase().replaceAll(/[\s/_-]/g, '');
}

/** Symbols containing the text, those that begin with it first; all of them for an empty text. */
export function matchSymbols(symbols: readonly SymbolInfo[], text: string): SymbolInfo[] {
  const wanted = canonicalSymbol(text);
  const rank = ({ symbol, venue }: SymbolInfo) => {
    const at = symbol.indexOf(wanted);
    if (at >= 0) return at === 0 ? 0 : 1;
    return `${venue.toUpperCase()}:${symbol}`.includes(wanted) ? 2 : 3;
  };
  return symbols
    .map((info, place) => ({ info, place, rank: rank(info) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map((found) => found.info);
}

/** How an instrument is named in addresses: its symbol, with the venue where an earlier one has the same symbol. */
export function addressOf(info: SymbolInfo, symbols: readonly SymbolInfo[]): string {
  const first = symbols.find((other) => other.symbol === info.symbol);
  return first === undefined || first.venue === info.venue ? info.symbol : `${info.venue}:${info.symbol}`;
}

/** The instrument an address names; null when there is none. */
export function findByAddress<T extends SymbolInfo>(address: string | null, symbols: readonly T[]): T | null {
  return (
    symbols.find((info) => info.symbol === address || `${info.venue}:${info.symbol}` === address) ?? null
  );
}
