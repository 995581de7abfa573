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
/// book and analyzes; the paper broker meets what the engine let through, the strategy the closed candles of the
/// setup's timeframe at the moment they were known. Events of other instruments than `id` of `table` are passed by; so
/// are candles of the venue, which would say twice what trades say. kNotFound, no_candles: not one candle closed.
[[nodiscard]] core::Result<RunResult> run_events(const SessionSetup& setup, Strategy& strategy, Needs needs,
                                                 const core::InstrumentTable& table, core::InstrumentId id,
                                                 EventFeed& feed, RunObserver* observer);

}  // namespace tidemark::backtest
