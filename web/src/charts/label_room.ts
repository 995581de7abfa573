/** Pixels of a cell: labels nearer to each other than that may be held to overlap. */
const kCell = 7;

/** Which parts of a pane already have a label. */
export class LabelRoom {
  #taken = new Uint8Array(0);
  #columns = 0;
  #rows = 0;
  #widths = new Map<string, number>();

  /** Begins a frame on a pane of so many pixels. */
  clear(width: number, height: number): void {
    const columns = Math.max(1, Math.ceil(width / kCell));
    const rows = Math.max(1, Math.ceil(height / kCell));
    if (columns === this.#columns && rows === this.#rows) {
      this.#taken.fill(0);
      return;
    }
    this.#columns = columns;
    this.#rows = rows;
    this.#taken = new Uint8Array(columns * rows);
  }

  /** Takes a place, unless part of it is taken or outside the pane. */
  take(x: number, y: number, width: number, height: number): boolean {
    const [left, right] = [Math.floor(x / kCell), Math.floor((x + width) / kCell)];
    const [top, bottom] = [Math.floor(y / kCell), Math.floor((y + height - 1) / kCell)];
    if (left < 0 || top < 0 || right >= this.#columns || bottom >= this.#rows) return false;
    for (let row = top; row <= bottom; row += 1)
      for (let column = left; column <= right; column += 1)
        if (this.#taken[row * this.#columns + column] === 1) return false;
    for (let row = top; row <= bottom; row += 1)
      this.#taken.fill(1, row * this.#columns + left, row * this.#columns + right + 1);
    return true;
  }

  /** Pixels a text takes in one font; the few texts there are are measured once. */
  widthOf(context: Pick<CanvasRenderingContext2D, 'measureText'>, text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    const width = context.measureText(text).width;
    if (this.#widths.size < 2_000) this.#widths.set(text, width);
    return width;
  }
}
