import { ApiError, fetchCandles, fetchGaps } from '../api/rest';
import type {
  Candle,
  CandlePage,
  Envelope,
  GapInfo,
  LiveCandle,
  SymbolInfo,
  TimeframeName,
} from '../api/types';
import { CandleWindow, type PagingPlan, type Side } from '../model/candle_window';
import { findHoles, neverCloses, type Hole } from '../model/gaps';
import { lengthOf } from '../model/timeframe';
import type { Connection } from './connection.svelte';
import { IndicatorFeed, type FeedEvents } from './indicator_feed.svelte';
import { ChartPatternFeed } from './chart_pattern_feed';
import { PatternFeed } from './pattern_feed.svelte';
import { StructureFeed } from './structure_feed';
import { VolumeFeed } from './volume_feed.svelte';
import { ZoneFeed } from './zone_feed';

/** What is drawn over candles besides indicators; each has a feed. */
export type FindingKind = 'patterns' | 'volume' | 'zones' | 'structure' | 'chartPatterns';

export type Phase = 'loading' | 'ready' | 'empty' | 'failed';

/** Who draws the session. Calls may come many times between two frames. */
export interface SessionSink extends FeedEvents {
  /** Other findings of this kind are held than before. */
  found(kind: FindingKind): void;
  /** Anything may have changed. */
  redraw(): void;
  /** Candles joined on one side, and none was dropped. Resolves once all is drawn. */
  grown(): Promise<void>;
  /** Candles of this side were dropped, and none joined. Resolves once all is drawn. */
  shrunk(side: Side): Promise<void>;
  appended(): void;
  forming(): void;
}

const kFirstPage = 1_000;
const kAroundRange = 300;
const kLargestPage = 20_000;
/** Indicator rows fetched again with a page, so that it can be fitted to what is held (see IndicatorTable). */
const kOverlap = 3;
const kGapRefreshMs = 60_000;

/**
 * One symbol at one timeframe: loads its candles, follows the live channel, pages history in, mends holes after lost
 * messages, and keeps the gap ledger at hand. Made anew for each chart; stop() ends all it has under way.
 */
export class ChartSession {
  phase = $state<Phase>('loading');
  error = $state.raw<ApiError | null>(null);
  paging = $state(false);
  attached = $state(true);
  /** Newest candle of the market, whether or not the window reaches it. */
  last = $state.raw<Candle | null>(null);
  /** When the last live candle arrived, Unix ms. */
  lastDataAt = $state<number | null>(null);
  readonly startedAt = Date.now();
  holes = $state.raw<Hole[]>([]);
  count = $state(0);
  readonly window: CandleWindow;
  readonly feed: IndicatorFeed;
  readonly patterns: PatternFeed;
  readonly volume: VolumeFeed;
  readonly zones: ZoneFeed;
  readonly structure: StructureFeed;
  readonly chartPatterns: ChartPatternFeed;
  readonly #findings: readonly Pick<PatternFeed, 'cover' | 'follow'>[];

  readonly #connection: Connection;
  readonly #sink: SessionSink;
  readonly #stop = new AbortController();
  #marketType: string;
  #ledger: GapInfo[] = [];
  #waiting: Envelope[] = [];
  #liveForming: Candle | null = null;
  #filling = false;
  #fillAgain = false;

  constructor(
    readonly symbol: string,
    readonly timeframe: TimeframeName,
    info: SymbolInfo | null,
    connection: Connection,
    sink: SessionSink,
  ) {
    this.#connection = connection;
    this.#sink = sink;
    this.#marketType = info?.market_type ?? '';
    this.window = new CandleWindow(lengthOf(timeframe));
    this.feed = new IndicatorFeed(symbol, timeframe, this.#stop.signal, sink);
    const series = { symbol, timeframe };
    const stop = this.#stop.signal;
    this.patterns = new PatternFeed(series, stop, connection, () => sink.found('patterns'));
    this.volume = new VolumeFeed(series, stop, connection, () => sink.found('volume'));
    this.zones = new ZoneFeed(series, stop, connection, () => sink.found('zones'));
    this.structure = new StructureFeed(series, stop, connection, () => sink.found('structure'));
    this.chartPatterns = new ChartPatternFeed(series, stop, connection, () => sink.found('chartPatterns'));
    this.#findings = [this.patterns, this.volume, this.zones, this.structure, this.chartPatterns];
  }

  start(range: { from: number; to: number } | null): void {
    const channel = `candles:${this.symbol}:${this.timeframe}`;
    const unlisten = this.#connection.listen(channel, (envelope) => this.#received(envelope));
    const timer = setInterval(() => void this.reloadGaps(), kGapRefreshMs);
    this.#stop.signal.addEventListener('abort', () => {
      unlisten();
      clearInterval(timer);
    });
    void this.load(range);
    void this.reloadGaps();
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Loads the newest candles, or those around a range. */
  async load(range: { from: number; to: number } | null): Promise<void> {
    this.phase = this.window.closed.length > 0 ? 'ready' : 'loading';
    const request = range === null ? { limit: kFirstPage } : this.#around(range);
    const page = await this.#fetch(request, true);
    if (page === null) return;
    const isNewest = range === null;
    this.window.reset(page.candles, page.forming, page.has_more, isNewest);
    if (isNewest) this.#noteLive(page.candles.at(-1) ?? null, page.forming);
    this.phase = this.window.closed.length > 0 || this.window.forming !== null ? 'ready' : 'empty';
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const envelope of waiting) this.#received(envelope);
    this.#refillIndicators();
    this.#changed();
  }

  /**
   * Joins the page before the oldest candle, and says whether one did. `trimNow` resolves when dropping the far side may
   * disturb nobody.
   */
  async loadOlder(plan: PagingPlan, trimNow: () => Promise<void>): Promise<boolean> {
    const oldest = this.window.oldestTime;
    if (this.paging || !this.window.hasOlder || oldest === null) return false;
    this.paging = true;
    const overlap = { to: oldest + kOverlap * this.window.step, limit: plan.page + kOverlap };
    const [page, values] = await Promise.all([
      this.#fetch({ to: oldest, limit: plan.page }),
      this.feed.fetch(overlap),
    ]);
    if (page !== null) {
      this.window.prependOlder(page.candles, page.has_more);
      this.feed.join(values);
      await this.#joined('newest', plan, trimNow);
    }
    this.paging = false;
    return page !== null;
  }

  /** Joins the page after the newest candle held, for a window that does not reach the live edge. */
  async loadNewer(plan: PagingPlan): Promise<void> {
    const newest = this.window.newestTime;
    if (this.paging || this.window.attached || newest === null) return;
    this.paging = true;
    const overlap = { from: newest - kOverlap * this.window.step, limit: plan.page + kOverlap };
    const [page, values] = await Promise.all([
      this.#fetch({ from: newest, limit: plan.page }),
      this.feed.fetch(overlap),
    ]);
    if (page !== null) {
      this.window.appendNewer(page.candles);
      if (!page.has_more) this.window.attach(page.forming ?? this.#liveForming);
      this.feed.join(values);
      await this.#joined('oldest', plan, () => Promise.resolve());
    }
    this.paging = false;
  }

  async goLive(): Promise<void> {
    if (!this.window.attached) await this.load(null);
  }

  #around(range: { from: number; to: number }): { to?: number; limit: number } {
    const step = this.window.step;
    const to = range.to + kAroundRange * step;
    const wanted = Math.ceil((to - range.from) / step) + kAroundRange;
    return {
      to: Math.max(to, range.from + step),
      limit: Math.min(kLargestPage, Math.max(kFirstPage, wanted)),
    };
  }

  // --- live ---

  #received(envelope: Envelope): void {
    if (this.#stop.signal.aborted) return;
    if (envelope.type === 'candle') this.lastDataAt = Date.now();
    if (this.phase === 'loading') {
      this.#waiting.push(envelope);
      return;
    }
    if (envelope.type === 'snapshot') this.#takeSnapshot(envelope.data as CandlePage);
    if (envelope.type === 'candle') this.#takeCandle(envelope.data as LiveCandle);
  }

  #takeSnapshot(page: CandlePage): void {
    this.#noteLive(page.candles.at(-1) ?? null, page.forming);
    const isBlank = this.window.newestTime === null;
    // The market has caught up with a past that is longer than a snapshot: the chart begins anew.
    if (isBlank && page.has_more) return void this.load(null);
    if (isBlank || this.window.reaches(page.candles, page.forming)) {
      const news = this.window.appendNewer(page.candles);
      this.window.attach(page.forming);
      if (news > 0) this.#refillIndicators();
      if (this.window.closed.length > 0 || this.window.forming !== null) this.phase = 'ready';
      this.#changed();
    } else if (this.window.attached) {
      void this.#fillHole(this.window.newestTime);
    }
  }

  #takeCandle(live: LiveCandle): void {
    const { candle, state } = live;
    if (state === 'closed') this.#noteLive(candle, null);
    else this.#noteLive(null, candle);
    const before = this.window.newestTime;
    const change = this.window.applyLive(candle, state);
    if (this.phase === 'empty' && change !== 'none') this.phase = 'ready';
    if (change === 'none') return;
    if (change === 'forming') this.#sink.forming();
    else if (change === 'append' && !this.window.overfull) {
      this.count = this.window.closed.length;
      for (const feed of this.#findings) feed.follow(candle[0] + this.window.step);
      this.#sink.appended();
    } else {
      if (this.window.overfull) this.window.trim('oldest');
      this.#changed();
      if (change === 'hole') void this.#fillHole(before);
    }
    this.feed.poke();
  }

  /** Fetches what was missed since `since`; a hole longer than the window starts over at the live edge. */
  async #fillHole(since: number | null): Promise<void> {
    if (since === null) return;
    this.#fillAgain = this.#filling;
    if (this.#filling) return;
    this.#filling = true;
    const page = await this.#fetch({ from: since, limit: kLargestPage });
    this.#filling = false;
    if (page === null) return;
    if (page.has_more) return this.load(null);
    this.window.appendNewer(page.candles);
    this.window.attach(page.forming ?? this.#liveForming);
    if (this.window.overfull) this.window.trim('oldest');
    await this.reloadGaps();
    this.#refillIndicators();
    this.#changed();
    // What was missed while this was asked for may not be in the answer.
    if (this.#fillAgain) await this.#fillHole(this.window.newestTime);
  }

  #noteLive(closed: Candle | null, forming: Candle | null): void {
    if (forming !== null) this.#liveForming = forming;
    const newest = forming ?? closed;
    if (newest !== null && (this.last === null || newest[0] >= this.last[0])) this.last = newest;
  }

  // --- the rest ---

  #refillIndicators(): void {
    const { oldestTime, newestTime, closed } = this.window;
    if (oldestTime === null || newestTime === null) return;
    void this.feed.fill(this.feed.names, oldestTime, newestTime, closed.length);
  }

  /** Fills indicators just added. */
  fillIndicators(names: readonly string[]): void {
    const { oldestTime, newestTime, closed } = this.window;
    if (oldestTime === null || newestTime === null) return;
    void this.feed.fill(names, oldestTime, newestTime, closed.length);
  }

  /**
   * A page joined on one side. When there are too many now, those of the far side go once the page is drawn and going
   * disturbs nobody.
   */
  async #joined(far: Side, plan: PagingPlan, trimNow: () => Promise<void>): Promise<void> {
    this.#note();
    await this.#sink.grown();
    if (this.window.closed.length <= plan.keep) return;
    await trimNow();
    if (this.#stop.signal.aborted || this.window.closed.length <= plan.keep) return;
    this.window.trim(far, plan.keep);
    this.#note();
    await this.#sink.shrunk(far);
  }

  #changed(): void {
    this.#note();
    this.#sink.redraw();
  }

  #note(): void {
    const { oldestTime, newestTime, closed, forming, step, attached } = this.window;
    if (oldestTime !== null && newestTime !== null) {
      this.feed.keep(oldestTime, newestTime);
      const span = { from: oldestTime, to: newestTime + step };
      for (const feed of this.#findings) feed.cover(span);
    }
    const all = forming === null ? closed : [...closed, forming];
    this.holes = findHoles(all, step, this.#ledger, neverCloses(this.#marketType));
    this.count = closed.length;
    this.attached = attached;
  }

  /** Asks for the gap ledger again; the chart is redrawn when it has changed. */
  async reloadGaps(): Promise<void> {
    try {
      const ledger = await fetchGaps(this.symbol, this.timeframe, this.#stop.signal);
      const isSame = JSON.stringify(ledger) === JSON.stringify(this.#ledger);
      this.#ledger = ledger;
      if (!isSame && this.phase === 'ready') this.#changed();
    } catch {
      // Holes between candles still show; they then say that the ledger does not name them.
    }
  }

  async #fetch(
    range: { from?: number; to?: number; limit: number },
    isFirst = false,
  ): Promise<CandlePage | null> {
    try {
      const page = await fetchCandles(this.symbol, this.timeframe, range, this.#stop.signal);
      if (this.#stop.signal.aborted) return null;
      this.error = null;
      return page;
    } catch (error) {
      if (this.#stop.signal.aborted) return null;
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
      if (isFirst && this.window.closed.length === 0) this.phase = 'failed';
      return null;
    }
  }
}
