#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "decision/calibration.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app::evidence {

/// How the signals of a market went, against entries at random candles of it.
struct SignalMarket {
  std::string name;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::size_t candles{0};
  decision::Calibration market;
  /// For each signal kControlEntries entries at other candles, with its side, its type and confidence, and stop, target
  /// and expiry at the same distances: what the same trades give when the moment means nothing.
  decision::Calibration control;
};
inline constexpr std::size_t kControlEntries = 20;

/// Decisions with the default settings on each closed candle of a series, every one from earlier candles alone; the
/// first kWarmUp candles lead no control entry. Empty where decisions are not taken (longer candles than 5m). `tick` is
/// the least step of its prices.
[[nodiscard]] SignalMarket measure_signals(std::string name, core::MarketType market, core::Timeframe timeframe,
                                           std::span<const core::CandleF> candles, double tick, std::uint64_t seed);
inline constexpr std::size_t kWarmUp = 3000;

/// Tables in Markdown: all markets together, then each.
void write_signal_outcomes(std::span<const SignalMarket> markets, std::ostream& out);
/// An array, one object a type and bucket of confidence.
void write_signal_outcomes(const SignalMarket& market, net::JsonWriter& json);

}  // namespace tidemark::app::evidence
