#include <algorithm>
#include <ranges>
#include <utility>

#include "sim/accounts/trade_desk.hpp"

namespace tidemark::sim {

std::expected<void, DeskRefusal> TradeDesk::probe_oco(const NewOrder& loss, const NewOrder& profit) const {
  if (loss.client_id == profit.client_id) return std::unexpected(DeskRefusal::kDuplicateId);
  const core::Price last = last_price_.at(loss.instrument);
  const core::Price level = has_price(profit.type) ? profit.price : profit.stop;
  const bool is_between = is_buy(loss) ? level < last && last < loss.stop : level > last && last > loss.stop;
  if (!is_between) return std::unexpected(DeskRefusal::kPriceRelation);
  if (const auto fits = probe(loss); !fits) return fits;
  return probe(profit);
}

std::expected<const OrderList*, DeskRefusal> TradeDesk::submit_oco(const NewOrder& loss, const NewOrder& profit,
                                                                   std::string list_client_id) {
  const OrderList* same = find_list(loss.owner, list_client_id);
  if (same != nullptr && same->status == OrderList::Status::kExecuting) {
    return std::unexpected(DeskRefusal::kDuplicateId);
  }
  if (const auto fits = probe_oco(loss, profit); !fits) return std::unexpected(fits.error());
  const auto first = settlement_.plan(loss);
  const auto second = settlement_.plan(profit);
  if (!first) return std::unexpected(first.error());
  if (!second) return std::unexpected(second.error());
  // Whichever it will be: the one that may fill first holds what the dearer of the two would need.
  const Hold hold{second->qty, std::max(first->amount, second->amount)};
  OrderList list{.id = next_list_++,
                 .owner = loss.owner,
                 .instrument = loss.instrument,
                 .client_id = std::move(list_client_id),
                 .orders = {},
                 .updated = exchange_.now()};
  for (const NewOrder* request : {&loss, &profit}) {
    ClientOrder order{.id = next_id_++,
                      .request = *request,
                      .original_client_id = request->client_id,
                      .created = exchange_.now(),
                      .updated = exchange_.now(),
                      .list = list.id};
    list.orders[request == &loss ? 0 : 1] = {order.id, request->client_id};
    orders_[order.id] = std::move(order);
  }
  ClientOrder& stopping = orders_.at(list.orders[0].id);
  ClientOrder& working = orders_.at(list.orders[1].id);
  lists_[list.id] = list;
  settlement_.hold(working, hold);
  tell(OrderEventKind::kNew, stopping, stopping.created);
  waiting_.push_back(stopping.id);
  if (waits_for_stop(profit.type)) {
    tell(OrderEventKind::kNew, working, working.created);
    waiting_.push_back(working.id);
  } else {
    place(working);
  }
  for (OrderEvent& event : events_) {
    const bool begins = event.kind == OrderEventKind::kNew && event.order.id == list.orders[1].id;
    if (begins) event.list = list;
  }
  forget_oldest();
  return &lists_.at(list.id);
}

std::expected<const OrderList*, DeskRefusal> TradeDesk::cancel_list(std::uint64_t list_id,
                                                                    const std::string& new_client_id) {
  const OrderList* list = find_list(list_id);
  if (list == nullptr || list->status != OrderList::Status::kExecuting) {
    return std::unexpected(DeskRefusal::kUnknownOrder);
  }
  for (const OrderList::Listed& listed : list->orders) {
    if (cancel(listed.id, new_client_id)) break;  // the other with it
  }
  return list;
}

const OrderList* TradeDesk::find_list(std::uint64_t list_id) const {
  const auto found = lists_.find(list_id);
  return found == lists_.end() ? nullptr : &found->second;
}

const OrderList* TradeDesk::find_list(OwnerId owner, std::string_view client_id) const {
  for (const auto& [id, list] : std::views::reverse(lists_)) {
    if (list.owner == owner && list.client_id == client_id) return &list;
  }
  return nullptr;
}

ClientOrder* TradeDesk::open_other(const ClientOrder& order) {
  const OrderList* list = find_list(order.list);
  if (list == nullptr) return nullptr;
  const bool is_first = list->orders[0].id == order.id;
  const auto found = orders_.find(list->orders[is_first ? 1 : 0].id);
  return found == orders_.end() || !is_open(found->second.status) ? nullptr : &found->second;
}

void TradeDesk::expire_other(const ClientOrder& order) {
  if (const ClientOrder* other = open_other(order)) expire(other->id, Expiry::kOtherOfList);
}

/// Once both its orders are over, so is the list: the event that was told last ended it.
void TradeDesk::note_list(const ClientOrder& order, core::Timestamp at) {
  const auto list = lists_.find(order.list);
  if (list == lists_.end() || list->second.status == OrderList::Status::kAllDone) return;
  const bool is_over = std::ranges::all_of(list->second.orders, [this](const OrderList::Listed& listed) {
    const auto found = orders_.find(listed.id);
    return found == orders_.end() || !is_open(found->second.status);
  });
  if (!is_over) return;
  list->second.status = OrderList::Status::kAllDone;
  list->second.updated = at;
  events_.back().list = list->second;
}

}  // namespace tidemark::sim
