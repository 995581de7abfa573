#pragma once

#include <functional>
#include <span>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/engine.hpp"

namespace tidemark::app {

/// Runs an engine over closed candles of one series as if each had been received when it ended, and hands on what it
/// says of confluence, decisions and signals. `config` wants a decision; its base timeframe and source do not matter.
void run_decisions(engine::EngineConfig config, const core::Instrument& instrument, core::Timeframe base,
                   std::span<const core::Candle> candles, const std::function<void(const engine::Output&)>& take);

}  // namespace tidemark::app
