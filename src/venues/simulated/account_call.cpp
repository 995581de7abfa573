#include "venues/simulated/account_call.hpp"

#include <algorithm>

namespace tidemark::venues::simulated {

ApiResult<const MarketSymbol*> symbol_of(const AccountCall& call) {
  const auto text = call.parameters.required("symbol");
  if (!text) return std::unexpected(text.error());
  const MarketSymbol* symbol = call.clients.market().find(*text);
  if (symbol == nullptr) return invalid_symbol();
  return symbol;
}

ApiResult<const sim::ClientOrder*> order_of(const AccountCall& call, const MarketSymbol& symbol,
                                            const ApiError& unknown) {
  const auto id = call.parameters.number("orderId");
  if (!id) return std::unexpected(id.error());
  const std::string_view client_id = call.parameters.text("origClientOrderId");
  if (!*id && client_id.empty()) {
    return refuse(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  }
  const sim::TradeDesk& desk = call.clients.desk();
  const sim::ClientOrder* order =
      *id ? desk.find(**id) : desk.find(call.account.owner, symbol.instrument().id, client_id);
  const bool mine = order != nullptr && order->request.owner == call.account.owner &&
                    order->request.instrument == symbol.instrument().id;
  const bool both_fit = client_id.empty() || (order != nullptr && order->original_client_id == client_id);
  if (!mine || !both_fit) return std::unexpected(unknown);
  return order;
}

ApiResult<ListQuery> list_query(const AccountCall& call, std::string_view id_name, core::Duration longest) {
  const auto id = call.parameters.number(id_name);
  const auto from = call.parameters.time("startTime");
  const auto to = call.parameters.time("endTime");
  const auto limit = call.parameters.limit(500, 1000);
  if (!id) return std::unexpected(id.error());
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  if (!limit) return std::unexpected(limit.error());
  if (*from && *to && **to - **from > longest) {
    const std::int64_t hours = longest.ns / core::hours(1).ns;
    return refuse(-1127, "More than " + std::to_string(hours) + " hours between startTime and endTime.");
  }
  constexpr core::Timestamp kEnd = core::Timestamp::from_ms(4'102'444'800'000);
  return ListQuery{*id, {from->value_or(core::Timestamp{}), to->value_or(kEnd)}, *limit};
}

std::vector<const sim::ClientOrder*> orders_in(const AccountCall& call, core::InstrumentId id, const ListQuery& query) {
  std::vector<const sim::ClientOrder*> found;
  for (const auto& [order_id, order] : call.clients.desk().orders()) {
    if (order.request.owner != call.account.owner || order.request.instrument != id) continue;
    if (order_id < query.id.value_or(0)) continue;
    if (order.created >= query.between.from && order.created <= query.between.to) found.push_back(&order);
  }
  if (found.size() > query.limit) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(query.limit));
  return found;
}

std::vector<const sim::ClientOrder*> open_orders_of(const AccountCall& call, const MarketSymbol* only) {
  std::vector<const sim::ClientOrder*> found;
  for (const auto& [id, order] : call.clients.desk().orders()) {
    if (order.request.owner != call.account.owner || !sim::is_open(order.status)) continue;
    if (only == nullptr || order.request.instrument == only->instrument().id) found.push_back(&order);
  }
  return found;
}

ApiResult<std::vector<const sim::ClientFill*>> fills_in(const AccountCall& call, const MarketSymbol& symbol,
                                                        const ListQuery& query) {
  const auto order_id = call.parameters.number("orderId");
  if (!order_id) return std::unexpected(order_id.error());
  std::vector<const sim::ClientFill*> found;
  for (const auto& [owner, fill] : call.clients.desk().fills()) {
    if (owner != call.account.owner || fill.instrument != symbol.instrument().id) continue;
    if (*order_id && fill.order_id != **order_id) continue;
    if (query.id && fill.trade_id + symbol.ids_before < *query.id) continue;
    if (fill.at >= query.between.from && fill.at <= query.between.to) found.push_back(&fill);
  }
  // From an id on the oldest of them, else the newest.
  const auto excess = static_cast<std::ptrdiff_t>(found.size() - std::min(found.size(), query.limit));
  if (query.id) found.erase(found.end() - excess, found.end());
  if (!query.id) found.erase(found.begin(), found.begin() + excess);
  return found;
}

}  // namespace tidemark::venues::simulated
