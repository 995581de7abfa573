#include "backtest/session.hpp"

#include <cassert>
#include <string>
#include <utility>

namespace tidemark::backtest {

using core::Money;

namespace {

constexpr core::InstrumentId kInstrument{0};
constexpr core::Duration kFundingInterval = core::hours(8);

trading::CurrencyId open_account(trading::Portfolio& portfolio, const SessionSetup& setup) {
  const trading::CurrencyId currency = portfolio.add_currency("quote");
  const auto added = portfolio.add_instrument(kInstrument, setup.instrument.scale, currency);
  assert(added.has_value());
  static_cast<void>(added);
  portfolio.deposit(currency, setup.capital);
  return currency;
}

bool is_share(core::Rate rate) {
  return rate.e8 >= 0 && rate.e8 < core::kRateOne;
}

}  // namespace

core::Status check_setup(const SessionSetup& setup) {
  trading::Portfolio probe{trading::PositionMode::kNetting};
  auto status = probe.add_instrument(kInstrument, setup.instrument.scale, probe.add_currency("quote"));
  if (!status) return status;
  const auto refuse = [](const std::string& what) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_setting", what);
  };
  if (setup.capital.units <= 0) return refuse("the capital must be above 0");
  if (!is_share(setup.paper.slippage) || !is_share(setup.paper.spread)) {
    return refuse("slippage and spread are shares from 0 to below 1");
  }
  if (core::kRateOne <= setup.paper.taker_fee.e8 || setup.paper.taker_fee.e8 <= -core::kRateOne ||
      core::kRateOne <= setup.paper.maker_fee.e8 || setup.paper.maker_fee.e8 <= -core::kRateOne) {
    return refuse("fees are shares between -1 and 1");
  }
  if (setup.paper.latency.ns < 0) return refuse("the latency must not be below 0");
  if (setup.sizing.fraction.e8 <= 0) return refuse("the fraction of the equity must be above 0");
  if (setup.sizing.risk.e8 <= 0 || setup.sizing.risk.e8 > core::kRateOne) return refuse("the risk is a share up to 1");
  return {};
}

Session::Session(const SessionSetup& setup, Strategy& strategy, RunObserver* observer)
    : setup_{setup},
      strategy_{strategy},
      observer_{observer},
      rules_{trading::TradeRules::of(setup.instrument)},
      currency_{open_account(portfolio_, setup)},
      gate_{setup.limits, currency_},
      broker_{setup.paper},
      desk_{broker_, portfolio_, gate_},
      trader_{desk_, trips_, kInstrument, rules_, currency_, setup.sizing, ids_},
      meter_{setup.days_per_year},
      benchmark_{setup.capital, rules_, setup.paper, setup.days_per_year} {
  broker_.add_instrument(kInstrument, rules_);
  desk_.add_instrument(kInstrument, rules_);
  result_.capital = setup.capital;
  refresh_books();
}

void Session::begin(const core::Candle& candle) {
  result_.from = candle.open_time;
  funding_due_ = core::Timestamp{} + kFundingInterval * ((candle.open_time - core::Timestamp{}) / kFundingInterval);
  meter_.on_equity(candle.open_time, core::to_double(setup_.capital), journal::PerformanceMeter::Holding::kFlat);
}

void Session::on_market(const core::Candle& candle) {
  if (!has_begun()) begin(candle);
  if (setup_.funding.e8 != 0) pay_funding(candle);
  broker_.on_candle(kInstrument, candle, setup_.timeframe);
  if (broker_.has_reports()) settle();
  close(candle, candle.open_time + core::duration_of(setup_.timeframe));
}

void Session::on_trade(core::Trade trade) {
  trade.instrument = kInstrument;
  broker_.on_trade(trade);
  if (broker_.has_reports()) settle();
}

void Session::on_quote(core::Quote quote) {
  quote.instrument = kInstrument;
  broker_.on_quote(quote);
  if (broker_.has_reports()) settle();
}

void Session::on_depth(core::Timestamp at, std::span<const core::BookLevel> bids,
                       std::span<const core::BookLevel> asks) {
  broker_.on_depth(kInstrument, at, bids, asks);
  if (broker_.has_reports()) settle();
}

void Session::on_close(const core::Candle& candle, core::Timestamp known_at) {
  if (!has_begun()) begin(candle);
  if (setup_.funding.e8 != 0) pay_funding(candle);
  close(candle, known_at);
}

void Session::close(const core::Candle& candle, core::Timestamp at) {
  ++result_.candles;
  trips_.on_candle(kInstrument, candle);
  portfolio_.mark(kInstrument, candle.close);
  look(candle, at);
}

void Session::pay_funding(const core::Candle& candle) {
  // Before the first candle there is nothing to pay for.
  for (; funding_due_ <= candle.open_time; funding_due_ = funding_due_ + kFundingInterval) {
    const Money received = portfolio_.pay_funding(kInstrument, candle.open, setup_.funding);
    trips_.on_funding(kInstrument, core::PositionSide::kNet, received);
    refresh_books();
  }
}

void Session::take_decision() {
  settle();
  if (observer_ != nullptr) observer_->on_decision();
}

void Session::settle() {
  desk_.settle();
  pass_events_on();
  refresh_books();
}

void Session::pass_events_on() {
  if (desk_.events().empty()) return;
  for (const core::OrderEvent& event : desk_.events()) count(event);
  desk_.clear_events();
}

void Session::count(const core::OrderEvent& event) {
  if (observer_ != nullptr) observer_->on_order_event(event);
  if (event.kind == core::OrderEventKind::kSubmitted) ++result_.orders;
  if (event.kind == core::OrderEventKind::kRejected && event.reason) {
    ++result_.rejected[static_cast<std::size_t>(*event.reason)];
  }
  if (!event.fill) return;
  ++result_.fills;
  const auto value = core::notional_of(event.fill->price, event.fill->qty, rules_.scale);
  meter_.on_traded(core::to_double(value.value_or(Money{})));
  closed_.clear();
  trips_.on_fill(*event.fill, rules_.scale, closed_);
  for (const journal::ClosedTrade& trade : closed_) {
    result_.trades.add(trade);
    if (observer_ != nullptr) observer_->on_trade(trade);
  }
}

void Session::refresh_books() {
  cash_ = core::to_double(portfolio_.cash(currency_));
  lots_ = static_cast<double>(portfolio_.net_lots(kInstrument));
  value_per_tick_ = core::to_double(core::notional_of({1}, {1}, rules_.scale).value_or(Money{}));
}

void Session::look(const core::Candle& candle, core::Timestamp end) {
  const double equity = cash_ + lots_ * value_per_tick_ * static_cast<double>(candle.close.ticks);
  meter_.on_equity(
      end, equity,
      lots_ != 0 ? journal::PerformanceMeter::Holding::kInMarket : journal::PerformanceMeter::Holding::kFlat);
  curve_.add({.at = end,
              .equity = equity,
              .benchmark = benchmark_.on_candle(candle, end),
              .price = core::to_double(candle.close, rules_.scale),
              .drawdown = meter_.drawdown()});
  // A candle's close is its own month's, also where it ends with it.
  months_.on_equity(candle.open_time, equity);
  if (setup_.limits.daily_loss_max || setup_.limits.drawdown_max) gate_.on_equity(end, portfolio_.equity(currency_));
  trader_.set_moment(end, candle.close);
  result_.to = end;
}

RunResult Session::finish() {
  broker_.cancel_all(result_.to, core::OrderReason::kEnd);
  settle();
  const trading::Position& position = portfolio_.position(kInstrument, core::PositionSide::kNet);
  result_.equity = portfolio_.equity(currency_);
  result_.realized = position.realized;
  result_.fees = position.fees;
  result_.funding = position.funding;
  result_.faults = desk_.faults();
  if (!position.is_flat()) result_.open = {position.lots, position.cost, portfolio_.unrealized(position)};
  result_.performance = meter_.result();
  result_.benchmark = benchmark_.result();
  result_.curve = curve_.points();
  result_.months = months_.result();
  return std::move(result_);
}

}  // namespace tidemark::backtest
