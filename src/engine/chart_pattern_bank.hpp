#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/chart_patterns/detector.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// The chart patterns of one instrument on every timeframe. A timeframe's detector is made with its first closed
/// candle.
class ChartPatternBank {
 public:
  /// `settings` must outlive the bank and have passed check_settings(); without settings it is silent.
  explicit ChartPatternBank(const std::optional<analysis::chart_patterns::Settings>& settings) : settings_{&settings} {}

  /// Appends an output for each thing that a closed candle made known. Its confidence counts the other timeframes on
  /// which most open breakouts point the same way.
  void update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
              core::Timestamp now, std::vector<Output>& out);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  using Detector = analysis::chart_patterns::ChartPatternDetector;

  [[nodiscard]] double timeframe_boost(core::Timeframe timeframe, analysis::confidence::Side side) const;

  const std::optional<analysis::chart_patterns::Settings>* settings_;
  std::array<std::unique_ptr<Detector>, core::kTimeframeCount> rows_;
  std::vector<analysis::chart_patterns::ChartPattern> said_;  ///< of the newest candle
};

}  // namespace tidemark::engine
