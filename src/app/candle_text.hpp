#pragma once

#include <string>

#include "core/candle.hpp"

namespace tidemark::app {

/// A candle as a CSV row, `time,open,high,low,close,volume`, exact: how quarantined candles are kept for people to
/// read.
[[nodiscard]] std::string candle_text(const core::Candle& candle, core::Scale scale);

}  // namespace tidemark::app
