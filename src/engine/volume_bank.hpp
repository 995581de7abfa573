#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/volume/analyzer.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/audience.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// What the volume of one instrument shows on every timeframe. A timeframe's analyzer is made with its first closed
/// candle.
class VolumeBank {
 public:
  /// Without settings it is silent. They have passed check_settings(); the market decides what they leave to it.
  VolumeBank(const std::optional<analysis::volume::Settings>& settings, core::MarketType market,
             Audience audience = Audience::kEveryone);

  /// Appends an output for each finding that a closed candle completes.
  void update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
              core::Timestamp now, std::vector<Output>& out);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  std::optional<analysis::volume::Settings> settings_;
  Audience audience_;
  std::array<std::unique_ptr<analysis::volume::VolumeAnalyzer>, core::kTimeframeCount> rows_;
};

}  // namespace tidemark::engine
