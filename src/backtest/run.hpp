#pragma once

#include <functional>
#include <span>

#include "backtest/candle_merge.hpp"
#include "backtest/session.hpp"
#include "backtest/strategies/catalogue.hpp"

namespace tidemark::backtest {

/// How far a run has come: called now and then with the number of candles so far. False ends the run.
using Progress = std::function<bool(std::uint64_t candles)>;

/// Runs a strategy over the candles of each instrument of the setup, all in one account. Those of a strategy that needs
/// analysis pass through the engine, and what the engine refuses does not reach the strategy either. `sources`: one an
/// instrument, then one for each that is a rate only, in the order of the setup. kCancelled: `progress` said so.
/// kNotFound, no_candles: there was none to trade. kInvalidArgument, timeframe_too_long: no decisions are taken on such
/// candles. `row`, `values` and `setup` are checked.
[[nodiscard]] core::Result<RunResult> run(const SessionSetup& setup, const StrategyRow& row,
                                          std::span<const double> values, std::span<CandleSource* const> sources,
                                          RunObserver* observer, const Progress& progress = {});
/// Of one instrument.
[[nodiscard]] core::Result<RunResult> run(const SessionSetup& setup, const StrategyRow& row,
                                          std::span<const double> values, CandleSource& source, RunObserver* observer,
                                          const Progress& progress = {});

/// The same with strategies of one's own, one an instrument.
[[nodiscard]] core::Result<RunResult> run(const SessionSetup& setup, std::span<Strategy* const> strategies, Needs needs,
                                          std::span<CandleSource* const> sources, RunObserver* observer,
                                          const Progress& progress = {});
[[nodiscard]] core::Result<RunResult> run(const SessionSetup& setup, Strategy& strategy, Needs needs,
                                          CandleSource& source, RunObserver* observer, const Progress& progress = {});

/// A strategy an instrument of the setup, made of the row.
class Crew {
 public:
  Crew(const SessionSetup& setup, const StrategyRow& row, std::span<const double> values);
  [[nodiscard]] std::span<Strategy* const> members() const { return members_; }

 private:
  std::vector<std::unique_ptr<Strategy>> owned_;
  std::vector<Strategy*> members_;
};

}  // namespace tidemark::backtest
