/** The chart's colors, read from the style sheet: app.css is the one place where colors are chosen. */
export interface Palette {
  background: string;
  text: string;
  grid: string;
  border: string;
  crosshair: string;
  crosshairLabel: string;
  accent: string;
  up: string;
  upFill: string;
  upVolume: string;
  down: string;
  downFill: string;
  downVolume: string;
  onDirection: string;
  hole: string;
  holeText: string;
  lines: string[];
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: color('chart-background'),
    text: color('chart-text'),
    grid: color('chart-grid'),
    border: color('border'),
    crosshair: color('chart-crosshair'),
    crosshairLabel: color('chart-crosshair-label'),
    accent: color('accent'),
    up: color('up'),
    upFill: color('up-fill'),
    upVolume: color('up-volume'),
    down: color('down'),
    downFill: color('down-fill'),
    downVolume: color('down-volume'),
    onDirection: color('on-direction'),
    hole: color('hole'),
    holeText: color('hole-text'),
    lines: [1, 2, 3, 4, 5, 6].map((i) => color(`line-${i}`)),
  };
}

/** Color of the line `output` of the indicator at `slot` in the list: neighbors differ, outputs of one differ too. */
export function lineColor(palette: Palette, slot: number, output: number): string {
  return palette.lines[(slot + output) % palette.lines.length]!;
}
