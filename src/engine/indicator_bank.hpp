#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "analysis/catalogue.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// The indicators of one instrument on every timeframe. A timeframe's indicators are made with its first closed candle.
class IndicatorBank {
 public:
  /// `specs` must outlive the bank.
  explicit IndicatorBank(std::span<const analysis::IndicatorSpec> specs) : specs_{specs} {}

  /// Runs all indicators of the timeframe over a closed candle; those that are warm append an output.
  void update(core::InstrumentId instrument, core::Timeframe timeframe, const core::CandleF& candle,
              core::Timestamp now, std::vector<Output>& out);
  /// What they would say if the forming candle closed as it is; changes nothing.
  void peek(core::InstrumentId instrument, core::Timeframe timeframe, const core::CandleF& forming, core::Timestamp now,
            std::vector<Output>& out) const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  using Row = std::vector<std::unique_ptr<analysis::Indicator>>;

  void make(Row& row) const;

  std::span<const analysis::IndicatorSpec> specs_;
  std::array<Row, core::kTimeframeCount> rows_;
};

}  // namespace tidemark::engine
