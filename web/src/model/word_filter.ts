/** Whether every word of the filter stands somewhere in these texts, in whatever case. */
export function matchesWords(filter: string, texts: readonly string[]): boolean {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const all = texts.join(' ').toLowerCase();
  return words.every((word) => all.includes(word));
}
