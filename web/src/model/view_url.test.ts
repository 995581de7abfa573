import { describe, expect, it } from 'vitest';
import { hashToView, isNewStep, kDefaultView, viewToHash, withMemory, type View } from './view_url';

const full: View = {
  ...kDefaultView,
  page: 'chart',
  symbol: 'BTCUSDT',
  timeframe: '15m',
  indicators: [
    { id: 'RSI', parameters: { period: 14 } },
    { id: 'BBANDS', parameters: { period: 20, deviations_up: 2.5, deviations_down: 2 } },
    { id: 'OBV', parameters: {} },
  ],
  patterns: { minConfidence: 40, names: ['DOJI', 'HAMMER'] },
  volume: 'strong',
  zones: { looks: ['supply', 'demand'], statuses: ['active', 'tested'] },
  structure: ['breaks', 'swings'],
  chartPatterns: ['forming', 'complete'],
  range: { from: Date.UTC(2023, 2, 24, 12, 0), to: Date.UTC(2023, 2, 24, 15, 30) },
  theme: 'dark',
};

describe('the address of a chart', () => {
  it('is readable', () => {
    expect(viewToHash(full)).toBe(
      '#/chart/BTCUSDT/15m?ind=RSI:period=14;BBANDS:period=20,deviations_up=2.5,deviations_down=2;OBV' +
        '&pat=40:DOJI,HAMMER&vol=strong&zones=sd:at&str=breaks,swings&cp=forming,complete&from=2023-03-24T12:00Z&to=2023-03-24T15:30Z&theme=dark',
    );
  });

  it('restores what it was made of', () => {
    expect(hashToView(viewToHash(full))).toEqual(full);
    const plain = { ...kDefaultView, page: 'chart' as const, symbol: 'EURUSD' };
    expect(hashToView(viewToHash(plain))).toEqual(plain);
  });

  it('restores what the browser percent-encoded', () => {
    const encoded = viewToHash(full).replaceAll(';', '%3B').replaceAll(',', '%2C');
    expect(hashToView(encoded)).toEqual(full);
  });

  it('names a venue where the symbol alone is not enough', () => {
    expect(hashToView('#/chart/BINANCE:btcusdt/1m').symbol).toBe('binance:BTCUSDT');
    const view: View = { ...kDefaultView, page: 'chart', symbol: 'binance:BTCUSDT' };
    expect(viewToHash(view)).toBe('#/chart/binance:BTCUSDT/1m');
    expect(hashToView(viewToHash(view)).symbol).toBe('binance:BTCUSDT');
  });

  it('takes Unix milliseconds for times', () => {
    expect(hashToView('#/chart/X/1m?from=1000&to=61000').range).toEqual({ from: 1000, to: 61_000 });
  });

  it.each([
    ['', 'nothing'],
    ['#', 'a bare hash'],
    ['#/elsewhere/X', 'an unknown page'],
    ['#/markets?sort=-nothing', 'a column there is none of'],
  ])('falls back to the default for %s (%s)', (hash) => {
    expect(hashToView(hash)).toEqual(kDefaultView);
  });

  it.each([
    ['#/chart', 'no symbol'],
    ['#/chart/%E0%A4%A/1m', 'bad percent-encoding'],
    ['#/chart/<script>/1m', 'markup'],
    ['#/chart/a:b:c d/1m', 'a name no symbol has'],
  ])('falls back to a chart without a symbol for %s (%s)', (hash) => {
    expect(hashToView(hash)).toEqual({ ...kDefaultView, page: 'chart' });
  });

  it('leaves out what it cannot read and keeps the rest', () => {
    const view = hashToView(
      '#/chart/BTCUSDT/2m?ind=RSI:period=x;;MACD;MACD;a b&from=5&to=4&theme=pink&zoom=3',
    );
    expect(view.timeframe).toBe('1m');
    expect(view.indicators).toEqual([{ id: 'MACD', parameters: {} }]);
    expect(view.range).toBeNull();
    expect(view.theme).toBeNull();
  });
});

describe('the address of a table', () => {
  it('restores filter, order and theme of the markets', () => {
    const view: View = {
      ...kDefaultView,
      filter: 'usdt & spot',
      order: { column: 'change', descending: true },
      theme: 'light',
    };
    expect(viewToHash(view)).toBe('#/markets?filter=usdt%20%26%20spot&sort=-change&theme=light');
    expect(hashToView(viewToHash(view))).toEqual(view);
    expect(viewToHash(kDefaultView)).toBe('#/markets');
  });

  it('restores section and filter of the system page', () => {
    const view: View = { ...kDefaultView, page: 'system', section: 'gaps', filter: 'BTCUSDT' };
    expect(viewToHash(view)).toBe('#/system/gaps?filter=BTCUSDT');
    expect(hashToView(viewToHash(view))).toEqual(view);
    expect(hashToView('#/system/nowhere')).toEqual({ ...kDefaultView, page: 'system' });
  });

  it('restores filter and trace of the signals, and takes no other text for a trace', () => {
    const trace = 'sim:BTCUSDT@1704067260123';
    const view: View = { ...kDefaultView, page: 'signals', filter: 'btc open', trace };
    expect(viewToHash(view)).toBe(`#/signals?filter=btc%20open&trace=${trace}`);
    expect(hashToView(viewToHash(view))).toEqual(view);
    expect(hashToView('#/signals?trace=BTCUSDT@latest').trace).toBe('BTCUSDT@latest');
    for (const bad of ['BTCUSDT', '@latest', 'X@soon', '../x@1', 'a&b@1'])
      expect(hashToView(`#/signals?trace=${bad}`)).toEqual({ ...kDefaultView, page: 'signals' });
    expect(isNewStep({ ...view, trace: null }, view)).toBe(true);
    expect(isNewStep({ ...view, filter: '' }, view)).toBe(false);
  });

  it('remembers the chart that was shown before', () => {
    const arrived = withMemory(hashToView('#/markets'), full);
    expect(viewToHash(arrived)).toBe('#/markets');
    expect(viewToHash({ ...arrived, page: 'chart', theme: 'dark' })).toBe(viewToHash(full));
    expect(withMemory(hashToView('#/chart/X/5m'), full).symbol).toBe('X');
  });
});

describe('the browser history', () => {
  it('gets a step for another chart or indicator, none for moving or the theme', () => {
    expect(isNewStep(full, { ...full, symbol: 'ETHUSDT' })).toBe(true);
    expect(isNewStep(full, { ...full, timeframe: '1h' })).toBe(true);
    expect(isNewStep(full, { ...full, indicators: [] })).toBe(true);
    expect(isNewStep(full, { ...full, range: null, theme: 'light' })).toBe(false);
    expect(isNewStep(full, { ...full, page: 'markets' })).toBe(true);
    expect(isNewStep(kDefaultView, { ...kDefaultView, filter: 'x' })).toBe(false);
  });

  it('names the alert rule that is being written, and nothing else', () => {
    for (const hash of ['#/alerts', '#/alerts?rule=new', '#/alerts?filter=btc&rule=0123456789abcdef'])
      expect(viewToHash(hashToView(hash))).toBe(hash);
    for (const bad of ['NEW', '0123', '../x'])
      expect(hashToView(`#/alerts?rule=${bad}`)).toEqual({ ...kDefaultView, page: 'alerts' });
  });
});
