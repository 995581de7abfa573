#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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

/// A position that is still open when the candles end, at the last close. Money in its instrument's currency.
struct OpenPosition {
  std::size_t instrument{0};  ///< its number in the setup
  core::PositionSide side{core::PositionSide::kNet};
  std::int64_t lots{0};
  core::Money cost;
  core::Money unrealized;
};

/// What one instrument did for the account.
struct InstrumentResult {
  std::uint64_t candles{0};
  std::uint64_t unrated{0};  ///< of these, closed while nobody knew what its currency is worth: nothing was entered
  std::uint64_t orders{0};
  std::uint64_t fills{0};
  // In its own currency:
  core::Money realized;  ///< before fees
  core::Money unrealized;
  core::Money fees;
  core::Money funding;
  // In the account's:
  core::Money profit;          ///< of all these, at the last rate
  journal::TradeTally trades;  ///< each at the rate of its close
};

/// What a run has to say when it is over. Closed trades were told one by one; what is here does not grow with the
/// length of the history but by months. Money in the account's currency, at the last rates: to what the cut-off
/// of a conversion leaves, equity = capital + realized + unrealized - fees + funding.
struct RunResult {
  std::uint64_t candles{0};  ///< of all instruments
  core::Timestamp from;      ///< open of the first candle
  core::Timestamp to;        ///< end of the last one
  core::Money capital;
  core::Money equity;    ///< at the end, open positions at the last closes
  core::Money realized;  ///< before fees
  core::Money fees;
  core::Money funding;
  std::uint64_t orders{0};
  std::uint64_t fills{0};
  std::array<std::uint64_t, core::kOrderReasonCount> rejected{};  ///< orders, by reason
  std::uint64_t faults{0};                                        ///< of the books: always 0
  std::vector<OpenPosition> open;
  std::vector<InstrumentResult> instruments;  ///< in the order of the setup
  journal::Performance performance;
  journal::Performance benchmark;           ///< of buying everything at the first open and holding it
  journal::TradeStatistics trades;          ///< each at the rate of its close
  std::vector<journal::EquityPoint> curve;  ///< with prices where there is one instrument
  std::vector<MonthReturn> months;
};

/// Is told of every closed trade and every order event as it happens.
class RunObserver {
 public:
  RunObserver() = default;
  RunObserver(const RunObserver&) = delete;
  RunObserver& operator=(const RunObserver&) = delete;
  virtual ~RunObserver() = default;

  /// `profit`: the trade's in the account's currency, at the rate of its close.
  virtual void on_trade(const journal::ClosedTrade& /*trade*/, core::Money /*profit*/) {}
  virtual void on_order_event(const core::OrderEvent& /*event*/) {}
  /// After the events of what was asked for at a close of candles, where something was.
  virtual void on_decision() {}
};

}  // namespace tidemark::backtest
