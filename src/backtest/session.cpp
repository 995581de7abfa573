#include "backtest/session.hpp"

#include <array>
#include <cassert>
#include <utility>

namespace tidemark::backtest {

using core::Money;

namespace {

constexpr core::Duration kFundingInterval = core::hours(8);
constexpr std::array kSides{core::PositionSide::kNet, core::PositionSide::kLong, core::PositionSide::kShort};

}  // namespace

Session::Session(const SessionSetup& setup, std::span<Strategy* const> strategies, RunObserver* observer)
    : setup_{setup},
      observer_{observer},
      portfolio_{setup.positions},
      rates_{setup.account_currency()},
      gate_{setup.limits, kAccountCurrency},
      broker_{setup.paper},
      desk_{broker_, portfolio_, gate_},
      meter_{setup.days_per_year},
      benchmark_{setup.capital, kAccountCurrency, setup.paper, setup.days_per_year} {
  assert(strategies.size() == setup.instruments.size());
  const auto opened = open_account(setup_, portfolio_, rates_);
  assert(opened.has_value());
  static_cast<void>(opened);
  lanes_.reserve(strategies.size());
  for (std::size_t i = 0; i < strategies.size(); ++i) add_lane(i, *strategies[i]);
  reckons_ = portfolio_.currency_count() > 1;
  rate_of_.resize(portfolio_.currency_count());
  result_.capital = setup.capital;
  refresh_rates();
}

void Session::add_lane(std::size_t number, Strategy& strategy) {
  const core::InstrumentId id = id_of(number);
  const auto rules = trading::TradeRules::of(setup_.instruments[number]);
  broker_.add_instrument(id, rules);
  desk_.add_instrument(id, rules);
  benchmark_.add_instrument(id, rules);
  lanes_.push_back({.id = id,
                    .strategy = &strategy,
                    .last = {},
                    .trader = {desk_, trips_, id, rules, kAccountCurrency, setup_.sizing, ids_},
                    .rules = rules,
                    .quote = portfolio_.quote_of(id),
                    .value_per_tick = core::to_double(core::notional_of({1}, {1}, rules.scale).value_or(Money{})),
                    .funding_due = {},
                    .regime = {setup_.timeframe, rules.scale},
                    .result = {}});
}

void Session::begin(core::Timestamp open) {
  begun_ = true;
  result_.from = open;
  meter_.on_equity(open, core::to_double(setup_.capital), journal::PerformanceMeter::Holding::kFlat);
  benchmark_.begin(open);
}

void Session::on_trade(std::size_t number, core::Trade trade) {
  trade.instrument = lanes_[number].id;
  broker_.on_trade(trade);
  if (broker_.has_reports()) settle();
}

void Session::on_quote(std::size_t number, core::Quote quote) {
  quote.instrument = lanes_[number].id;
  broker_.on_quote(quote);
  if (broker_.has_reports()) settle();
}

void Session::on_depth(std::size_t number, core::Timestamp at, std::span<const core::BookLevel> bids,
                       std::span<const core::BookLevel> asks) {
  broker_.on_depth(lanes_[number].id, at, bids, asks);
  if (broker_.has_reports()) settle();
}

void Session::move_rates(std::size_t number, const core::Candle& candle) {
  const core::InstrumentId id = id_of(number);
  if (!rates_.rests_on(id)) return;
  const core::Timestamp end = candle.open_time + core::duration_of(setup_.timeframe);
  rates_moved_ |= rates_.on_price(id, candle.close, end, portfolio_);
}

void Session::pay_funding(Lane& lane, const core::Candle& candle) {
  // Before the first candle there is nothing to pay for.
  if (lane.candles == 0) {
    lane.funding_due =
        core::Timestamp{} + kFundingInterval * ((candle.open_time - core::Timestamp{}) / kFundingInterval);
  }
  for (; lane.funding_due <= candle.open_time; lane.funding_due = lane.funding_due + kFundingInterval) {
    std::array<Money, kSides.size()> before;
    for (std::size_t i = 0; i < kSides.size(); ++i) before[i] = portfolio_.position(lane.id, kSides[i]).funding;
    portfolio_.pay_funding(lane.id, candle.open, setup_.funding);
    for (std::size_t i = 0; i < kSides.size(); ++i) {
      const Money received = portfolio_.position(lane.id, kSides[i]).funding - before[i];
      if (received != Money{}) trips_.on_funding(lane.id, kSides[i], received);
    }
    refresh_books();
  }
}

void Session::take_decision() {
  settle();
  decided_ = true;
}

void Session::tell_decision() {
  decided_ = false;
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
  Lane& lane = lanes_[event.instrument.value];
  if (event.kind == core::OrderEventKind::kSubmitted) {
    ++result_.orders;
    ++lane.result.orders;
  }
  if (event.kind == core::OrderEventKind::kRejected && event.reason) {
    ++result_.rejected[static_cast<std::size_t>(*event.reason)];
  }
  if (!event.fill) return;
  ++result_.fills;
  ++lane.result.fills;
  const auto value = core::notional_of(event.fill->price, event.fill->qty, lane.rules.scale);
  meter_.on_traded(core::to_double(value.value_or(Money{})) * rate_of_[lane.quote.value]);
  closed_.clear();
  trips_.on_fill(*event.fill, lane.rules.scale, closed_);
  for (const journal::ClosedTrade& trade : closed_) count(trade, lane);
}

void Session::count(const journal::ClosedTrade& trade, Lane& lane) {
  // There is a rate: without one nothing would have been entered.
  const Money profit = in_account(trade.profit, lane.quote);
  result_.trades.add(trade, profit);
  lane.result.trades.add(trade, profit);
  if (observer_ != nullptr) observer_->on_trade(trade, profit);
}

Money Session::in_account(Money amount, trading::CurrencyId currency) const {
  return portfolio_.converted(amount, currency, kAccountCurrency).value_or(Money{});
}

void Session::refresh_rates() {
  rates_moved_ = false;
  for (std::size_t i = 0; i < portfolio_.currency_count(); ++i) {
    const auto rate = portfolio_.rate({static_cast<std::uint16_t>(i)}, kAccountCurrency);
    rate_of_[i] = rate ? core::to_double(rate->value, rate->decimals) : 0;
  }
  rate_of_[kAccountCurrency.value] = 1;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const double rate = rate_of_[lanes_[i].quote.value];
    lanes_[i].worth_per_tick = lanes_[i].value_per_tick * rate;
    benchmark_.set_rate(i, rate);
  }
  refresh_books();
}

void Session::refresh_books() {
  cash_ = 0;
  for (std::size_t i = 0; i < rate_of_.size(); ++i) {
    cash_ += core::to_double(portfolio_.cash({static_cast<std::uint16_t>(i)})) * rate_of_[i];
  }
  holding_ = journal::PerformanceMeter::Holding::kFlat;
  for (Lane& lane : lanes_) {
    const std::int64_t lots = portfolio_.net_lots(lane.id);
    lane.lots = static_cast<double>(lots);
    const bool both = setup_.positions == trading::PositionMode::kHedging && !portfolio_.is_flat(lane.id);
    if (lots != 0 || both) holding_ = journal::PerformanceMeter::Holding::kInMarket;
  }
}

void Session::on_moment(core::Timestamp open, core::Timestamp at) {
  if (rates_moved_) refresh_rates();
  double equity = cash_;
  for (Lane& lane : lanes_) {
    equity += lane.lots * lane.worth_per_tick * static_cast<double>(lane.last.ticks);
    lane.trader.set_moment(at, lane.last);
  }
  meter_.on_equity(at, equity, holding_);
  const Lane& first = lanes_.front();
  curve_.add({.at = at,
              .equity = equity,
              .benchmark = benchmark_.on_moment(at),
              .price = lanes_.size() == 1 ? core::to_double(first.last, first.rules.scale) : 0,
              .drawdown = meter_.drawdown()});
  // A candle's close is its own month's, also where it ends with it.
  months_.on_equity(open, equity);
  if (setup_.limits.daily_loss_max || setup_.limits.drawdown_max) {
    if (const auto exact = portfolio_.equity_in(kAccountCurrency)) gate_.on_equity(at, *exact);
  }
  result_.to = at;
}

void Session::finish(Lane& lane) {
  InstrumentResult& own = lane.result;
  own.candles = lane.candles;
  own.unrated = lane.unrated;
  result_.candles += lane.candles;
  for (const core::PositionSide side : kSides) {
    const trading::Position& position = portfolio_.position(lane.id, side);
    const Money unrealized = position.is_flat() ? Money{} : portfolio_.unrealized(position);
    own.realized += position.realized;
    own.unrealized += unrealized;
    own.fees += position.fees;
    own.funding += position.funding;
    if (position.is_flat()) continue;
    result_.open.push_back({.instrument = lane.id.value,
                            .side = side,
                            .lots = position.lots,
                            .cost = position.cost,
                            .unrealized = unrealized});
  }
  own.profit = in_account(own.realized + own.unrealized - own.fees + own.funding, lane.quote);
  result_.realized += in_account(own.realized, lane.quote);
  result_.fees += in_account(own.fees, lane.quote);
  result_.funding += in_account(own.funding, lane.quote);
  result_.instruments.push_back(own);
}

RunResult Session::finish() {
  broker_.cancel_all(result_.to, core::OrderReason::kEnd);
  settle();
  for (Lane& lane : lanes_) finish(lane);
  result_.equity = portfolio_.equity_in(kAccountCurrency).value_or(setup_.capital);
  result_.faults = desk_.faults();
  result_.performance = meter_.result();
  result_.benchmark = benchmark_.result();
  result_.curve = curve_.points();
  result_.months = months_.result();
  return std::move(result_);
}

}  // namespace tidemark::backtest
