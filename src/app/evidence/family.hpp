#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/confidence/pattern_confidence.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"

namespace tidemark::app::evidence {

using analysis::confidence::Side;

/// What is looked at: one series, real or shuffled.
struct Series {
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::MarketType market{core::MarketType::kCryptoSpot};
  std::span<const core::CandleF> candles;
};

/// One kind of event that an analysis says.
struct Kind {
  std::string_view id;
  std::string_view title;
};

/// Something that was said.
struct Event {
  std::size_t candle{0};  ///< of the series: the one whose close made it known
  std::size_t kind{0};    ///< of the family's kinds
  Side side{Side::kNone};
};

/// An analysis whose events are put to the test. To add one: its two functions and a row in family.cpp.
struct Family {
  std::string_view id;     ///< "candlesticks"
  std::string_view title;  ///< "Candlestick patterns"
  std::vector<Kind> (*kinds)();
  /// All events of a series, in order of their candles.
  std::vector<Event> (*find)(const Series& series);
};

/// All of them, in the order they are reported. An explicit array; nothing registers itself.
[[nodiscard]] std::span<const Family> families();

}  // namespace tidemark::app::evidence
