#pragma once

#include <optional>
#include <span>
#include <vector>

#include "backtest/benchmark.hpp"
#include "backtest/month_returns.hpp"
#include "backtest/run_result.hpp"
#include "backtest/strategy.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "trading/execution/paper_broker.hpp"

namespace tidemark::backtest {

struct SessionSetup {
  core::Instrument instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::Money capital;  ///< in the instrument's quote currency
  trading::PaperSettings paper;
  trading::RiskLimits limits;
  Sizing sizing;
  core::Rate funding;         ///< longs pay it to shorts at 00:00, 08:00 and 16:00 UTC; 0: nobody does
  double days_per_year{365};  ///< see journal::PerformanceMeter
};
/// kUnsupported: the instrument's scale is too fine for exact money. kInvalidArgument: capital or costs out of range.
[[nodiscard]] core::Status check_setup(const SessionSetup& setup);

/// One strategy trading one instrument on paper: the same desk, gate and paper broker as live, fed with closed candles.
/// Of each candle first the broker hears, then accounts and figures are brought up to date, then the strategy decides,
/// so that its orders meet the next candle. Constant memory but for months. Not thread-safe.
class Session {
 public:
  /// `setup` has passed check_setup(). `observer`, which may be null, and `strategy` must outlive it.
  Session(const SessionSetup& setup, Strategy& strategy, RunObserver* observer);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// What the market did in the candle. Then outputs, then decide().
  void on_market(const core::Candle& candle);
  /// The same in pieces, for data that is finer than candles: what happened at the market, of whatever instrument the
  /// event says it is of; and the candle when it was known to be closed.
  void on_trade(core::Trade trade);
  void on_quote(core::Quote quote);
  void on_depth(core::Timestamp at, std::span<const core::BookLevel> bids, std::span<const core::BookLevel> asks);
  void on_close(const core::Candle& candle, core::Timestamp known_at);
  void on_output(const engine::Output& output) { strategy_.on_output(output, trader_); }
  void decide(const core::Candle& candle) {
    strategy_.on_candle(candle, trader_);
    if (!desk_.events().empty() || broker_.has_reports()) take_decision();
  }

  [[nodiscard]] bool has_begun() const { return result_.candles > 0; }
  /// Cancels what is open and says what came of it. Once.
  [[nodiscard]] RunResult finish();

 private:
  void take_decision();
  void settle();
  void pass_events_on();
  void count(const core::OrderEvent& event);
  void pay_funding(const core::Candle& candle);
  void begin(const core::Candle& candle);
  void close(const core::Candle& candle, core::Timestamp at);
  void look(const core::Candle& candle, core::Timestamp at);
  void refresh_books();

  SessionSetup setup_;
  Strategy& strategy_;
  RunObserver* observer_;
  trading::TradeRules rules_;
  trading::Portfolio portfolio_{trading::PositionMode::kNetting};
  trading::CurrencyId currency_;
  trading::RiskGate gate_;
  trading::PaperBroker broker_;
  trading::Desk desk_;
  journal::RoundTrips trips_;
  OrderIds ids_;
  Trader trader_;
  journal::PerformanceMeter meter_;
  journal::EquityCurve curve_;
  Benchmark benchmark_;
  MonthReturns months_;
  RunResult result_;
  std::vector<journal::ClosedTrade> closed_;
  core::Timestamp funding_due_;
  // For the figures only: what the books hold, in doubles, as of the last fill.
  double cash_{0};
  double lots_{0};
  double value_per_tick_{0};  ///< of one lot
};

}  // namespace tidemark::backtest
