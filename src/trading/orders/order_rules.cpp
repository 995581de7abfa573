#include "trading/orders/order_rules.hpp"

namespace tidemark::trading {
namespace {

using core::OrderReason;
using core::OrderType;
using core::TimeInForce;

enum class Needed : std::uint8_t { kNo, kYes };

bool is_price_right(const std::optional<core::Price>& price, Needed needed, core::Price tick) {
  if (!price) return needed == Needed::kNo;
  return needed == Needed::kYes && price->ticks > 0 && price->ticks % tick.ticks == 0;
}

Needed needed_if(bool condition) {
  return condition ? Needed::kYes : Needed::kNo;
}

/// Of a hedging account: adds to its position.
bool opens(const core::OrderRequest& request) {
  return request.position != core::PositionSide::kNet && request.position == opened_by(request.side);
}

bool parts_fit(const core::OrderRequest& request) {
  if (request.good_till.has_value() != (request.time_in_force == TimeInForce::kGtd)) return false;
  const bool post_only = request.liquidity == core::Liquidity::kPostOnly;
  const bool at_once = request.time_in_force == TimeInForce::kIoc || request.time_in_force == TimeInForce::kFok;
  // Post-only is a word about an order that rests; one that waits for its trigger takes when it comes.
  if (post_only && (request.type != OrderType::kLimit || at_once)) return false;
  // A stop that had to act at once would not be one.
  if (at_once && core::waits_for_trigger(request.type)) return false;
  if (request.effect == core::Effect::kReduceOnly && opens(request)) return false;
  return !request.parent || *request.parent != request.id;
}

}  // namespace

std::optional<OrderReason> fault_of(const core::OrderRequest& request, const TradeRules& rules) {
  if (request.qty.lots <= 0 || request.qty.lots % rules.lot_size.lots != 0) return OrderReason::kBadQty;
  const bool trails = request.type == OrderType::kTrailingStop;
  const bool prices =
      is_price_right(request.limit, needed_if(core::has_limit(request.type)), rules.tick_size) &&
      is_price_right(request.trigger, needed_if(core::waits_for_trigger(request.type) && !trails), rules.tick_size) &&
      is_price_right(request.trail, needed_if(trails), rules.tick_size);
  if (!prices) return OrderReason::kBadPrice;
  if (!parts_fit(request)) return OrderReason::kBadCombination;
  return std::nullopt;
}

}  // namespace tidemark::trading
