#pragma once

#include "backtest/run.hpp"
#include "core/event.hpp"

namespace tidemark::backtest {

/// Where the events of a run come from, in the order they were received.
class EventFeed {
 public:
  EventFeed() = default;
  EventFeed(const EventFeed&) = delete;
  EventFeed& operator=(const EventFeed&) = delete;
  virtual ~EventFeed() = default;

  /// False at the end; `out` is overwritten.
  [[nodiscard]] virtual core::Result<bool> next(core::Event& out) = 0;
};

/// Runs a strategy over recorded trades, quotes and books: they pass through the engine, which makes candles, keeps the
/// books and analyzes; the paper broker meets what the engine let through, the strategies the closed candles of the
/// setup's timeframe at the moment they were known. `ids`: of the setup's instruments in `table`, then of its rates.
/// Events of others are passed by; so are candles of the venue, which would say twice what trades say. kNotFound,
/// no_candles: not one candle closed.
[[nodiscard]] core::Result<RunResult> run_events(const SessionSetup& setup, std::span<Strategy* const> strategies,
                                                 Needs needs, const core::InstrumentTable& table,
                                                 std::span<const core::InstrumentId> ids, EventFeed& feed,
                                                 RunObserver* observer);
/// Of one instrument.
[[nodiscard]] core::Result<RunResult> run_events(const SessionSetup& setup, Strategy& strategy, Needs needs,
                                                 const core::InstrumentTable& table, core::InstrumentId id,
                                                 EventFeed& feed, RunObserver* observer);

}  // namespace tidemark::backtest
