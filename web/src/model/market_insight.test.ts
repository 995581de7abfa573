import { describe, expect, it } from 'vitest';
import type { MarketRegime, MarketSignal } from '../api/types';
import { confluenceInsight, regimeInsight, regimeRank, signalInsight, signalRank } from './market_insight';

const regime = (name: NonNullable<MarketRegime>['name']): MarketRegime => ({ timeframe: '1h', name });
const signal = (change: Partial<NonNullable<MarketSignal>>): MarketSignal => ({
  type: 'buy',
  direction: 'bullish',
  status: 'open',
  confidence: 61.4,
  known_at: '2026-11-27T07:30:00Z',
  trace_id: 'sim:BTCUSDT@1',
  ...change,
});

describe('the regime of a market', () => {
  it('is told by mark and word', () => {
    expect(regimeInsight(regime('falling_low_volatility'))).toEqual({
      mark: '▼',
      tone: 'down',
      text: 'falling, low vol.',
      title: 'Trend falling, volatility low, by closed candles of 1h',
    });
    expect(regimeInsight(regime('range_high_volatility'))?.mark).toBe('◆');
    expect(regimeInsight(null)).toBeNull();
  });

  it('sorts from rising to falling', () => {
    const names = [
      'rising_high_volatility',
      'rising_low_volatility',
      'range_high_volatility',
      'range_low_volatility',
      'falling_high_volatility',
      'falling_low_volatility',
    ] as const;
    expect(names.map((name) => regimeRank(regime(name)))).toEqual([5, 4, 3, 2, 1, 0]);
    expect(regimeRank(null)).toBeNull();
  });
});

describe('the best confluence of a market', () => {
  it('has score and chart in sight, and the prices in its hover', () => {
    const best = {
      timeframe: '4h',
      direction: 'bearish',
      score: 0.724,
      price: 2,
      top: 2.5,
      bottom: 1.5,
    } as const;
    expect(confluenceInsight(best, 1)).toEqual({
      mark: '▼',
      tone: 'down',
      text: '72 4h',
      title: 'Most reasons agree, bearish, from 1.5 to 2.5 on the 4h chart: 72 of 100',
    });
    expect(confluenceInsight(null, 1)).toBeNull();
  });
});

describe('the newest signal of a market', () => {
  it('says its type and what became of it', () => {
    expect(signalInsight(signal({}))).toMatchObject({
      text: 'buy, open',
      title: 'Signal of 2026-11-27 07:30 UTC, confidence 61 %: why',
    });
    expect(signalInsight(signal({ status: 'target' }))?.text).toBe('buy, target hit');
    expect(signalInsight(null)).toBeNull();
  });

  it('sorts open ones to the ends, buys up and sells down', () => {
    const ranks = [
      signal({}),
      signal({ status: 'expired' }),
      signal({ direction: 'bearish', status: 'stopped' }),
      signal({ direction: 'bearish' }),
    ].map(signalRank);
    expect(ranks).toEqual([...ranks].sort((a, b) => b! - a!));
  });
});
