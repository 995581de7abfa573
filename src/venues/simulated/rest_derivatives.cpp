#include <algorithm>

#include "venues/simulated/for_symbols.hpp"

namespace tidemark::venues::simulated {
namespace {

std::string rate_text(std::int64_t rate) {
  return fixed_text(rate, sim::kMoneyDecimals, sim::kMoneyDecimals);
}

}  // namespace

ApiResult<std::string> get_premium_index(const RestCall& call) {
  return for_symbols(call, [&](const MarketSymbol& symbol, net::JsonWriter& json, WireWriter& wire) {
    const Derivatives& derivatives = symbol.derivatives;
    wire.price("markPrice", derivatives.mark());
    wire.price("indexPrice", derivatives.index());
    wire.price("estimatedSettlePrice", derivatives.mark());
    json.key("lastFundingRate").text(rate_text(derivatives.funding_rate())).key("interestRate").text("0.00010000");
    wire.time("nextFundingTime", derivatives.next_funding());
    wire.time("time", call.shown_now);
  });
}

ApiResult<std::string> get_funding_rate(const RestCall& call) {
  const auto choice = symbols_of(call);
  if (!choice) return std::unexpected(choice.error());
  const auto from = call.parameters.time("startTime");
  const auto to = call.parameters.time("endTime");
  const auto limit = call.parameters.limit(100, 1000);
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  if (!limit) return std::unexpected(limit.error());
  struct Row {
    const MarketSymbol* symbol;
    Funding funding;
  };
  std::vector<Row> rows;
  for (const MarketSymbol* symbol : choice->symbols) {
    for (const Funding& funding : symbol->derivatives.fundings()) {
      if ((*from && funding.at < **from) || (*to && funding.at > **to)) continue;
      rows.push_back({symbol, funding});
    }
  }
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.funding.at; });
  // With a start the first of them, else the newest.
  if (rows.size() > *limit && !*from) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(*limit));
  if (rows.size() > *limit) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(*limit), rows.end());
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const Row& row : rows) {
    WireWriter wire{json, row.symbol->rules};
    json.begin_object().key("symbol").text(row.symbol->instrument().symbol);
    wire.time("fundingTime", row.funding.at);
    json.key("fundingRate").text(rate_text(row.funding.rate));
    wire.price("markPrice", row.funding.mark);
    json.end_object();
  }
  json.end_array();
  return text;
}

ApiResult<std::string> get_open_interest(const RestCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, (*symbol)->rules};
  json.begin_object().key("symbol").text((*symbol)->instrument().symbol);
  wire.qty("openInterest", (*symbol)->derivatives.open_interest());
  wire.time("time", call.shown_now);
  json.end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
