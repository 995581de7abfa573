#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/zones/zones.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/audience.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// Supply and demand zones of one instrument on every timeframe. A timeframe's analyzer is made with its first closed
/// candle, from the instrument's market and pip.
class ZoneBank {
 public:
  /// `overrides`, which have passed settings_of(), must outlive the bank. Absent: the capability is off and the bank
  /// silent.
  explicit ZoneBank(const std::optional<analysis::zones::ZoneOverrides>& overrides,
                    Audience audience = Audience::kEveryone)
      : overrides_{&overrides}, audience_{audience} {}

  /// Appends an output for each change of a zone that a closed candle made known, and one for the test behind it.
  void update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
              core::Timestamp now, std::vector<Output>& out);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in, const core::Instrument& instrument);

 private:
  using Zones = analysis::zones::Zones;

  [[nodiscard]] std::unique_ptr<Zones> make(const core::Instrument& instrument) const;

  const std::optional<analysis::zones::ZoneOverrides>* overrides_;
  Audience audience_;
  std::array<std::unique_ptr<Zones>, core::kTimeframeCount> rows_;
  std::vector<analysis::zones::ZoneEvent> events_;  ///< scratch of update(), kept for its room
};

}  // namespace tidemark::engine
