#include <vector>

#include "venues/simulated/futures_routes.hpp"
#include "venues/simulated/order_text.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kLongestList = core::days(7);

}  // namespace

/// Funding is the only income that is listed.
ApiResult<std::string> get_income(FuturesCall& call) {
  const MarketSymbol* only = nullptr;
  if (call.parameters.has("symbol")) {
    const auto symbol = symbol_of(call);
    if (!symbol) return std::unexpected(symbol.error());
    only = *symbol;
  }
  const auto query = list_query(call, "tranId", kLongestList);
  if (!query) return std::unexpected(query.error());
  const std::string_view type = call.parameters.text("incomeType");
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  std::size_t count = 0;
  for (const FuturesDesk::Income& income : call.futures.incomes()) {
    const MarketSymbol& symbol = call.futures.market().symbols()[income.instrument.value];
    if (income.owner != call.account.owner || (only != nullptr && only != &symbol)) continue;
    if (income.at < query->between.from || income.at > query->between.to) continue;
    if ((!type.empty() && type != "FUNDING_FEE") || count++ >= query->limit) continue;
    json.begin_object().key("symbol").text(symbol.instrument().symbol).key("incomeType").text("FUNDING_FEE");
    json.key("income").text(money_text(income.amount)).key("asset").text(call.futures.money().asset());
    json.key("info").text("FUNDING_FEE").key("time").integer(income.at.ms());
    json.key("tranId").unsigned_integer(income.number).key("tradeId").text("").end_object();
  }
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
