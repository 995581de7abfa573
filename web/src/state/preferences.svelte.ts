import type { ThemeName } from '../model/view_url';

export type CandleColors = 'standard' | 'colorblind';
/** What stands beside the chart. */
export type SideName = 'list' | 'book' | 'levels' | 'none';

const kSides: readonly SideName[] = ['list', 'book', 'levels', 'none'];

const kKey = 'tidemark.preferences';

/** What the person chose on this device. Kept in the browser; works without where storage is forbidden. */
export class Preferences {
  theme = $state<ThemeName>('system');
  candleColors = $state<CandleColors>('standard');
  side = $state<SideName>('list');
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  shortcuts = $state(true);

  constructor() {
    const stored = read();
    if (stored['theme'] === 'dark' || stored['theme'] === 'light') this.theme = stored['theme'];
    if (stored['candleColors'] === 'colorblind') this.candleColors = 'colorblind';
    const side = kSides.find((name) => name === stored['side']);
    if (side !== undefined) this.side = side;
    this.shortcuts = stored['shortcuts'] !== false;
  }

  save(): void {
    const { theme, candleColors, side, shortcuts } = this;
    try {
      localStorage.setItem(kKey, JSON.stringify({ theme, candleColors, side, shortcuts }));
    } catch {
      // Storage may be forbidden or full: the choice then lasts as long as the page.
    }
  }
}

function read(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(kKey) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
