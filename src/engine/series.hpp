#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "engine/engine.hpp"
#include "pipeline/aggregator.hpp"
#include "pipeline/calendar.hpp"
#include "pipeline/gap_detector.hpp"
#include "pipeline/quality.hpp"
#include "pipeline/trade_candles.hpp"
#include "pipeline/validator.hpp"

namespace tidemark::engine {

/// What is kept of one higher (or the base) timeframe beside the aggregation itself.
struct TimeframeState {
  std::optional<core::Candle> closed;         ///< the last one published
  std::optional<core::Candle> venue_pending;  ///< the venue's own, waiting for ours
  std::optional<pipeline::QualityWindow> quality;
};

/// The state that follows from an instrument's base timeframe.
struct Series {
  Series(const core::Instrument& instrument, core::Timeframe base_timeframe, const EngineConfig& config);

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in, const EngineConfig& config);

  core::Timeframe base;
  pipeline::Calendar calendar;
  pipeline::Validator validator;
  pipeline::GapDetector gaps;
  pipeline::Aggregator aggregator;
  pipeline::TradeCandles trades;
  std::array<TimeframeState, core::kTimeframeCount> timeframes;
  std::uint16_t refused{0};  ///< candles refused since the last accepted one
  std::uint32_t missing{0};  ///< candles found missing since the last accepted one
};

}  // namespace tidemark::engine
