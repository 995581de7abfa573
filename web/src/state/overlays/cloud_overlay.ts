import type { PriceChart } from '../../charts/price_chart';
import { cloudOf, cloudRule, type CloudRule } from '../../model/cloud';
import type { ShownIndicator } from '../../model/shown_indicator';
import type { ChartSession } from '../chart_session.svelte';

/** The clouds of the indicators that have one, with the room right of the candles that they reach into. */
export class CloudOverlay {
  readonly #chart: PriceChart;
  #rules: { name: string; rule: CloudRule }[] = [];

  constructor(chart: PriceChart) {
    this.#chart = chart;
  }

  setIndicators(shown: readonly ShownIndicator[]): void {
    this.#rules = shown.flatMap(({ name, choice, info }) => {
      const rule = cloudRule(info, choice.parameters);
      return rule === null ? [] : [{ name, rule }];
    });
    this.#chart.setAhead(Math.max(0, ...this.#rules.map(({ rule }) => rule.displacement)));
  }

  /** The candles held or the indicators' values have changed. */
  draw({ feed, window }: ChartSession): void {
    this.#chart.clouds.setClouds(
      this.#rules.flatMap(({ name, rule }) => {
        const table = feed.table(name);
        return table === null ? [] : [cloudOf(rule, table, window.attached ? window.closed : [])];
      }),
    );
  }
}
