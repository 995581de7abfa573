#include "app/serve/store_feed.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

#include "analysis/candlesticks/pattern.hpp"
#include "api/chart_pattern_record.hpp"
#include "api/decision_record.hpp"
#include "app/serve/past.hpp"
#include "app/volume_record.hpp"
#include "core/decimal.hpp"
#include "net/json_writer.hpp"
#include "storage/csv_export.hpp"

namespace tidemark::app {
namespace {

/// Repairs come late: a batch goes to the store in order, with the last word on each time.
void put_in_order(std::vector<core::Candle>& candles) {
  const auto falls = [](const core::Candle& a, const core::Candle& b) { return a.open_time >= b.open_time; };
  if (std::ranges::adjacent_find(candles, falls) == candles.end()) return;
  std::ranges::reverse(candles);
  std::ranges::stable_sort(candles, {}, &core::Candle::open_time);
  const auto repeated = std::ranges::unique(candles, {}, &core::Candle::open_time);
  candles.erase(repeated.begin(), repeated.end());
}

/// What a confidence is made of.
std::string json_of(const analysis::confidence::Parts& parts, int level) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  json.key("level").integer(level);
  json.key("base").number(parts.base);
  json.key("volume").number(parts.volume);
  json.key("price").number(parts.price);
  json.key("timeframes").number(parts.timeframes);
  json.key("multiplier").number(parts.multiplier);
  json.end_object();
  return text;
}

}  // namespace

void StoreFeed::put_instrument(const core::Instrument& instrument) {
  instruments_.insert_or_assign(instrument.id.value, instrument);
  first_.emplace_back(instrument);
}

storage::SeriesKey StoreFeed::key_of(core::InstrumentId instrument, core::Timeframe timeframe) const {
  const core::Instrument& facts = instruments_.at(instrument.value);
  return {facts.venue, facts.symbol, timeframe};
}

void StoreFeed::add(const engine::Output& output) {
  std::visit(
      [this](const auto& o) {
        using T = std::decay_t<decltype(o)>;
        if constexpr (std::is_same_v<T, engine::CandleOutput>) {
          add_candle(o);
        } else if constexpr (std::is_same_v<T, engine::FindingOutput>) {
          add_finding(o);
        } else if constexpr (std::is_same_v<T, engine::PatternOutput>) {
          add_pattern(o);
        } else if constexpr (std::is_same_v<T, engine::VolumeOutput>) {
          add_volume(o);
        } else if constexpr (std::is_same_v<T, engine::IndicatorOutput>) {
          add_indicator(o);
        } else if constexpr (std::is_same_v<T, engine::ChartPatternOutput>) {
          add_chart_pattern(o);
        } else if constexpr (std::is_same_v<T, engine::ZoneOutput>) {
          add_zone(o);
        } else if constexpr (std::is_same_v<T, engine::ZoneTestOutput>) {
          add_zone_test(o);
        } else if constexpr (std::is_same_v<T, engine::ConfluenceOutput>) {
          add_confluence(o);
        } else if constexpr (std::is_same_v<T, engine::DecisionOutput>) {
          add_decision(o);
        } else if constexpr (std::is_same_v<T, engine::SignalOutput>) {
          add_signal(o);
        } else if constexpr (std::is_same_v<T, core::Gap>) {
          others_.emplace_back(storage::GapRecord{key_of(o.instrument, o.timeframe), o});
          ++rows_;
        } else if constexpr (std::is_same_v<T, engine::QualityOutput>) {
          qualities_.insert_or_assign({o.instrument.value, o.timeframe}, o);
        }
      },
      output);
}

void StoreFeed::add(EngineState state) {
  const auto [place, added] = states_.insert_or_assign(state.instrument.value, std::move(state.snapshot));
  if (added) ++rows_;
}

void StoreFeed::add_candle(const engine::CandleOutput& output) {
  if (output.state != core::CandleState::kClosed) return;
  candles_[{output.instrument.value, output.timeframe}].push_back(output.candle);
  ++rows_;
  api::SaidAt& newest = newest_[{output.instrument.value, output.timeframe}];
  if (output.candle.open_time < newest.open_time) return;  // a repair
  newest = {output.candle.open_time,
            core::to_double(output.candle.close, instruments_.at(output.instrument.value).scale)};
}

void StoreFeed::add_finding(const engine::FindingOutput& output) {
  if (output.finding.policy != core::Policy::kQuarantine) return;
  const core::Scale scale = instruments_.at(output.finding.instrument.value).scale;
  std::string row;
  storage::append_csv(row, output.candle, scale);
  others_.emplace_back(storage::QuarantineRecord{key_of(output.finding.instrument, output.finding.timeframe),
                                                 output.finding, std::move(row)});
  ++rows_;
}

void StoreFeed::add_pattern(const engine::PatternOutput& output) {
  const auto& row = analysis::candlesticks::info_of(output.pattern);
  const double confidence = analysis::confidence::confidence_of(output.confidence);
  const core::Scale scale = instruments_.at(output.instrument.value).scale;
  others_.emplace_back(
      storage::PatternRecord{.series = key_of(output.instrument, output.timeframe),
                             .pattern = std::string{row.id},
                             .value = output.value,
                             .open_time = output.open_time,
                             .known_at = output.known_at,
                             .price_level = core::format_decimal(output.price.ticks, scale.price_decimals),
                             .confidence = confidence,
                             .strength = std::string{name_of(analysis::confidence::strength_of(confidence))},
                             .volume_confirmation = output.volume_confirmation,
                             .trend_alignment = output.trend_alignment,
                             .metadata = json_of(output.confidence, row.level()),
                             .logic_version = row.logic_version});
  ++rows_;
}

void StoreFeed::add_volume(const engine::VolumeOutput& output) {
  const core::Scale scale = instruments_.at(output.instrument.value).scale;
  others_.emplace_back(
      volume_record(key_of(output.instrument, output.timeframe), output.finding, output.known_at, scale));
  ++rows_;
}

void StoreFeed::keep_indicators(const std::vector<analysis::IndicatorSpec>& indicators) {
  std::vector<storage::IndicatorType> types;
  first_type_.clear();
  for (const analysis::IndicatorSpec& spec : indicators) {
    first_type_.push_back(static_cast<std::uint32_t>(types.size()));
    for (const analysis::OutputInfo& output : spec.info->outputs) {
      std::string metadata;
      net::JsonWriter{metadata}.begin_object().key("unit").text(output.unit).end_object();
      types.push_back({spec.text(), std::string{output.name}, spec.info->logic_version, std::move(metadata)});
    }
  }
  types_ = std::make_shared<const std::vector<storage::IndicatorType>>(std::move(types));
}

void StoreFeed::add_indicator(const engine::IndicatorOutput& output) {
  if (types_ == nullptr || output.state != core::CandleState::kClosed) return;
  auto& rows = values_[{output.instrument.value, output.timeframe}];
  for (std::uint32_t i = 0; i < output.count; ++i) {
    // An output may have no value yet where others of its indicator do.
    if (!std::isfinite(output.values[i])) continue;
    rows.push_back({output.open_time, first_type_.at(output.indicator) + i, output.values[i]});
    ++rows_;
  }
}

void StoreFeed::add_chart_pattern(const engine::ChartPatternOutput& output) {
  const core::Scale scale = instruments_.at(output.instrument.value).scale;
  others_.emplace_back(std::make_unique<storage::ChartPatternRecord>(api::chart_pattern_record(
      key_of(output.instrument, output.timeframe), *output.pattern, output.confidence, output.known_at, scale)));
  ++rows_;
}

void StoreFeed::add_zone(const engine::ZoneOutput& output) {
  const api::SaidAt& at = newest_[{output.instrument.value, output.timeframe}];
  last_zone_ = api::change_of(instruments_.at(output.instrument.value), output.timeframe, api::event_of(output, at),
                              output.known_at);
  others_.emplace_back(std::make_unique<storage::ZoneChange>(last_zone_));
  ++rows_;
}

void StoreFeed::add_zone_test(const engine::ZoneTestOutput& output) {
  // Its zone came just before, but may have been taken already.
  using Zone = storage::Boxed<storage::ZoneChange>;
  if (others_.empty() || !std::holds_alternative<Zone>(others_.back())) {
    others_.emplace_back(std::make_unique<storage::ZoneChange>(last_zone_));
    ++rows_;
  }
  std::get<Zone>(others_.back())->test = api::record_of(instruments_.at(output.instrument.value), api::test_of(output));
}

void StoreFeed::add_confluence(const engine::ConfluenceOutput& output) {
  if (output.timeframe < kConfluenceFrom || output.confluence->zones.empty()) return;
  auto record = api::record_of(instruments_.at(output.instrument.value), output.timeframe, *output.confluence);
  rows_ += storage::rows_of(others_.emplace_back(std::move(record)));
}

void StoreFeed::add_decision(const engine::DecisionOutput& output) {
  if (output.trace->verdict != decision::Verdict::kSignal) return;
  others_.emplace_back(api::record_of(instruments_.at(output.instrument.value), *output.trace));
  ++rows_;
}

void StoreFeed::add_signal(const engine::SignalOutput& output) {
  others_.emplace_back(std::make_unique<storage::SignalRecord>(
      api::record_of(instruments_.at(output.instrument.value), *output.signal)));
  ++rows_;
}

std::vector<storage::WriteRecord> StoreFeed::take() {
  std::vector<storage::WriteRecord> records = std::exchange(first_, {});
  for (auto& [key, candles] : candles_) {
    if (candles.empty()) continue;
    put_in_order(candles);
    records.emplace_back(
        storage::CandleBatch{instruments_.at(key.first), key.second, source_, std::exchange(candles, {})});
  }
  for (auto& [key, rows] : values_) {
    if (rows.empty()) continue;
    records.emplace_back(storage::IndicatorBatch{key_of({key.first}, key.second), types_, std::exchange(rows, {})});
  }
  for (auto& record : others_) records.push_back(std::move(record));
  others_.clear();
  for (const auto& [key, quality] : qualities_) {
    records.emplace_back(
        storage::QualityRecord{key_of(quality.instrument, quality.timeframe), quality.known_at, quality.quality});
  }
  qualities_.clear();
  for (auto& [instrument, snapshot] : states_) {
    records.emplace_back(storage::SnapshotRecord{snapshot_name(instruments_.at(instrument)), std::move(snapshot)});
  }
  states_.clear();
  rows_ = 0;
  return records;
}

}  // namespace tidemark::app
