import type { Candle, ChartPattern, SymbolInfo, TimeframeName, ZoneInfo } from '../api/types';
import { FrameQueue } from '../charts/frame_queue';
import { readPalette } from '../charts/palette';
import { PriceChart, type ChartPoint } from '../charts/price_chart';
import { indexOfTime, lowerBound, pagingFor, type PagingPlan, type Side } from '../model/candle_window';
import { decimalsOf, formatCountdown } from '../model/format';
import { readingOf, type CandleReading } from '../model/legend';
import type { ShownIndicator } from '../model/shown_indicator';
import { lengthOf, untilClose } from '../model/timeframe';
import { ChartSession, type FindingKind, type SessionSink } from './chart_session.svelte';
import type { Connection } from './connection.svelte';
import { ChartPatternOverlay } from './overlays/chart_pattern_overlay.svelte';
import { ConfluenceOverlay } from './overlays/confluence_overlay.svelte';
import { CloudOverlay } from './overlays/cloud_overlay';
import { PatternOverlay } from './overlays/pattern_overlay';
import { StructureOverlay } from './overlays/structure_overlay.svelte';
import { VolumeOverlay } from './overlays/volume_overlay';
import { ZoneOverlay } from './overlays/zone_overlay.svelte';
import { PressWatch } from './press_watch';
import { ViewKeeper } from './view_keeper';

export type TimeRange = { from: number; to: number };

const kRangeSettleMs = 400;

/** Joins a session (data) to the chart (drawing): collects changes and draws them once per frame. */
export class ChartController implements SessionSink {
  session = $state.raw<ChartSession | null>(null);
  /** Grows with every drawn frame that changed values shown in legends. */
  version = $state(0);
  hoverTime = $state<number | null>(null);
  atRightEdge = $state(true);
  /** Top of each pane in pixels, for the legends. */
  paneTops = $state.raw<number[]>([0]);
  readonly patterns: PatternOverlay;
  readonly volume: VolumeOverlay;
  readonly zones: ZoneOverlay;
  readonly structure: StructureOverlay;
  readonly chartPatterns: ChartPatternOverlay;
  readonly confluence: ConfluenceOverlay;
  readonly #pointed: readonly {
    hover(point: ChartPoint): void;
    pick(point: ChartPoint): void;
    unpick(): void;
  }[];
  readonly #overlays: Record<FindingKind, { open(session: ChartSession): void; draw(): void }>;
  readonly #chart: PriceChart;
  readonly #container: HTMLElement;
  readonly #connection: Connection;
  readonly #onRange: (range: TimeRange | null) => void;
  readonly #frames = new FrameQueue();
  readonly #paneWatch: ResizeObserver;
  readonly #press: PressWatch;
  readonly #view: ViewKeeper;
  readonly #clouds: CloudOverlay;
  #indicators: ShownIndicator[] = [];
  #decimals = 2;
  #pendingRange: TimeRange | null = null;
  /** The candle chosen by keyboard. */
  #pinned: number | null = null;
  #isFirstDraw = true;
  #rangeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(container: HTMLElement, connection: Connection, onRange: (range: TimeRange | null) => void) {
    this.#container = container;
    this.#connection = connection;
    this.#onRange = onRange;
    this.#chart = new PriceChart(container, readPalette(), {
      moved: () => this.#moved(),
      hovered: (point, cause) => this.#hovered(point, cause),
      clicked: (point) => this.#clicked(point),
    });
    this.#view = new ViewKeeper(this.#chart);
    this.#clouds = new CloudOverlay(this.#chart);
    const changed = () => (this.version += 1);
    this.patterns = new PatternOverlay(this.#chart, changed);
    this.volume = new VolumeOverlay(this.#chart, changed);
    this.zones = new ZoneOverlay(this.#chart.zones, changed);
    this.structure = new StructureOverlay(this.#chart.structure, changed);
    this.chartPatterns = new ChartPatternOverlay(this.#chart.chartPatterns, changed);
    const { patterns, volume, zones, structure, chartPatterns } = this;
    this.#overlays = { patterns, volume, zones, structure, chartPatterns };
    this.confluence = new ConfluenceOverlay(this.#chart.heat, connection, changed);
    this.#pointed = [zones, chartPatterns, structure, this.confluence];
    this.#paneWatch = new ResizeObserver(() => this.#measurePanes());
    this.#press = new PressWatch(container);
    this.#measurePanes();
  }

  destroy(): void {
    this.session?.stop();
    this.confluence.stop();
    clearTimeout(this.#rangeTimer);
    this.#frames.stop();
    this.#paneWatch.disconnect();
    this.#press.stop();
    this.#chart.remove();
  }

  /** Shows another chart. `range` null = the live edge. */
  open(symbol: string, timeframe: TimeframeName, info: SymbolInfo | null, range: TimeRange | null): void {
    this.session?.stop();
    clearTimeout(this.#rangeTimer);
    this.hoverTime = this.#pinned = null;
    this.#pendingRange = range;
    this.#isFirstDraw = true;
    const session = new ChartSession(symbol, timeframe, info, this.#connection, this);
    session.feed.setNames(this.#indicators.map((shown) => shown.name));
    this.session = session;
    this.#chart.setSecondsOfDay(lengthOf(timeframe) < lengthOf('1d'));
    this.#chart.show(session.window, []);
    this.#chart.candles.setCountdown(null);
    for (const overlay of Object.values(this.#overlays)) overlay.open(session);
    this.confluence.open(session);
    this.#showIndicators();
    session.start(range);
  }

  setInstrument(info: SymbolInfo): void {
    const decimals = decimalsOf(info);
    this.#chart.candles.setPriceFormat(decimals, info.tick_size);
    if (decimals === this.#decimals) return;
    this.#decimals = decimals;
    const shown = this.#indicators;
    this.setIndicators([]);
    this.setIndicators(shown);
  }

  setIndicators(wanted: ShownIndicator[]): void {
    const keep = new Set(wanted.map((shown) => shown.name));
    for (const { name } of this.#indicators) if (!keep.has(name)) this.#chart.removeLayer(name);
    this.#indicators = wanted;
    this.#clouds.setIndicators(wanted);
    const fresh = this.session?.feed.setNames(wanted.map((shown) => shown.name)) ?? [];
    for (const { name, choice, info } of wanted) {
      if (this.#chart.layer(name) !== undefined) continue;
      this.#chart.addLayer(name, { info, parameters: choice.parameters }, this.#decimals);
    }
    this.#showIndicators();
    if (fresh.length > 0 && this.session?.phase === 'ready') this.session.fillIndicators(fresh);
    this.#frames.request('panes', () => this.#measurePanes());
    this.version += 1;
  }

  themeChanged(): void {
    this.#chart.setPalette(readPalette());
    this.#redrawAll();
  }

  showRange(range: TimeRange | null): void {
    const session = this.session;
    if (session === null) return;
    this.#pendingRange = range;
    if (range === null) void this.goLive();
    else if (this.#holds(range)) this.#applyView();
    else void session.load(range);
  }

  async goLive(): Promise<void> {
    await this.session?.goLive();
    this.#frames.request('edge', () => this.#chart.toRightEdge());
  }

  /** The view another timeframe should open with: null at the live edge, else as many candles up to the same moment. */
  rangeFor(timeframe: TimeframeName): TimeRange | null {
    const times = this.#chart.visibleTimes;
    const session = this.session;
    if (session === null || times === null || (session.window.attached && this.#chart.atRightEdge))
      return null;
    const factor = lengthOf(timeframe) / lengthOf(session.timeframe);
    return { from: times.to - (times.to - times.from) * factor, to: times.to };
  }

  // --- what stands in the legends ---

  colorsOf(name: string): (string | null)[] {
    return this.#chart.layer(name)?.colors ?? [];
  }

  paneOf(name: string): number {
    return this.#chart.layer(name)?.paneIndex ?? 0;
  }

  /** The candle under the pointer, else the newest held. */
  reading(): CandleReading | null {
    const window = this.session?.window;
    if (window === undefined) return null;
    const { closed, forming } = window;
    const time = this.hoverTime ?? forming?.[0] ?? window.newestTime;
    if (time === null) return null;
    if (forming !== null && time === forming[0]) return readingOf(forming, closed.at(-1) ?? null, true);
    const at = indexOfTime(closed, time);
    return at < 0 ? null : readingOf(closed[at]!, closed[at - 1] ?? null, false);
  }

  values(name: string): readonly (number | null)[] | null {
    const session = this.session;
    const table = session?.feed.table(name) ?? null;
    if (session === null || table === null) return null;
    const formingTime = session.window.forming?.[0] ?? null;
    const time = this.hoverTime ?? formingTime ?? session.window.newestTime;
    if (time === null) return null;
    if (time === formingTime) return table.forming;
    return table.at(time);
  }

  /** Whether the crosshair is in the right half of the chart, so that what explains it may stand in the left. */
  get hoverIsRight(): boolean {
    const x = this.hoverTime === null ? null : this.#chart.xOf(this.hoverTime);
    return x !== null && x > this.#chart.width / 2;
  }

  tick(serverNow: number): void {
    const session = this.session;
    const forming = session?.window.forming ?? null;
    const left =
      session === null || forming === null ? null : untilClose(forming[0], session.timeframe, serverNow);
    this.#chart.candles.setCountdown(left === null ? null : formatCountdown(left));
  }

  // --- keyboard ---

  pan(share: number): void {
    this.#chart.pan(share);
  }

  zoom(factor: number): void {
    this.#chart.zoom(factor);
  }

  /** Moves the crosshair to the neighboring candle. */
  stepCrosshair(by: number): void {
    const window = this.session?.window;
    if (window === undefined || window.closed.length === 0) return;
    const last = window.closed.length - 1;
    const at = this.hoverTime === null ? last + 1 : lowerBound(window.closed, this.hoverTime);
    const candle = window.closed[Math.min(last, Math.max(0, at + by))]!;
    this.#pin(candle);
  }

  /** Moves the crosshair to the next candle with a marked pattern; false when there is none that way. */
  stepPattern(by: -1 | 1): boolean {
    const { window, patterns } = this.session ?? {};
    const from = this.hoverTime ?? (window?.newestTime ?? 0) + 1;
    const time = patterns?.table.step(from, by) ?? null;
    const at = time === null ? -1 : indexOfTime(window?.closed ?? [], time);
    if (at < 0) return false;
    this.#pin(window!.closed[at]!);
    return true;
  }

  /** Goes to the next or the last zone, or chart pattern, and explains it; null when there is none that way. */
  stepZone(by: -1 | 1): ZoneInfo | null {
    const zone = this.zones.step(by);
    if (zone !== null) this.showZone(zone);
    return zone;
  }

  stepChartPattern(by: -1 | 1): ChartPattern | null {
    const pattern = this.chartPatterns.step(by);
    if (pattern !== null) this.showChartPattern(pattern);
    return pattern;
  }

  /** Explains a zone and brings its base into view. */
  showZone(zone: ZoneInfo): void {
    this.zones.pointing.pin(zone.id);
    this.#bringTimeIntoView(Date.parse(zone.right_time));
  }

  /** Explains a chart pattern and brings its end into view. */
  showChartPattern(pattern: ChartPattern): void {
    this.chartPatterns.pointing.pin(pattern.id);
    this.#bringTimeIntoView(Date.parse(pattern.end_time));
  }

  /** The closed candles in view. */
  visibleCandles(): readonly Candle[] {
    const times = this.#chart.visibleTimes;
    const closed = this.session?.window.closed ?? [];
    if (times === null) return [];
    return closed.slice(lowerBound(closed, times.from), lowerBound(closed, times.to + 1));
  }

  clearCrosshair(): void {
    this.hoverTime = this.#pinned = null;
    this.#chart.patterns.select(null);
    for (const overlay of this.#pointed) overlay.unpick();
    this.#chart.hideCrosshair();
  }

  // --- SessionSink: called by the session, drawn in the next frame ---

  redraw(): void {
    for (const name of ['append', 'forming', 'grow', 'drop']) this.#frames.cancel(name);
    this.#frames.request('draw', () => this.#redrawAll());
  }

  grown(): Promise<void> {
    return this.#candlesChanged('grow', (session) => this.#chart.show(session.window, session.holes));
  }

  shrunk(side: Side): Promise<void> {
    if (side === 'oldest') return this.grown();
    return this.#candlesChanged('drop', (session) => this.#chart.dropNewest(session.window, session.holes));
  }

  appended(): void {
    this.#frames.cancel('forming');
    this.#frames.request('append', () => {
      this.#showNewest();
      this.#drawOverlays();
      this.#showPinned();
    });
  }

  forming(): void {
    if (!this.#frames.has('append')) this.#frames.request('forming', () => this.#showNewest());
  }

  found(kind: FindingKind): void {
    this.#frames.request(`found ${kind}`, () => this.#overlays[kind].draw());
  }

  filled(): void {
    this.#frames.request('indicators', () => this.#showIndicators());
  }

  // --- inside ---

  #hovered(point: ChartPoint, cause: 'pointer' | 'chart'): void {
    const { time } = point;
    if (this.#pinned !== null && cause === 'chart') return;
    this.#pinned = null;
    this.#frames.request('hover', () => {
      this.hoverTime = time;
      this.#chart.patterns.select(time);
      for (const overlay of this.#pointed) overlay.hover(point);
    });
  }

  /** A tap shows what a pointer shows by hovering; a zone, and a candle with patterns, then stay chosen. */
  #clicked(point: ChartPoint): void {
    const { time } = point;
    for (const overlay of this.#pointed) overlay.pick(point);
    const candles = this.session?.window.closed ?? [];
    const at = time === null ? -1 : indexOfTime(candles, time);
    const isMarked = [this.patterns, this.volume].some((overlay) => overlay.at(time).length > 0);
    if (at >= 0 && isMarked) this.#pin(candles[at]!);
  }

  #pin(candle: Candle): void {
    this.#frames.cancel('hover');
    this.hoverTime = this.#pinned = candle[0];
    this.#chart.patterns.select(candle[0]);
    this.#bringIntoView(candle);
    this.#showPinned();
  }

  #drawOverlays(): void {
    for (const overlay of Object.values(this.#overlays)) overlay.draw();
  }

  /** A candle chosen by keyboard stays chosen when new ones push it to the left. */
  #showPinned(): void {
    const candles = this.session?.window.closed ?? [];
    const at = this.#pinned === null ? -1 : indexOfTime(candles, this.#pinned);
    if (at >= 0) this.#chart.showCrosshair(candles[at]![0], candles[at]![4]);
  }

  #redrawAll(): void {
    const session = this.session;
    if (session === null) return;
    const restore = this.#isFirstDraw || this.#chart.atRightEdge ? null : this.#view.anchor();
    this.#chart.show(session.window, session.holes);
    this.#showIndicators();
    this.#drawOverlays();
    restore?.();
    if (this.#isFirstDraw && session.window.closed.length > 0) this.#applyView();
    this.#showPinned();
    this.version += 1;
  }

  /** Draws candles that joined or went, in the next frame, with what is in view staying there. Resolves once drawn. */
  #candlesChanged(name: string, show: (session: ChartSession) => void): Promise<void> {
    if (!this.#frames.has('draw')) {
      this.#frames.request(name, () => {
        const session = this.session;
        if (session === null) return;
        this.#view.keep(() => show(session));
        this.#showIndicators();
        this.#showPinned();
      });
    }
    return this.#frames.whenDone();
  }

  #showNewest(): void {
    if (this.session !== null) this.#chart.showNewest(this.session.window);
    this.patterns.drawForming();
    this.version += 1;
  }

  #showIndicators(): void {
    const session = this.session;
    if (session === null) return;
    const forming = session.window.forming?.[0] ?? null;
    for (const { name } of this.#indicators) {
      const table = session.feed.table(name);
      if (table !== null) this.#chart.layer(name)?.show(table, forming);
    }
    this.#clouds.draw(session);
    this.version += 1;
  }

  #applyView(): void {
    this.#isFirstDraw = false;
    const range = this.#pendingRange;
    this.#pendingRange = null;
    if (range === null) {
      this.#chart.fitFew(this.session?.window.closed.length ?? 0);
      this.#chart.toRightEdge();
    } else this.#chart.setVisibleTimes(range.from, range.to);
  }

  #holds(range: TimeRange): boolean {
    const { oldestTime, newestTime } = this.session?.window ?? { oldestTime: null, newestTime: null };
    return oldestTime !== null && newestTime !== null && oldestTime <= range.from && newestTime >= range.from;
  }

  #moved(): void {
    this.#frames.request('moved', () => {
      const range = this.#chart.visibleLogical;
      const session = this.session;
      if (range === null || session === null || session.phase !== 'ready') return;
      this.atRightEdge = this.#chart.atRightEdge;
      const plan = pagingFor(range.to - range.from);
      if (range.from < plan.ahead) void this.#pageOlder(session, plan);
      else if (!session.window.attached && range.to > session.window.closed.length - plan.ahead)
        void session.loadNewer(plan);
      clearTimeout(this.#rangeTimer);
      this.#rangeTimer = setTimeout(() => this.#reportRange(), kRangeSettleMs);
    });
  }

  /** At the oldest candle held the view cannot move, so nothing would ask for the page after this one: look again. */
  async #pageOlder(session: ChartSession, plan: PagingPlan): Promise<void> {
    // Dropping the newest candles while a finger drags the chart would make it jump.
    const hasJoined = await session.loadOlder(plan, () => this.#press.whenReleased());
    const from = this.#chart.visibleLogical?.from ?? plan.ahead;
    if (hasJoined && session === this.session && from < plan.ahead) this.#moved();
  }

  #reportRange(): void {
    const session = this.session;
    if (session === null || session.phase !== 'ready') return;
    const times = this.#chart.visibleTimes;
    const isLive = session.window.attached && this.#chart.atRightEdge;
    this.confluence.look(isLive ? null : (times?.to ?? null));
    if (isLive) this.#onRange(null);
    else if (times !== null) this.#onRange(times);
  }

  #bringTimeIntoView(time: number): void {
    const closed = this.session?.window.closed ?? [];
    const candle = closed[Math.min(closed.length - 1, lowerBound(closed, time))];
    if (candle !== undefined) this.#bringIntoView(candle);
  }

  #bringIntoView(candle: Candle): void {
    const range = this.#chart.visibleLogical;
    const index = this.#chart.indexOf(candle[0]);
    if (range === null || index === null) return;
    const isIn = index >= range.from + 1 && index <= range.to - 1;
    if (!isIn) this.#chart.pan((index - (range.from + range.to) / 2) / (range.to - range.from));
  }

  #measurePanes(): void {
    const top = this.#container.getBoundingClientRect().top;
    const elements = this.#chart.paneElements();
    this.#paneWatch.disconnect();
    for (const element of elements) this.#paneWatch.observe(element);
    const tops = elements.map((element) => Math.round(element.getBoundingClientRect().top - top));
    if (tops.join() !== this.paneTops.join()) this.paneTops = tops;
  }
}
