#pragma once

#include "backtest/strategy.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "engine/engine.hpp"

namespace tidemark::backtest {

/// "candles", "zones", "decision".
[[nodiscard]] std::string_view name_of(Needs needs) noexcept;

/// An engine that finds what the strategy needs, and no more.
[[nodiscard]] engine::EngineConfig config_for(Needs needs);

/// Whether an output is one that strategies are told of, on this timeframe.
[[nodiscard]] bool is_finding_of(const engine::Output& output, core::Timeframe timeframe);

/// kInvalidArgument, timeframe_too_long: no decisions are taken on such candles.
[[nodiscard]] core::Status check_needs(Needs needs, core::Timeframe timeframe);

}  // namespace tidemark::backtest
