#include "trading/risk/risk_gate.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/timeframe.hpp"

namespace tidemark::trading {

using core::Money;
using core::OrderReason;
using core::OrderRequest;

namespace {

constexpr std::size_t kRecentMax = 256;

/// The price an order is valued at: its own, where it has one, else the last.
std::optional<core::Price> valued_at(const OrderRequest& request, std::optional<core::Price> last) {
  if (request.limit) return request.limit;
  return request.trigger ? request.trigger : last;
}

bool same_but_for_id(OrderRequest a, const OrderRequest& b) {
  a.id = b.id;
  return a == b;
}

bool is_beyond(const std::optional<Money>& limit, Money value) {
  return limit && value > *limit;
}

/// Lots of the position that open orders of this side could add.
std::int64_t open_lots(const OrderRegistry& orders, const OrderRequest& request) {
  std::int64_t sum = 0;
  for (const core::Order& order : orders.open()) {
    const bool counts = order.request.instrument == request.instrument && order.request.side == request.side &&
                        order.request.position == request.position && !only_reduces(order.request);
    if (counts) sum += order.left().lots;
  }
  return sum;
}

/// What the instrument's other position is worth in a hedging account, with what open orders could add to it: it is not
/// taken away by this one. Nothing when it does not fit.
std::optional<Money> beside(const OrderRequest& request, core::Scale scale, const Portfolio& portfolio,
                            const OrderRegistry& orders) {
  if (portfolio.mode() == PositionMode::kNetting) return Money{};
  Money sum = portfolio.exposure_of(request.instrument) -
              core::abs(portfolio.value_of(portfolio.position(request.instrument, request.position)));
  for (const core::Order& order : orders.open()) {
    const OrderRequest& other = order.request;
    const bool counts =
        other.instrument == request.instrument && other.position != request.position && !only_reduces(other);
    if (!counts) continue;
    const auto price = valued_at(other, portfolio.mark_of(other.instrument));
    const auto value = price ? core::notional_of(*price, order.left(), scale) : std::nullopt;
    if (!value) return std::nullopt;
    sum += *value;
  }
  return sum;
}

/// More than is held, what open orders sell counted. Legs of a bracket sell what their parent buys.
bool sells_too_much(const OrderRequest& request, const Portfolio& portfolio, const OrderRegistry& orders) {
  if (request.side != core::Side::kSell || request.parent) return false;
  std::int64_t left = portfolio.net_lots(request.instrument);
  for (const core::Order& order : orders.open()) {
    const bool sells = order.request.instrument == request.instrument && order.request.side == core::Side::kSell &&
                       !order.request.parent;
    if (sells) left -= order.left().lots;
  }
  return request.qty.lots > left;
}

}  // namespace

std::expected<ApprovedOrder, OrderReason> RiskGate::check(const OrderRequest& request, const TradeRules& rules,
                                                          const Portfolio& portfolio, const OrderRegistry& orders,
                                                          core::Timestamp now) {
  if (const auto reason = refusal(request, rules, portfolio, orders, now)) return std::unexpected(*reason);
  if (limits_.duplicate_window) {
    if (recent_.size() == kRecentMax) recent_.pop_front();
    recent_.push_back({request, now});
  }
  return ApprovedOrder{request};
}

std::optional<OrderReason> RiskGate::refusal(const OrderRequest& request, const TradeRules& rules,
                                             const Portfolio& portfolio, const OrderRegistry& orders,
                                             core::Timestamp now) {
  if (!portfolio.knows(request.instrument)) return OrderReason::kUnknownInstrument;
  if (const auto fault = fault_of(request, rules)) return fault;
  if (!portfolio.has(request.position)) return OrderReason::kBadCombination;
  if (state_.kill_switch == KillSwitch::kEngaged) return OrderReason::kKillSwitch;
  const auto worth = worth_of(request, rules, portfolio, orders);
  // A way out of a position stays open, also where nobody knows what a currency is worth.
  const bool is_exit_unrated = !worth && worth.error() == OrderReason::kNoRate && only_reduces(request);
  if (!worth && !is_exit_unrated) return worth.error();
  if (worth && is_beyond(limits_.order_value_max, worth->order)) return OrderReason::kTooLarge;
  if (is_outside_collar(request, portfolio)) return OrderReason::kPriceCollar;
  if (is_repeated(request, now)) return OrderReason::kDuplicate;
  if (rules.shorting == Shorting::kNone && sells_too_much(request, portfolio, orders)) {
    return OrderReason::kNothingToClose;
  }
  if (only_reduces(request)) return std::nullopt;
  return entry_refusal(*worth, portfolio, orders, now);
}

std::optional<OrderReason> RiskGate::entry_refusal(const Worth& worth, const Portfolio& portfolio,
                                                   const OrderRegistry& orders, core::Timestamp now) const {
  if (state_.halt != Halt::kNone) return OrderReason::kHalted;
  if (state_.cool_until && now < *state_.cool_until) return OrderReason::kCoolDown;
  if (limits_.open_orders_max && orders.open().size() >= *limits_.open_orders_max) return OrderReason::kTooManyOrders;
  if (is_beyond(limits_.instrument_exposure_max, worth.instrument)) return OrderReason::kInstrumentExposure;
  const Money total = worth.instrument + worth.others;
  if (is_beyond(limits_.portfolio_exposure_max, total)) return OrderReason::kPortfolioExposure;
  if (!limits_.leverage_max) return std::nullopt;
  const auto equity = portfolio.equity_in(base_);
  if (!equity) return OrderReason::kNoRate;
  const auto most = core::times(*equity, *limits_.leverage_max);
  return most && total > *most ? std::optional{OrderReason::kLeverage} : std::nullopt;
}

std::expected<RiskGate::Worth, OrderReason> RiskGate::worth_of(const OrderRequest& request, const TradeRules& rules,
                                                               const Portfolio& portfolio,
                                                               const OrderRegistry& orders) const {
  constexpr std::unexpected kNoPrice{OrderReason::kNoPrice};
  constexpr std::unexpected kNoRate{OrderReason::kNoRate};
  const auto last = portfolio.mark_of(request.instrument);
  const auto price = valued_at(request, last);
  if (!price) return kNoPrice;
  const CurrencyId quote = portfolio.quote_of(request.instrument);
  const std::int64_t sign = core::sign_of(request.side);
  const std::int64_t held = portfolio.position(request.instrument, request.position).lots;
  const auto asked = core::checked_add(open_lots(orders, request), request.qty.lots);
  const auto after = asked ? core::checked_add(held, sign * *asked) : std::nullopt;
  const auto order = core::notional_of(*price, request.qty, rules.scale);
  if (!after || !order) return kNoPrice;
  // An order against the position counts with what it would leave, not with what it takes away.
  const auto position = core::notional_of(*price, core::Qty{std::abs(*after)}, rules.scale);
  const auto other = beside(request, rules.scale, portfolio, orders);
  if (!position || !other) return kNoPrice;
  const auto order_in_base = portfolio.converted(*order, quote, base_);
  const auto all = portfolio.exposure_in(base_);
  if (!order_in_base || !all) return kNoRate;
  const auto own = portfolio.converted(portfolio.exposure_of(request.instrument), quote, base_);
  const auto instrument_in_base = portfolio.converted(*position + *other, quote, base_);
  if (!own || !instrument_in_base) return kNoRate;
  return Worth{*order_in_base, *instrument_in_base, *all - *own};
}

bool RiskGate::is_outside_collar(const OrderRequest& request, const Portfolio& portfolio) const {
  const auto last = portfolio.mark_of(request.instrument);
  if (!limits_.price_collar || !last) return false;
  const core::Int128 most = static_cast<core::Int128>(last->ticks) * limits_.price_collar->e8;
  const auto far = [&](const std::optional<core::Price>& price) {
    return price && static_cast<core::Int128>(std::abs(price->ticks - last->ticks)) * core::kRateOne > most;
  };
  return far(request.limit) || far(request.trigger);
}

bool RiskGate::is_repeated(const OrderRequest& request, core::Timestamp now) {
  if (!limits_.duplicate_window) return false;
  while (!recent_.empty() && recent_.front().at + *limits_.duplicate_window <= now) recent_.pop_front();
  return std::ranges::any_of(recent_, [&](const Recent& one) { return same_but_for_id(one.request, request); });
}

void RiskGate::on_equity(core::Timestamp at, Money equity) {
  equity_ = equity;
  const core::Timestamp day = core::open_time_of(at, core::Timeframe::k1d);
  if (!state_.day_equity || day > state_.day) {
    state_.day = day;
    state_.day_equity = equity;
    if (state_.halt == Halt::kDailyLoss) state_.halt = Halt::kNone;
  }
  state_.highest_equity = std::max(state_.highest_equity.value_or(equity), equity);
  const auto is_lost = [&](const std::optional<core::Rate>& limit, Money from) {
    return limit && from.units > 0 && from - equity >= core::share_of(from, *limit);
  };
  if (is_lost(limits_.drawdown_max, *state_.highest_equity)) {
    state_.halt = Halt::kDrawdown;
  } else if (state_.halt == Halt::kNone && is_lost(limits_.daily_loss_max, *state_.day_equity)) {
    state_.halt = Halt::kDailyLoss;
  }
}

void RiskGate::on_closed(core::Timestamp at, Money profit) {
  state_.losses_in_a_row = profit.units < 0 ? state_.losses_in_a_row + 1 : 0;
  if (!limits_.cool_down || state_.losses_in_a_row < limits_.cool_down->losses) return;
  state_.cool_until = at + limits_.cool_down->rest;
  state_.losses_in_a_row = 0;
}

void RiskGate::release_halt() {
  state_.halt = Halt::kNone;
  state_.cool_until.reset();
  state_.losses_in_a_row = 0;
  state_.highest_equity = equity_;
  state_.day_equity = equity_;
}

}  // namespace tidemark::trading
