#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "analysis/catalogue.hpp"
#include "backtest/trader.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "engine/output.hpp"

namespace tidemark::backtest {

/// Decides at the close of each candle. It is told of candles in order, each once, when it is closed, and of what the
/// engine's analysis found in it before that; it keeps what it needs of the past itself.
class Strategy {
 public:
  Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;
  virtual ~Strategy() = default;

  virtual void on_candle(const core::Candle& candle, Trader& trader) = 0;
  /// An output of the session's timeframe; only where StrategyRow::needs asks for it.
  virtual void on_output(const engine::Output& /*output*/, Trader& /*trader*/) {}
  /// What it must know to go on after a restart as if there had been none. Engine outputs and candles it has seen are
  /// not told again. False: these bytes are not of this strategy.
  virtual void snapshot(core::ByteWriter& /*out*/) const {}
  [[nodiscard]] virtual bool restore(core::ByteReader& in) { return in.remaining() == 0; }
};

/// What has to run before a strategy.
enum class Needs : std::uint8_t {
  kCandles,   ///< nothing: validated candles go to it directly
  kZones,     ///< the engine, with supply and demand zones
  kDecision,  ///< the engine with all that decisions rest on and nothing else; they are taken on candles of 1m and 5m
};

/// What tells one strategy from another; command line, documentation and tests walk these.
struct StrategyRow {
  std::string_view id;  ///< "sma_cross"
  std::string_view title;
  std::string_view rule;  ///< what it does, in a sentence or two
  Needs needs{Needs::kCandles};
  std::span<const analysis::ParameterInfo> parameters;
  /// `values` one a parameter, checked; `scale` of the instrument.
  std::unique_ptr<Strategy> (*make)(std::span<const double> values, core::Scale scale){nullptr};
};

}  // namespace tidemark::backtest
