#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "backtest/session.hpp"
#include "backtest/strategies/catalogue.hpp"

namespace tidemark::backtest {

/// Where the candles of a run come from, piece by piece.
class CandleSource {
 public:
  CandleSource() = default;
  CandleSource(const CandleSource&) = delete;
  CandleSource& operator=(const CandleSource&) = delete;
  virtual ~CandleSource() = default;

  /// The next candles: ascending, unique, valid, in the setup's units and timeframe. Empty: there are no more. Valid
  /// until the next call.
  [[nodiscard]] virtual core::Result<std::span<const core::Candle>> next() = 0;
};

/// Candles that are in memory anyway.
class SpanSource final : public CandleSource {
 public:
  explicit SpanSource(std::span<const core::Candle> candles) : candles_{candles} {}
  [[nodiscard]] core::Result<std::span<const core::Candle>> next() override {
    return std::exchange(candles_, std::span<const core::Candle>{});
  }

 private:
  std::span<const core::Candle> candles_;
};

/// How far a run has come: called after each piece with the number of candles so far. False ends the run.
using Progress = std::function<bool(std::uint64_t candles)>;

/// Runs a strategy over the candles. Those of a strategy that needs analysis pass through the engine, and what the
/// engine refuses does not reach the strategy either. kCancelled: `progress` said so. kNotFound, no_candles: there was
/// none. kInvalidArgument, timeframe_too_long: no decisions are taken on such candles. `row`, `values` and `setup` are
/// checked.
[[nodiscard]] core::Result<RunResult> run(const SessionSetup& setup, const StrategyRow& row,
                                          std::span<const double> values, CandleSource& source, RunObserver* observer,
                                          const Progress& progress = {});

/// The same with a strategy of one's own.
[[nodiscard]] core::Result<RunResult> run(const SessionSetup& setup, Strategy& strategy, Needs needs,
                                          CandleSource& source, RunObserver* observer, const Progress& progress = {});

}  // namespace tidemark::backtest
