#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "backtest/benchmark.hpp"
#include "backtest/month_returns.hpp"
#include "backtest/regime_track.hpp"
#include "backtest/run_result.hpp"
#include "backtest/session_setup.hpp"
#include "backtest/strategy.hpp"
#include "core/candle.hpp"
#include "trading/execution/paper_broker.hpp"

namespace tidemark::backtest {

/// Strategies trading the instruments of one account on paper, one each: the same desk, gate and paper broker as live,
/// fed with closed candles. Of candles that close at the same moment first the broker hears, of one after the other;
/// then accounts and figures are brought up to date; then each strategy decides, so that all see the same equity and
/// orders meet the next candle. Constant memory but for months. Not thread-safe.
class Session {
 public:
  /// `setup` has passed check_setup(). One strategy an instrument, in its order; they and `observer`, which may be
  /// null, must outlive it.
  Session(const SessionSetup& setup, std::span<Strategy* const> strategies, RunObserver* observer);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Of candles that close together: on_market() of all, on_close() of all, on_moment(), outputs and decide() of each,
  // end_moment(). `number`: of the instrument in the setup. Of one that is a rate only just on_close().

  /// What the market of an instrument did in the candle.
  void on_market(std::size_t number, const core::Candle& candle) {
    on_open(number, candle);
    broker_.on_candle(lanes_[number].id, candle, setup_.timeframe);
    if (broker_.has_reports()) settle();
  }
  /// The same in pieces, for data that is finer than candles: what happened at the market, then on_open() of the candle
  /// that is known to be closed.
  void on_trade(std::size_t number, core::Trade trade);
  void on_quote(std::size_t number, core::Quote quote);
  void on_depth(std::size_t number, core::Timestamp at, std::span<const core::BookLevel> bids,
                std::span<const core::BookLevel> asks);
  void on_open(std::size_t number, const core::Candle& candle) {
    Lane& lane = lanes_[number];
    if (!begun_) begin(candle.open_time);
    if (setup_.funding.e8 != 0) pay_funding(lane, candle);
    benchmark_.on_open(number, candle.open, portfolio_);
    ++lane.candles;
  }
  void on_close(std::size_t number, const core::Candle& candle) {
    if (number < lanes_.size()) {
      Lane& lane = lanes_[number];
      benchmark_.on_close(number, candle.close);
      trips_.on_candle(lane.id, candle);
      portfolio_.mark(lane.id, candle.close);
      if (lane.regime.on_candle(candle)) trips_.set_regime(lane.id, lane.regime.regime());
      lane.last = candle.close;
    }
    if (reckons_) move_rates(number, candle);
  }
  /// Candles that opened at `open`, one of them of a traded instrument, are known to be closed at `at`.
  void on_moment(core::Timestamp open, core::Timestamp at);
  void on_output(std::size_t number, const engine::Output& output) {
    lanes_[number].strategy->on_output(output, lanes_[number].trader);
  }
  void decide(std::size_t number, const core::Candle& candle) {
    Lane& lane = lanes_[number];
    if (lane.worth_per_tick == 0) ++lane.unrated;
    lane.strategy->on_candle(candle, lane.trader);
    if (!desk_.events().empty() || broker_.has_reports()) take_decision();
  }
  /// The same of a candle that was known to be closed at an earlier moment than the last.
  void decide(std::size_t number, const core::Candle& candle, core::Timestamp at) {
    lanes_[number].trader.set_moment(at, candle.close);
    decide(number, candle);
  }
  void end_moment() {
    if (decided_) tell_decision();
  }

  [[nodiscard]] bool has_begun() const { return begun_; }
  /// Instruments that are traded.
  [[nodiscard]] std::size_t traded() const { return lanes_.size(); }
  [[nodiscard]] const trading::Portfolio& books() const { return portfolio_; }
  /// Cancels what is open and says what came of it. Once.
  [[nodiscard]] RunResult finish();

 private:
  /// One instrument, and the strategy that trades it.
  struct Lane {
    core::InstrumentId id;
    Strategy* strategy;
    core::Price last;
    std::uint64_t candles{0};
    std::uint64_t unrated{0};
    // For the figures only: what the books hold, in doubles, as of the last fill or rate.
    double lots{0};
    double worth_per_tick{0};  ///< of one lot, in the account's currency
    Trader trader;
    trading::TradeRules rules;
    trading::CurrencyId quote;
    double value_per_tick{0};  ///< of one lot, in its own currency
    core::Timestamp funding_due;
    RegimeTrack regime;
    InstrumentResult result;
  };

  void add_lane(std::size_t number, Strategy& strategy);
  void take_decision();
  void tell_decision();
  void settle();
  void pass_events_on();
  void count(const core::OrderEvent& event);
  void count(const journal::ClosedTrade& trade, Lane& lane);
  void pay_funding(Lane& lane, const core::Candle& candle);
  void begin(core::Timestamp open);
  void move_rates(std::size_t number, const core::Candle& candle);
  void refresh_rates();
  void refresh_books();
  [[nodiscard]] core::Money in_account(core::Money amount, trading::CurrencyId currency) const;
  void finish(Lane& lane);

  SessionSetup setup_;
  RunObserver* observer_;
  trading::Portfolio portfolio_;
  trading::RatePaths rates_;
  trading::RiskGate gate_;
  trading::PaperBroker broker_;
  trading::Desk desk_;
  journal::RoundTrips trips_;
  OrderIds ids_;
  std::vector<Lane> lanes_;
  journal::PerformanceMeter meter_;
  journal::EquityCurve curve_;
  Benchmark benchmark_;
  MonthReturns months_;
  RunResult result_;
  std::vector<journal::ClosedTrade> closed_;
  bool begun_{false};
  bool reckons_{false};  ///< there is more than one currency
  bool decided_{false};
  bool rates_moved_{false};
  journal::PerformanceMeter::Holding holding_{journal::PerformanceMeter::Holding::kFlat};
  // For the figures, in doubles:
  std::vector<double> rate_of_;  ///< a currency in the account's; 0: not known
  double cash_{0};               ///< of all currencies
};

}  // namespace tidemark::backtest
