#include "api/live_state.hpp"

#include <algorithm>

namespace tidemark::api {
namespace {

constexpr std::size_t kGapsMax = 1000;

template <class... F>
struct Overload : F... {
  using F::operator()...;
};

core::InstrumentId instrument_of(const engine::Output& output) {
  return std::visit(Overload{[](const engine::FindingOutput& o) { return o.finding.instrument; },
                             [](const auto& o) { return o.instrument; }},
                    output);
}

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

}  // namespace

LiveState::Entry* LiveState::entry(core::InstrumentId id) const {
  const std::shared_lock lock{table_mutex_};
  const auto it = by_id_.find(id.value);
  return it == by_id_.end() ? nullptr : it->second;
}

LiveState::Series& LiveState::series_of(Entry& entry, core::Timeframe timeframe) const {
  auto& series = entry.series[core::index_of(timeframe)];
  if (!series) series = std::make_unique<Series>(candles_per_series_);
  return *series;
}

void LiveState::put_instrument(const core::Instrument& instrument) {
  if (Entry* known = entry(instrument.id)) {
    const std::lock_guard lock{known->mutex};
    if (known->instrument.scale != instrument.scale) known->series = {};
    known->instrument = instrument;
    return;
  }
  auto added = std::make_unique<Entry>();
  added->instrument = instrument;
  const std::unique_lock lock{table_mutex_};
  by_id_[instrument.id.value] = added.get();
  entries_.push_back(std::move(added));
}

void LiveState::apply_candle(Entry& entry, const engine::CandleOutput& output) const {
  Series& series = series_of(entry, output.timeframe);
  if (output.state == core::CandleState::kForming) {
    const bool stale = !series.closed.empty() && output.candle.open_time <= series.closed.back().open_time;
    if (!stale) series.forming = output.candle;
    return;
  }
  series.closed.put(output.candle);
  if (series.forming && series.forming->open_time <= output.candle.open_time) series.forming.reset();
}

bool LiveState::apply(const engine::Output& output) {
  Entry* const found = entry(instrument_of(output));
  if (found == nullptr) return false;
  Entry& e = *found;
  const std::lock_guard lock{e.mutex};
  std::visit(Overload{[&](const engine::CandleOutput& o) {
                        apply_candle(e, o);
                        e.updated = o.known_at;
                      },
                      [&](const engine::BookOutput& o) { e.book = o; },
                      [&](const engine::QualityOutput& o) { series_of(e, o.timeframe).quality = o; },
                      [&](const engine::PauseOutput& o) {
                        e.gate = o.gate;
                        e.pause_reason = o.reason;
                      },
                      [&](const core::FeedStatus& o) { e.feed = o.state; },
                      [&](const core::Gap& o) {
                        e.gaps[{o.range.from, o.timeframe}] = o;
                        if (e.gaps.size() > kGapsMax) e.gaps.erase(e.gaps.begin());
                      },
                      [&](const core::Trade& o) { e.updated = o.times.received; }, [](const auto&) {}},
             output);
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

InstrumentView LiveState::view_of(const Entry& e) {
  const std::lock_guard lock{e.mutex};
  InstrumentView view{.instrument = e.instrument,
                      .feed = e.feed,
                      .gate = e.gate,
                      .pause_reason = {},
                      .book = e.book,
                      .last = {},
                      .change_24h_pct = {},
                      .updated = e.updated,
                      .quality = {}};
  if (e.gate == engine::SignalGate::kPaused) view.pause_reason = e.pause_reason;
  for (const core::Timeframe tf : core::kAllTimeframes) {
    const auto& series = e.series[core::index_of(tf)];
    if (!series) continue;
    view.quality[core::index_of(tf)] = series->quality;
    if (!series->forming && series->closed.empty()) continue;
    const core::Candle& latest = series->forming ? *series->forming : series->closed.back();
    if (!view.last) view.last = core::to_double(latest.close, e.instrument.scale);
    if (!view.change_24h_pct) view.change_24h_pct = change_24h(series->closed, tf, latest);
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

SeriesView LiveState::newest(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit,
                             std::optional<core::Timestamp> to) const {
  SeriesView view;
  const Entry* e = entry(id);
  if (e == nullptr) return view;
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  if (!series) return view;
  const CandleRing& ring = series->closed;
  const std::size_t end = to ? ring.count_before(*to) : ring.size();
  const std::size_t begin = end - std::min(end, limit);
  view.closed.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) view.closed.push_back(ring[i]);
  view.forming = series->forming;
  view.has_older = begin > 0;
  view.complete = !ring.trimmed();
  return view;
}

SeriesView LiveState::since(core::InstrumentId id, core::Timeframe timeframe, core::Timestamp from,
                            std::size_t limit) const {
  SeriesView view;
  const Entry* e = entry(id);
  if (e == nullptr) return view;
  const std::lock_guard lock{e->mutex};
  const auto& series = e->series[core::index_of(timeframe)];
  if (!series) return view;
  const CandleRing& ring = series->closed;
  const std::size_t begin = ring.count_before(from);
  const std::size_t end = std::min(ring.size(), begin + limit);
  view.closed.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) view.closed.push_back(ring[i]);
  view.forming = series->forming;
  view.has_older = begin > 0;
  view.complete = !ring.trimmed();
  return view;
}

}  // namespace tidemark::api
