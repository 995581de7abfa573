#include <algorithm>
#include <utility>

#include "app/trading/paper_account.hpp"

namespace tidemark::app {

using core::ClientOrderId;

core::Result<api::PlacedOrder> PaperAccount::place(const api::NewOrder& order) {
  const Market* market = market_of(order.request.instrument);
  if (market == nullptr) {
    const auto why = refused_.find(order.request.instrument.value);
    return core::fail(core::ErrorKind::kInvalidArgument, "not_tradable",
                      why == refused_.end() ? "this account does not know the instrument" : why->second, "symbol");
  }
  if (auto fits = check_position(order); !fits) return std::unexpected(fits.error());
  core::OrderRequest request = order.request;
  const auto known = by_client_.find(order.client_id);
  if (!order.client_id.empty() && known != by_client_.end()) {
    request.id = known->second;
    if (desk_.submit(request, now_).sending == trading::Sending::kKnown) {
      return api::PlacedOrder{.id = request.id.value, .outcome = api::PlacedOrder::Outcome::kKnown, .refusal = {}};
    }
    return core::fail(core::ErrorKind::kConflict, "id_taken",
                      "this client_order_id belongs to an order that asked for something else", "client_order_id");
  }
  if (auto present = check_present(*market); !present) return std::unexpected(present.error());
  request.id = {ids_.next++};
  OrderFacts facts{.client_id = order.client_id, .origin = std::string{kByHand}, .best = {}};
  if (facts.client_id.empty()) facts.client_id = "tm-" + std::to_string(request.id.value);
  by_client_.insert_or_assign(facts.client_id, request.id);
  facts_.insert_or_assign(request.id.value, std::move(facts));
  origin_ = kByHand;
  auto refusal = place_all(order, request);
  settle();
  // A broker may say so at once.
  const core::Order* placed = desk_.orders().find(request.id);
  if (!refusal && placed != nullptr && placed->state == core::OrderState::kRejected) refusal = placed->reason;
  using Outcome = api::PlacedOrder::Outcome;
  return api::PlacedOrder{
      .id = request.id.value, .outcome = refusal ? Outcome::kRefused : Outcome::kTaken, .refusal = refusal};
}

/// On paper an order would meet the prices of a past that is only played, or none: after a restart nothing may have
/// been traded yet. A venue fills at its own.
core::Status PaperAccount::check_present(const Market& market) const {
  const bool is_silent = setup_.since && !market.last;
  if (venue_ || (!is_past(market.heard) && !is_silent)) return {};
  return core::fail(
      core::ErrorKind::kUnavailable, "market_in_past",
      market.instrument.key() + " has not reached the present yet; nothing was done. Try again in a moment.", "symbol");
}

/// That it means a position of this account, and what it may do there.
core::Status PaperAccount::check_position(const api::NewOrder& order) const {
  const core::OrderRequest& request = order.request;
  const auto bad = [](const char* code, std::string message, const char* member) {
    return core::fail(core::ErrorKind::kInvalidArgument, code, std::move(message), member);
  };
  if (books_.mode() == trading::PositionMode::kNetting) {
    if (books_.has(request.position)) return {};
    return bad(
        "bad_combination",
        "this account holds one position of an instrument (trading.positions: netting); only a hedging one has a "
        "long and a short",
        "position");
  }
  if (!books_.has(request.position)) {
    return bad(
        "missing_member",
        "this account holds a long and a short position of an instrument (trading.positions: hedging): the order "
        "must say which it means",
        "position");
  }
  const std::string what = std::string{core::name_of(request.side)} + " of the " +
                           std::string{core::name_of(request.position)} + " position";
  if (request.position == trading::opened_by(request.side)) {
    if (request.effect != core::Effect::kReduceOnly) return {};
    return bad("bad_combination", "a " + what + " adds to it, and cannot reduce it", "reduce_only");
  }
  if (!order.stop_loss && !order.take_profit) return {};
  return bad("bad_combination", "a " + what + " closes it, and opens nothing that could be protected",
             order.stop_loss ? "stop_loss" : "take_profit");
}

/// The order and its legs. An order without the protection that was asked for does not stay.
std::optional<core::OrderReason> PaperAccount::place_all(const api::NewOrder& order,
                                                         const core::OrderRequest& request) {
  const auto sent = desk_.submit(request, now_);
  if (sent.sending != trading::Sending::kSent) return sent.reason;
  core::OrderRequest leg;
  leg.instrument = request.instrument;
  leg.side = core::opposite(request.side);
  leg.effect = core::Effect::kReduceOnly;
  leg.position = request.position;
  leg.qty = request.qty;
  leg.parent = request.id;
  leg.oco = core::OcoGroupId{request.id.value};
  std::vector<core::OrderRequest> legs;
  if (order.stop_loss) {
    legs.push_back(leg);
    legs.back().type = core::OrderType::kStop;
    legs.back().trigger = order.stop_loss;
    facts_[request.id.value].stop = order.stop_loss;
  }
  if (order.take_profit) {
    legs.push_back(leg);
    legs.back().type = core::OrderType::kLimit;
    legs.back().limit = order.take_profit;
  }
  for (core::OrderRequest& one : legs) {
    one.id = {ids_.next++};
    const auto leg_sent = desk_.submit(one, now_);
    if (leg_sent.sending == trading::Sending::kSent) continue;
    desk_.cancel(request.id, now_);
    return leg_sent.reason;
  }
  return std::nullopt;
}

core::Status PaperAccount::cancel(ClientOrderId id) {
  const core::Order* order = desk_.orders().find(id);
  if (order == nullptr) {
    return core::fail(core::ErrorKind::kNotFound, "unknown_order", "there is no order of this id", "id");
  }
  if (!core::is_open(order->state)) {
    return core::fail(core::ErrorKind::kConflict, "order_over",
                      "the order is over: " + std::string{core::name_of(order->state)}, "id");
  }
  desk_.cancel(id, now_);
  settle();
  return {};
}

std::size_t PaperAccount::cancel_all(std::optional<core::InstrumentId> instrument) {
  const std::size_t before = desk_.orders().open().size();
  if (!instrument) {
    desk_.cancel_all(now_);
    settle();
    return before;
  }
  const auto count = std::ranges::count_if(
      desk_.orders().open(), [&](const core::Order& order) { return order.request.instrument == *instrument; });
  desk_.cancel_all(*instrument, now_);
  settle();
  return static_cast<std::size_t>(count);
}

void PaperAccount::set_multiplier(core::Rate multiplier) {
  multiplier_ = multiplier;
  for (auto& [id, market] : markets_) market.trader->set_multiplier(multiplier);
}

std::size_t PaperAccount::cancel_entries() {
  std::vector<ClientOrderId> entries;
  for (const core::Order& order : desk_.orders().open()) {
    const bool adds = !trading::only_reduces(order.request);
    if (adds && facts_of(order.request.id).origin != kByHand) entries.push_back(order.request.id);
  }
  for (const ClientOrderId id : entries) desk_.cancel(id, now_);
  settle();
  return entries.size();
}

/// Later than the change before, also where a clock was set back: the store keeps the later state.
void PaperAccount::set_kill_changed(core::Timestamp at) {
  kill_changed_ = kill_changed_ ? std::max(at, *kill_changed_ + core::Duration{1}) : at;
}

std::size_t PaperAccount::engage_kill_switch(std::string reason, core::Timestamp at) {
  const std::size_t open = desk_.orders().open().size();
  desk_.engage_kill_switch(now_);
  settle();
  kill_reason_ = std::move(reason);
  set_kill_changed(at);
  note_risk();
  changes_.risk = true;
  return open;
}

void PaperAccount::release_kill_switch(core::Timestamp at) {
  desk_.release_kill_switch();
  kill_reason_.clear();
  set_kill_changed(at);
  note_risk();
  changes_.risk = true;
}

void PaperAccount::release_halt() {
  desk_.release_halt();
  note_risk();
}

}  // namespace tidemark::app
