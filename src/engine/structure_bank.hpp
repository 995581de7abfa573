#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/structure/structure.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/audience.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// The market structure of one instrument on every timeframe. A timeframe's analyzer is made with its first closed
/// candle; periods no longer than its candles, and sessions from 4h on, are left out as they would only repeat the
/// candles.
class StructureBank {
 public:
  /// `settings`, which have passed check_settings(), must outlive the bank; without settings it is silent.
  explicit StructureBank(const std::optional<analysis::structure::StructureSettings>& settings,
                         Audience audience = Audience::kEveryone)
      : settings_{&settings}, audience_{audience} {}

  /// Appends an output for each thing that a closed candle made known.
  void update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
              core::Timestamp now, std::vector<Output>& out);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  using Structure = analysis::structure::Structure;

  [[nodiscard]] std::unique_ptr<Structure> make(core::Timeframe timeframe) const;

  const std::optional<analysis::structure::StructureSettings>* settings_;
  Audience audience_;
  std::array<std::unique_ptr<Structure>, core::kTimeframeCount> rows_;
  std::vector<analysis::structure::Event> events_;  ///< scratch of update(), kept for its room
};

/// What a bank of that timeframe makes of the settings.
[[nodiscard]] analysis::structure::StructureSettings settings_on(const analysis::structure::StructureSettings& settings,
                                                                 core::Timeframe timeframe);

}  // namespace tidemark::engine
