#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/catalogue.hpp"
#include "api/zone_record.hpp"
#include "app/instrument_feed.hpp"
#include "core/instrument.hpp"
#include "engine/output.hpp"
#include "storage/write_record.hpp"

namespace tidemark::app {

/// Turns what the engine says into records for the store's writer: closed candles in batches by series, gaps,
/// quarantined candles, candlestick, volume and chart patterns, indicator values, zones, signals with their
/// traces, confluence from kConfluenceFrom on, qualities. Forming candles and
/// passing trades are not stored. On the dispatcher's thread.
class StoreFeed {
 public:
  explicit StoreFeed(storage::Source source) : source_{std::move(source)} {}

  /// Confluence of shorter charts changes with every candle and is told, not kept.
  static constexpr core::Timeframe kConfluenceFrom = core::Timeframe::k15m;

  void put_instrument(const core::Instrument& instrument);
  /// From here on the values of these indicators on closed candles are stored, those of engine::EngineConfig.
  void keep_indicators(const std::vector<analysis::IndicatorSpec>& indicators);
  void add(const engine::Output& output);
  /// Kept under snapshot_name() of its instrument, committed with or after everything added before. Replaces one that
  /// still waits.
  void add(EngineState state);
  /// What waits, as the store counts it; the latest quality of each series aside.
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// Everything gathered since the last call, instruments first.
  [[nodiscard]] std::vector<storage::WriteRecord> take();

 private:
  [[nodiscard]] storage::SeriesKey key_of(core::InstrumentId instrument, core::Timeframe timeframe) const;
  void add_candle(const engine::CandleOutput& output);
  void add_finding(const engine::FindingOutput& output);
  void add_pattern(const engine::PatternOutput& output);
  void add_volume(const engine::VolumeOutput& output);
  void add_indicator(const engine::IndicatorOutput& output);
  void add_chart_pattern(const engine::ChartPatternOutput& output);
  void add_zone(const engine::ZoneOutput& output);
  void add_zone_test(const engine::ZoneTestOutput& output);
  void add_confluence(const engine::ConfluenceOutput& output);
  void add_decision(const engine::DecisionOutput& output);
  void add_signal(const engine::SignalOutput& output);

  storage::Source source_;
  std::map<std::uint32_t, core::Instrument> instruments_;
  std::map<std::pair<std::uint32_t, core::Timeframe>, std::vector<core::Candle>> candles_;
  std::map<std::pair<std::uint32_t, core::Timeframe>, api::SaidAt> newest_;  ///< closed candle of each series
  storage::ZoneChange last_zone_;                                            ///< what a test that follows is about
  std::vector<storage::WriteRecord> first_;  ///< instruments, which must come before what is about them
  std::vector<storage::WriteRecord> others_;
  std::map<std::pair<std::uint32_t, core::Timeframe>, engine::QualityOutput> qualities_;  ///< the latest only
  std::shared_ptr<const std::vector<storage::IndicatorType>> types_;  ///< null: indicators are not stored
  std::vector<std::uint32_t> first_type_;                             ///< of an indicator, its first output's
  std::map<std::pair<std::uint32_t, core::Timeframe>, std::vector<storage::IndicatorBatch::Row>> values_;
  std::map<std::uint32_t, std::vector<std::byte>> states_;  ///< the latest only, by instrument
  std::size_t rows_{0};
};

}  // namespace tidemark::app
