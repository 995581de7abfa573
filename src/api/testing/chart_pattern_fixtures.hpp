#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include "api/testing/fixtures.hpp"
#include "engine/chart_pattern_bank.hpp"

/// The double top of tests/cases/chart_patterns/double_top.case, where it is worked out by hand: known with candle 63,
/// broken with candle 71 at 99, its target of 90 reached with candle 80.
namespace tidemark::api::testing {

/// One a minute from kStart on: straight legs of 1.00 a candle between 90, 80, 110, 100, 110 and 85.
inline std::vector<core::Candle> double_top() {
  std::vector<core::Candle> candles;
  std::int64_t close = 90;
  const auto add = [&](std::int64_t open) {
    core::Candle c;
    c.open_time = core::Timestamp::from_ms(kStart + static_cast<std::int64_t>(candles.size()) * kMinute);
    c.open = {open * 100};
    c.high = {std::max(open, close) * 100};
    c.low = {std::min(open, close) * 100};
    c.close = {close * 100};
    c.volume = {candles.size() > 61 ? 200 : 100};
    candles.push_back(c);
  };
  add(close);
  for (const std::int64_t end : {80, 110, 100, 110, 85}) {
    while (close != end) {
      const std::int64_t open = close;
      close += close < end ? 1 : -1;
      add(open);
    }
  }
  return candles;
}

/// What the engine says of the double top as these candles close.
inline std::vector<engine::ChartPatternOutput> said_of_double_top(const core::Instrument& of,
                                                                  const std::vector<core::Candle>& candles) {
  const std::optional<analysis::chart_patterns::Settings> settings{std::in_place};
  engine::ChartPatternBank bank{settings};
  std::vector<engine::Output> out;
  for (const core::Candle& c : candles) {
    bank.update(of, core::Timeframe::k1m, core::to_double(c, of.scale), c.open_time + core::minutes(1), out);
  }
  std::vector<engine::ChartPatternOutput> said;
  for (const engine::Output& output : out) {
    const auto& one = std::get<engine::ChartPatternOutput>(output);
    if (one.pattern->kind() == analysis::chart_patterns::Kind::kDoubleTop) said.push_back(one);
  }
  return said;
}

}  // namespace tidemark::api::testing
