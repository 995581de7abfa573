#include "api/live_state.hpp"

#include <algorithm>

namespace tidemark::api {
namespace {

constexpr std::size_t kGapsMax = 256;
constexpr std::size_t kSparkPoints = 48;

template <class... F>
struct Overload : F... {
  using F::operator()...;
};

/// Close of the last candle that had closed 24 hours before `now_price`'s candle; the finest series that reaches back.
std::optional<double> change_24h(const CandleRing& closed, core::Timeframe tf, const core::Candle& latest) {
  const core::Timestamp day_before = latest.open_time - core::hours(24);
  const std::size_t count = closed.count_before(day_before + core::nanoseconds(1));
  if (count == 0) return std::nullopt;
  const core::Candle& then = closed[count - 1];
  // A hole in the history must not turn last week's price into yesterday's.
  if (day_before - then.open_time > core::duration_of(tf) * 10) return std::nullopt;
  if (then.close.ticks == 0) return std::nullopt;
  return (static_cast<double>(latest.close.ticks) / static_cast<double>(then.close.ticks) - 1) * 100;
}

/// Volume of the 24 hours that end with `latest`, its own included; nothing when the series does not reach back.
std::optional<double> volume_24h(const CandleRing& closed, const std::optional<core::Candle>& forming,
                                 const core::Candle& latest, core::Scale scale) {
  const core::Timestamp day_before = latest.open_time - core::hours(24);
  const std::size_t begin = closed.count_before(day_before + core::nanoseconds(1));
  if (begin == 0) return std::nullopt;
  double lots = forming ? static_cast<double>(forming->volume.lots) : 0.0;
  for (std::size_t i = begin; i < closed.size(); ++i) lots += static_cast<double>(closed[i].volume.lots);
  return lots / static_cast<double>(core::kPow10[scale.qty_decimals]);
}

}  // namespace

core::InstrumentId instrument_of(const engine::Output& output) {
  return std::visit(Overload{[](const engine::FindingOutput& o) { return o.finding.instrument; },
                             [](const auto& o) { return o.instrument; }},
                    output);
}

LiveState::Entry* LiveState::entry(core::InstrumentId id) const {
  const std::shared_lock lock{table_mutex_};
  const auto it = by_id_.find(id.value);
  return it == by_id_.end() ? nullptr : it->second;
}

void LiveState::Series::set_capacity(std::size_t candles, std::size_t findings) {
  closed.set_capacity(candles);
  patterns.set_capacity(findings);
  volume.set_capacity(findings);
  structure.set_capacity(findings);
  zones.set_capacity(findings);
  chart_patterns.set_capacity(findings / kChartPatternShare);
}

std::pair<std::size_t, std::size_t> LiveState::series_capacity() const {
  const std::size_t count = std::max<std::size_t>(series_.load(std::memory_order_relaxed), 1);
  return {std::min(std::max(bounds_.candles / count, kCandlesMin), bounds_.candles_per_series),
          std::min(std::max(bounds_.findings / count, kFindingsMin), bounds_.findings_per_series)};
}

LiveState::Series& LiveState::series_of(Entry& entry, core::Timeframe timeframe) {
  auto& series = entry.series[core::index_of(timeframe)];
  if (!series) {
    series_.fetch_add(1, std::memory_order_relaxed);
    const auto [candles, findings] = series_capacity();
    series = std::make_unique<Series>(candles, findings);
  }
  return *series;
}

void LiveState::put_instrument(const core::Instrument& instrument) {
  if (Entry* known = entry(instrument.id)) {
    const std::lock_guard lock{known->mutex};
    if (known->instrument.scale != instrument.scale) {
      const auto dropped = std::ranges::count_if(known->series, [](const auto& s) { return s != nullptr; });
      series_.fetch_sub(static_cast<std::size_t>(dropped), std::memory_order_relaxed);
      known->series = {};
      known->depth.reset();
      known->trades = RecentRing<core::Trade>{bounds_.trades_per_instrument};
    }
    known->instrument = instrument;
    return;
  }
  auto added = std::make_unique<Entry>(bounds_.trades_per_instrument);
  added->instrument = instrument;
  added->in_past = beginning_ == Beginning::kPast;
  const std::unique_lock lock{table_mutex_};
  by_id_[instrument.id.value] = added.get();
  entries_.push_back(std::move(added));
}

void LiveState::apply_candle(Entry& entry, const engine::CandleOutput& output) {
  Series& series = series_of(entry, output.timeframe);
  series.known_at = output.known_at;
  if (output.state == core::CandleState::kForming) {
    const bool stale = !series.closed.empty() && output.candle.open_time <= series.closed.back().open_time;
    if (!stale) series.forming = output.candle;
    return;
  }
  const auto [candles, findings] = series_capacity();
  series.set_capacity(candles, findings);
  series.closed.put(output.candle);
  if (series.forming && series.forming->open_time <= output.candle.open_time) series.forming.reset();
  auto& shown = series.forming_patterns;
  if (shown && shown->open_time <= output.candle.open_time) shown.reset();
}

void LiveState::apply_zone(Series& series, core::Scale scale, const engine::ZoneOutput& output) {
  using enum analysis::zones::ZoneEventKind;
  SaidZone said{output, {output.impulse_to, 0}};
  if (!series.closed.empty()) {
    const core::Candle& newest = series.closed.back();
    said.at = {std::max(newest.open_time, output.impulse_to), core::to_double(newest.close, scale)};
  }
  const bool has_test = output.event == kTested || output.event == kOutcome || output.event == kBroken;
  if (has_test) {
    series.untested = said;
  } else {
    series.zones.push(said);
  }
}

void LiveState::apply_zone_test(Series& series, const engine::ZoneTestOutput& output) {
  if (!series.untested || series.untested->zone.id != output.zone) return;
  series.untested->test = output;
  series.zones.push(*series.untested);
  series.untested.reset();
}

void LiveState::apply_signal(Entry& entry, const engine::SignalOutput& output) {
  const NewestSignal said = row_signal_of(*output.signal);
  if (!entry.signal || said.known_at >= entry.signal->known_at) entry.signal = said;
  const std::lock_guard signals{signals_mutex_};
  signals_.push(output);
}

void LiveState::remember(core::InstrumentId id, const NewestSignal& signal) {
  Entry* const found = entry(id);
  if (found == nullptr) return;
  const std::lock_guard lock{found->mutex};
  if (!found->signal || found->signal->known_at < signal.known_at) found->signal = signal;
}

void LiveState::remember(core::InstrumentId id, const BestConfluence& best) {
  Entry* const found = entry(id);
  if (found == nullptr) return;
  const std::lock_guard lock{found->mutex};
  Series& series = series_of(*found, best.timeframe);
  if (!series.confluence) series.best = best;
}

bool LiveState::apply(const engine::Output& output) {
  Entry* const found = entry(instrument_of(output));
  if (found == nullptr) return false;
  Entry& e = *found;
  const std::lock_guard lock{e.mutex};
  std::visit(
      Overload{[&](const engine::CandleOutput& o) {
                 apply_candle(e, o);
                 e.updated = o.known_at;
               },
               [&](const engine::PatternOutput& o) { series_of(e, o.timeframe).patterns.push(o); },
               [&](const engine::FormingPatternsOutput& o) {
                 Series& series = series_of(e, o.timeframe);
                 if (series.forming && series.forming->open_time == o.open_time) series.forming_patterns = o;
               },
               [&](const engine::VolumeOutput& o) { series_of(e, o.timeframe).volume.push(o); },
               [&](const engine::StructureOutput& o) { series_of(e, o.timeframe).structure.push(o); },
               [&](const engine::ZoneOutput& o) { apply_zone(series_of(e, o.timeframe), e.instrument.scale, o); },
               [&](const engine::ZoneTestOutput& o) { apply_zone_test(series_of(e, o.timeframe), o); },
               [&](const engine::ChartPatternOutput& o) { series_of(e, o.timeframe).chart_patterns.push(o); },
               [&](const engine::ConfluenceOutput& o) {
                 Series& series = series_of(e, o.timeframe);
                 series.confluence = o.confluence;
                 series.best = best_of(o.timeframe, *o.confluence);
               },
               [&](const engine::DecisionOutput& o) { e.trace = o.trace; },
               [&](const engine::SignalOutput& o) { apply_signal(e, o); },
               [&](const engine::MarketStateOutput& o) { e.market = o.state; },
               [&](const engine::BookOutput& o) { e.book = o; },
               [&](const engine::QualityOutput& o) { series_of(e, o.timeframe).quality = o; },
               [&](const engine::PauseOutput& o) {
                 e.gate = o.gate;
                 e.pause_reason = o.reason;
               },
               [&](const core::FeedStatus& o) {
                 if (e.feed != o.state || !e.feed_since) e.feed_since = o.times.received;
                 e.feed = o.state;
                 if (is_present(o)) e.in_past = false;
               },
               [&](const core::Gap& o) {
                 e.gaps[{o.range.from, o.timeframe, o.trades.has_value()}] = o;
                 if (e.gaps.size() > kGapsMax) e.gaps.erase(e.gaps.begin());
               },
               [&](const core::Trade& o) {
                 e.updated = o.times.received;
                 e.trades.push(o);
               },
               [](const auto&) {}},
      output);
  return true;
}

bool LiveState::put_depth(const engine::BookDepth& depth) {
  Entry* const found = entry(depth.instrument);
  if (found == nullptr) return false;
  const std::lock_guard lock{found->mutex};
  if (!found->depth) found->depth = std::make_unique<engine::BookDepth>();
  *found->depth = depth;
  return true;
}

std::optional<core::Instrument> LiveState::find(const core::SymbolName& name) const {
  const std::shared_lock table{table_mutex_};
  for (const auto& entry : entries_) {
    const std::lock_guard lock{entry->mutex};
    const core::Instrument& instrument = entry->instrument;
    if (instrument.symbol == name.symbol && (name.venue.empty() || instrument.venue == name.venue)) return instrument;
  }
  return std::nullopt;
}

std::optional<core::Instrument> LiveState::instrument(core::InstrumentId id) const {
  const Entry* e = entry(id);
  if (e == nullptr) return std::nullopt;
  const std::lock_guard lock{e->mutex};
  return e->instrument;
}

MarketInsight LiveState::insight_of(const Entry& e) {
  MarketInsight insight{.market = e.market, .confluence = {}, .signal = e.signal};
  for (const core::Timeframe timeframe : kInsightCharts) {
    const auto& series = e.series[core::index_of(timeframe)];
    if (!series || !series->best) continue;
    // Of equal ones the longer chart's.
    if (!insight.confluence || series->best->score >= insight.confluence->score) insight.confluence = series->best;
  }
  return insight;
}

InstrumentView LiveState::view_of(const Entry& e) {
  const std::lock_guard lock{e.mutex};
  InstrumentView view{.instrument = e.instrument,
                      .feed = e.feed,
                      .feed_since = e.feed_since,
                      .in_past = e.in_past,
                      .gate = e.gate,
                      .pause_reason = {},
                      .book = e.book,
                      .last = {},
                      .change_24h_pct = {},
                      .volume_24h = {},
                      .gaps_open = 0,
                      .updated = e.updated,
                      .quality = {},
                      .insight = insight_of(e)};
  if (e.gate == engine::SignalGate::kPaused) view.pause_reason = e.pause_reason;
  view.gaps_open = static_cast<std::size_t>(std::ranges::count_if(e.gaps, [](const auto& gap) {
    return gap.second.state == core::GapState::kOpen || gap.second.state == core::GapState::kRepairing;
  }));
  for (const core::Timeframe tf : core::kAllTimeframes) {
    const auto& series = e.series[core::index_of(tf)];
    if (!series) continue;
    view.quality[core::index_of(tf)] = series->quality;
    if (!series->forming && series->closed.empty()) continue;
    const core::Candle& latest = series->forming ? *series->forming : series->closed.back();
    if (!view.last) view.last = core::to_double(latest.close, e.instrument.scale);
    if (!view.change_24h_pct) view.change_24h_pct = change_24h(series->closed, tf, latest);
    // 24 hours of minutes are many to add up for every row: five minutes are fine enough where there are any.
    const bool coarse_enough = tf >= core::Timeframe::k5m && tf <= core::Timeframe::k1h;
    if (!view.volume_24h && coarse_enough) {
      view.volume_24h = volume_24h(series->closed, series->forming, latest, e.instrument.scale);
    }
  }
  return view;
}

std::optional<InstrumentView> LiveState::view(core::InstrumentId id) const {
  const Entry* e = entry(id);
  if (e == nullptr) return std::nullopt;
  return view_of(*e);
}

std::vector<InstrumentView> LiveState::all() const {
  const std::shared_lock lock{table_mutex_};
  std::vector<InstrumentView> views;
  views.reserve(entries_.size());
  for (const auto& e : entries_) views.push_back(view_of(*e));
  return views;
}

std::vector<core::Gap> LiveState::gaps(core::InstrumentId id) const {
  std::vector<core::Gap> list;
  const Entry* e = entry(id);
  if (e == nullptr) return list;
  const std::lock_guard lock{e->mutex};
  for (const auto& [key, gap] : e->gaps) list.push_back(gap);
  return list;
}

std::optional<engine::BookDepth> LiveState::depth(core::InstrumentId id) const {
  const Entry* e = entry(id);
  if (e == nullptr) return std::nullopt;
  const std::lock_guard lock{e->mutex};
  return e->depth ? std::optional{*e->depth} : std::nullopt;
}

TradesView LiveState::newest_trades(core::InstrumentId id, std::size_t limit) const {
  const Entry* e = entry(id);
  if (e == nullptr) return {};
  const std::lock_guard lock{e->mutex};
  return {e->trades.newest(limit), e->trades.pushed(), false};
}

TradesView LiveState::trades_after(core::InstrumentId id, std::uint64_t number) const {
  const Entry* e = entry(id);
  if (e == nullptr) return {};
  const std::lock_guard lock{e->mutex};
  return {e->trades.after(number), e->trades.pushed(), !e->trades.holds_all_after(number)};
}

template <class T>
RecentView<T> LiveState::newest_of(core::InstrumentId id, core::Timeframe timeframe, RecentRing<T> Series::* ring,
                                   std::size_t limit) const {
  const Entry* e = entry(id);
  if (e == nullptr) return {};
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  if (!series) return {};
  const RecentRing<T>& recent = (*series).*ring;
  return {recent.newest(limit), recent.pushed(), false};
}

template <class T>
RecentView<T> LiveState::after_of(core::InstrumentId id, core::Timeframe timeframe, RecentRing<T> Series::* ring,
                                  std::uint64_t number) const {
  const Entry* e = entry(id);
  if (e == nullptr) return {};
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  if (!series) return {};
  const RecentRing<T>& recent = (*series).*ring;
  return {recent.after(number), recent.pushed(), !recent.holds_all_after(number)};
}

std::optional<engine::FormingPatternsOutput> LiveState::forming_patterns(core::InstrumentId id,
                                                                         core::Timeframe timeframe) const {
  const Entry* e = entry(id);
  if (e == nullptr) return std::nullopt;
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  return series ? (*series).forming_patterns : std::nullopt;
}

PatternsView LiveState::newest_patterns(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const {
  return newest_of(id, timeframe, &Series::patterns, limit);
}
PatternsView LiveState::patterns_after(core::InstrumentId id, core::Timeframe timeframe, std::uint64_t number) const {
  return after_of(id, timeframe, &Series::patterns, number);
}
VolumeView LiveState::newest_volume(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const {
  return newest_of(id, timeframe, &Series::volume, limit);
}
VolumeView LiveState::volume_after(core::InstrumentId id, core::Timeframe timeframe, std::uint64_t number) const {
  return after_of(id, timeframe, &Series::volume, number);
}

StructureView LiveState::newest_structure(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const {
  return newest_of(id, timeframe, &Series::structure, limit);
}
StructureView LiveState::structure_after(core::InstrumentId id, core::Timeframe timeframe, std::uint64_t number) const {
  return after_of(id, timeframe, &Series::structure, number);
}
ZonesView LiveState::newest_zones(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const {
  return newest_of(id, timeframe, &Series::zones, limit);
}
ZonesView LiveState::zones_after(core::InstrumentId id, core::Timeframe timeframe, std::uint64_t number) const {
  return after_of(id, timeframe, &Series::zones, number);
}
ChartPatternsView LiveState::newest_chart_patterns(core::InstrumentId id, core::Timeframe timeframe,
                                                   std::size_t limit) const {
  return newest_of(id, timeframe, &Series::chart_patterns, limit);
}
ChartPatternsView LiveState::chart_patterns_after(core::InstrumentId id, core::Timeframe timeframe,
                                                  std::uint64_t number) const {
  return after_of(id, timeframe, &Series::chart_patterns, number);
}

SignalsView LiveState::newest_signals(std::size_t limit) const {
  const std::lock_guard lock{signals_mutex_};
  return {signals_.newest(limit), signals_.pushed(), false};
}
SignalsView LiveState::signals_after(std::uint64_t number) const {
  const std::lock_guard lock{signals_mutex_};
  return {signals_.after(number), signals_.pushed(), !signals_.holds_all_after(number)};
}

std::shared_ptr<const decision::Trace> LiveState::trace(core::InstrumentId id) const {
  const Entry* e = entry(id);
  if (e == nullptr) return nullptr;
  const std::lock_guard lock{e->mutex};
  return e->trace;
}

std::shared_ptr<const decision::Confluence> LiveState::confluence(core::InstrumentId id,
                                                                  core::Timeframe timeframe) const {
  const Entry* e = entry(id);
  if (e == nullptr) return nullptr;
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  return series ? series->confluence : nullptr;
}

std::vector<double> LiveState::sparkline(core::InstrumentId id) const {
  std::vector<double> points;
  const Entry* e = entry(id);
  if (e == nullptr) return points;
  const std::lock_guard lock{e->mutex};
  for (const core::Timeframe tf : {core::Timeframe::k30m, core::Timeframe::k1h, core::Timeframe::k4h}) {
    const auto& series = e->series[core::index_of(tf)];
    if (!series || (!series->forming && series->closed.empty())) continue;
    const core::Candle& latest = series->forming ? *series->forming : series->closed.back();
    const std::size_t first = series->closed.count_before(latest.open_time - core::hours(24) + core::nanoseconds(1));
    for (std::size_t i = first; i < series->closed.size(); ++i) {
      points.push_back(core::to_double(series->closed[i].close, e->instrument.scale));
    }
    if (series->forming) points.push_back(core::to_double(latest.close, e->instrument.scale));
    if (points.size() > kSparkPoints) points.erase(points.begin(), points.end() - kSparkPoints);
    break;
  }
  return points;
}

LiveSize LiveState::size() const {
  LiveSize size{.candles_max = bounds_.candles};
  const std::shared_lock lock{table_mutex_};
  size.instruments = entries_.size();
  for (const auto& e : entries_) {
    const std::lock_guard entry_lock{e->mutex};
    for (const auto& series : e->series) size.candles += series ? series->closed.size() : 0;
    size.trades += e->trades.size();
    size.gaps += e->gaps.size();
  }
  return size;
}

SeriesView LiveState::view_of(const Series& series, std::size_t begin, std::size_t end) {
  SeriesView view;
  view.closed.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) view.closed.push_back(series.closed[i]);
  view.forming = series.forming;
  view.has_older = begin > 0;
  view.complete = !series.closed.trimmed();
  view.rewrites = series.closed.rewrites();
  view.known_at = series.known_at;
  return view;
}

SeriesView LiveState::newest(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit,
                             std::optional<core::Timestamp> to) const {
  const Entry* e = entry(id);
  if (e == nullptr) return {};
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  if (!series) return {};
  const std::size_t end = to ? series->closed.count_before(*to) : series->closed.size();
  return view_of(*series, end - std::min(end, limit), end);
}

SeriesView LiveState::since(core::InstrumentId id, core::Timeframe timeframe, core::Timestamp from,
                            std::size_t limit) const {
  const Entry* e = entry(id);
  if (e == nullptr) return {};
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  if (!series) return {};
  const std::size_t begin = series->closed.count_before(from);
  return view_of(*series, begin, std::min(series->closed.size(), begin + limit));
}

}  // namespace tidemark::api
