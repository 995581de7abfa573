/** The part of a long list that stands on the screen. */
export interface RowWindow {
  /** Index of the first row to make. */
  first: number;
  /** One past the last. */
  end: number;
}

/** Rows made above and below what is seen, so that a quick scroll shows no holes. */
const kSpare = 6;

/** Heights and offsets in pixels. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - kSpare);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + kSpare);
  return { first: Math.min(first, end), end };
}

/** Where to scroll so that row `index` is seen; the same place when it is. */
export function scrollToShow(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
