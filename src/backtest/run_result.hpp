#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/order.hpp"
#include "journal/closed_trade.hpp"
#include "journal/equity_curve.hpp"
#include "journal/performance.hpp"
#include "journal/trade_statistics.hpp"

namespace tidemark::backtest {

/// The return of one calendar month (UTC), against the end of the month before.
struct MonthReturn {
  int year{1970};
  int month{1};
  double value{0};
};

/// A position that is still open when the candles end, at the last close.
struct OpenPosition {
  std::int64_t lots{0};
  core::Money cost;
  core::Money unrealized;
};

/// What a run has to say when it is over. Closed trades were told one by one; what is here does not grow with the
/// length of the history but by months.
struct RunResult {
  std::uint64_t candles{0};
  core::Timestamp from;  ///< open of the first candle
  core::Timestamp to;    ///< end of the last one
  core::Money capital;
  core::Money equity;    ///< at the end, open position at the last close
  core::Money realized;  ///< before fees
  core::Money fees;
  core::Money funding;
  std::uint64_t orders{0};
  std::uint64_t fills{0};
  std::array<std::uint64_t, core::kOrderReasonCount> rejected{};  ///< orders, by reason
  std::uint64_t faults{0};                                        ///< of the books: always 0
  std::optional<OpenPosition> open;
  journal::Performance performance;
  journal::Performance benchmark;  ///< of buying everything at the first open and holding it
  journal::TradeStatistics trades;
  std::vector<journal::EquityPoint> curve;
  std::vector<MonthReturn> months;
};

/// Is told of every closed trade and every order event as it happens.
class RunObserver {
 public:
  RunObserver() = default;
  RunObserver(const RunObserver&) = delete;
  RunObserver& operator=(const RunObserver&) = delete;
  virtual ~RunObserver() = default;

  virtual void on_trade(const journal::ClosedTrade& /*trade*/) {}
  virtual void on_order_event(const core::OrderEvent& /*event*/) {}
  /// After the events of what was asked for at the close of a candle, where something was.
  virtual void on_decision() {}
};

}  // namespace tidemark::backtest
