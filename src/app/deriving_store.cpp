#include "app/deriving_store.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "pipeline/aggregate_series.hpp"
#include "pipeline/calendar.hpp"

namespace tidemark::app {
namespace {

using core::Result;
using core::Status;
using storage::SeriesKey;

constexpr std::uint32_t kPageSize = 100'000;

/// An end no candle reaches, for ranges that are open on the right.
constexpr core::Timestamp kFarFuture = core::Timestamp::from_s(9'000'000'000);

/// Which timeframes of one instrument are stored, shortest first.
class Shelf {
 public:
  void add(const storage::SeriesInfo& info) { by_timeframe_[core::index_of(info.series.timeframe)] = info; }
  [[nodiscard]] const std::optional<storage::SeriesInfo>& at(core::Timeframe tf) const {
    return by_timeframe_[core::index_of(tf)];
  }
  /// The coarsest stored timeframe below `tf`. Every timeframe of ours divides all longer ones.
  [[nodiscard]] const storage::SeriesInfo* base_of(core::Timeframe tf) const {
    for (std::size_t i = core::index_of(tf); i-- > 0;) {
      if (by_timeframe_[i] && by_timeframe_[i]->candles > 0) return &*by_timeframe_[i];
    }
    return nullptr;
  }

 private:
  std::array<std::optional<storage::SeriesInfo>, core::kTimeframeCount> by_timeframe_;
};

class DerivingStore final : public storage::Store {
 public:
  explicit DerivingStore(std::unique_ptr<Store> inner) : inner_{std::move(inner)} {}

  Result<storage::CandlePage> candles(const storage::CandleQuery& query) override {
    auto own = inner_->candles(query);
    const bool unknown = !own && own.error().kind == core::ErrorKind::kNotFound;
    if (!unknown && (!own || !own->candles.empty())) return own;
    auto series = inner_->series();
    if (!series) return core::forward_error(series);
    Shelf shelf;
    for (const auto& info : *series) {
      if (info.series.venue == query.series.venue && info.series.symbol == query.series.symbol) shelf.add(info);
    }
    const auto& stored = shelf.at(query.series.timeframe);
    if (stored && stored->candles > 0) return own;  // it is stored, and has nothing in this range
    const storage::SeriesInfo* base = shelf.base_of(query.series.timeframe);
    if (base == nullptr) return own;
    return derive(query, *base);
  }

  Result<std::vector<storage::SeriesInfo>> series() override {
    auto stored = inner_->series();
    if (!stored) return stored;
    std::map<std::pair<std::string, std::string>, Shelf> shelves;
    for (const auto& info : *stored) shelves[{info.series.venue, info.series.symbol}].add(info);
    std::vector<storage::SeriesInfo> all;
    for (const auto& [name, shelf] : shelves) {
      for (const core::Timeframe tf : core::kAllTimeframes) {
        if (shelf.at(tf)) {
          all.push_back(*shelf.at(tf));
        } else if (const storage::SeriesInfo* base = shelf.base_of(tf)) {
          all.push_back(derived_info(*base, tf));
        }
      }
    }
    return all;
  }

  Status put_instrument(const core::Instrument& i) override { return inner_->put_instrument(i); }
  Result<std::vector<core::Instrument>> instruments() override { return inner_->instruments(); }
  Result<storage::WriteResult> put_candles(const storage::CandleBatch& b) override { return inner_->put_candles(b); }
  Result<storage::WriteResult> put_candles(const std::vector<storage::CandleBatch>& b) override {
    return inner_->put_candles(b);
  }
  Status put_gaps(const std::vector<storage::GapRecord>& g) override { return inner_->put_gaps(g); }
  Status replace_gaps(const SeriesKey& s, core::TimeRange r, const std::vector<core::Gap>& g) override {
    return inner_->replace_gaps(s, r, g);
  }
  Result<std::vector<storage::GapRecord>> gaps(const std::string& s, std::optional<core::Timeframe> tf) override {
    return inner_->gaps(s, tf);
  }
  Status put_quarantine(const std::vector<storage::QuarantineRecord>& r) override { return inner_->put_quarantine(r); }
  Result<storage::QuarantinePage> quarantine(const storage::PageRequest& p) override { return inner_->quarantine(p); }
  Status put_quality(const std::vector<storage::QualityRecord>& r) override { return inner_->put_quality(r); }
  Status put_signals(const std::vector<storage::SignalRecord>& r) override { return inner_->put_signals(r); }
  Result<std::vector<storage::SignalRecord>> signals(const storage::SignalQuery& q) override {
    return inner_->signals(q);
  }
  Result<std::vector<storage::CalibrationRow>> calibration(const std::optional<storage::InstrumentKey>& i) override {
    return inner_->calibration(i);
  }
  core::Status put_confluence_test(const storage::ConfluenceTestRecord& t) override {
    return inner_->put_confluence_test(t);
  }
  Result<std::vector<storage::ConfluenceTestRecord>> confluence_tests(const storage::SeriesKey& s) override {
    return inner_->confluence_tests(s);
  }
  Result<std::vector<storage::FactorPerformanceRow>> factor_performance(
      const std::optional<storage::InstrumentKey>& i) override {
    return inner_->factor_performance(i);
  }
  Status put_traces(const std::vector<storage::TraceRecord>& r) override { return inner_->put_traces(r); }
  Result<storage::TraceRecord> trace(const storage::InstrumentKey& i, core::TimeRange r) override {
    return inner_->trace(i, r);
  }
  Status put_confluence(const std::vector<storage::ConfluenceRecord>& r) override { return inner_->put_confluence(r); }
  Result<std::optional<storage::ConfluenceRecord>> confluence(const SeriesKey& s, core::Timestamp b) override {
    return inner_->confluence(s, b);
  }
  Status put_chart_patterns(const std::vector<storage::ChartPatternRecord>& r) override {
    return inner_->put_chart_patterns(r);
  }
  Result<std::vector<storage::ChartPatternRecord>> chart_patterns(const storage::ChartPatternQuery& q) override {
    return inner_->chart_patterns(q);
  }
  Result<std::optional<core::Timestamp>> first_chart_pattern(const storage::SeriesKey& series) override {
    return inner_->first_chart_pattern(series);
  }
  Status put_volume_patterns(const std::vector<storage::VolumePatternRecord>& r) override {
    return inner_->put_volume_patterns(r);
  }
  Result<std::vector<storage::VolumePatternRecord>> volume_patterns(const storage::VolumePatternQuery& q) override {
    return inner_->volume_patterns(q);
  }
  Status put_zones(const std::vector<storage::ZoneChange>& c) override { return inner_->put_zones(c); }
  Result<std::vector<storage::ZoneRecord>> zones(const storage::ZoneQuery& q) override { return inner_->zones(q); }
  Result<storage::ZoneRecord> zone(const std::string& id) override { return inner_->zone(id); }
  Result<std::vector<storage::ZoneTestRecord>> zone_tests(const std::string& id) override {
    return inner_->zone_tests(id);
  }
  Result<std::optional<core::Timestamp>> first_zone(const SeriesKey& s) override { return inner_->first_zone(s); }
  Status put_patterns(const std::vector<storage::PatternRecord>& r) override { return inner_->put_patterns(r); }
  Result<std::vector<storage::PatternRecord>> patterns(const storage::PatternQuery& q) override {
    return inner_->patterns(q);
  }
  Status put_indicators(const storage::IndicatorBatch& b) override { return inner_->put_indicators(b); }
  Result<std::vector<storage::IndicatorValue>> indicators(const storage::IndicatorQuery& q) override {
    return inner_->indicators(q);
  }
  Result<std::optional<storage::QualityRecord>> latest_quality(const SeriesKey& s) override {
    return inner_->latest_quality(s);
  }
  storage::AlertLedger& alert_ledger() override { return inner_->alert_ledger(); }
  storage::TradingLedger& trading_ledger() override { return inner_->trading_ledger(); }
  storage::ActivationLedger& activation_ledger() override { return inner_->activation_ledger(); }
  Status put_snapshot(const std::string& n, std::span<const std::byte> d) override {
    return inner_->put_snapshot(n, d);
  }
  Result<std::optional<std::vector<std::byte>>> snapshot(const std::string& n) override { return inner_->snapshot(n); }
  Result<std::uint64_t> retain(core::Timeframe tf, core::Timestamp before) override {
    return inner_->retain(tf, before);
  }

 private:
  static storage::SeriesInfo derived_info(const storage::SeriesInfo& base, core::Timeframe tf) {
    storage::SeriesInfo info = base;
    info.series.timeframe = tf;
    if (base.first) info.first = core::open_time_of(*base.first, tf);
    if (base.last) info.last = core::open_time_of(*base.last, tf);
    if (info.first && info.last) {
      info.candles = static_cast<std::uint64_t>((*info.last - *info.first) / core::duration_of(tf)) + 1;
    }
    return info;
  }

  /// Reads the base candles that make up the asked ones, then aggregates.
  Result<storage::CandlePage> derive(const storage::CandleQuery& query, const storage::SeriesInfo& base) {
    if (!base.first || !base.last) return storage::CandlePage{base.scale, {}};
    const core::Timeframe tf = query.series.timeframe;
    const core::Duration step = core::duration_of(tf);
    core::Timestamp from = core::open_time_of(*base.first, tf);
    core::Timestamp to = core::open_time_of(*base.last, tf) + step;
    if (query.from) {
      const core::Timestamp open = core::open_time_of(*query.from, tf);
      from = std::max(from, open < *query.from ? open + step : open);
    }
    if (query.to) {
      const core::Timestamp open = core::open_time_of(*query.to, tf);
      to = std::min(to, open < *query.to ? open + step : open);
    }
    const core::Duration reach = step * static_cast<std::int64_t>(query.limit);
    if (query.order == storage::Order::kNewestFirst) {
      from = std::max(from, to - reach);
    } else {
      to = std::min(to, from + reach);
    }
    if (from >= to) return storage::CandlePage{base.scale, {}};
    auto page = read_all(*inner_, base.series, from, to);
    if (!page) return page;
    const pipeline::Calendar calendar{core::calendar_of(core::guess_market_type(query.series.symbol))};
    page->candles = pipeline::aggregate_series(page->candles, base.series.timeframe, tf, calendar);
    return page;
  }

  std::unique_ptr<Store> inner_;
};

std::string holdings(const std::vector<storage::SeriesInfo>& series) {
  std::string text;
  std::size_t shown = 0;
  for (const auto& info : series) {
    if (++shown > 12) return text + " …";
    text += (text.empty() ? "" : ", ") + info.series.venue + ":" + info.series.symbol + " " +
            std::string(core::name_of(info.series.timeframe));
  }
  return text;
}

}  // namespace

std::unique_ptr<storage::Store> make_deriving_store(std::unique_ptr<storage::Store> inner) {
  return std::make_unique<DerivingStore>(std::move(inner));
}

Result<SeriesKey> resolve_series(storage::Store& store, std::string_view symbol, core::Timeframe timeframe) {
  auto name = core::parse_symbol(symbol);
  if (!name) return core::forward_error(name);
  auto series = store.series();
  if (!series) return core::forward_error(series);
  for (const auto& info : *series) {
    const bool venue_fits = name->venue.empty() || name->venue == info.series.venue;
    if (venue_fits && info.series.symbol == name->symbol && info.series.timeframe == timeframe) return info.series;
  }
  std::string message = "no " + std::string(core::name_of(timeframe)) + " candles of " + std::string(symbol) +
                        " are stored, nor shorter ones to build them from; ";
  message += series->empty() ? "the store is empty" : "stored: " + holdings(*series);
  message += ". Get some with: tidemark import FILE --symbol " + name->symbol + " --timeframe " +
             std::string(core::name_of(timeframe));
  return core::fail(core::ErrorKind::kNotFound, "no_data", std::move(message));
}

Result<storage::CandlePage> read_all(storage::Store& store, const SeriesKey& series,
                                     std::optional<core::Timestamp> from, std::optional<core::Timestamp> to) {
  storage::CandlePage all;
  storage::CandleQuery query{series, from, to ? *to : kFarFuture, kPageSize, storage::Order::kOldestFirst};
  for (;;) {
    auto page = store.candles(query);
    if (!page) return page;
    all.scale = page->scale;
    all.candles.insert(all.candles.end(), page->candles.begin(), page->candles.end());
    if (page->candles.size() < kPageSize) return all;
    query.from = page->candles.back().open_time + core::nanoseconds(1);
  }
}

}  // namespace tidemark::app
