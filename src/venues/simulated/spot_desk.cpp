#include "venues/simulated/spot_desk.hpp"

#include "venues/simulated/order_text.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::uint64_t kIdStream = 0x1d5;
constexpr OrderLimits kLimits{{{core::seconds(10), 100, "SECOND", 10, "X-MBX-ORDER-COUNT-10S"},
                               {core::days(1), 200'000, "DAY", 1, "X-MBX-ORDER-COUNT-1D"}}};

std::vector<sim::InstrumentAssets> assets_of(const Market& market) {
  std::vector<sim::InstrumentAssets> assets;
  for (const MarketSymbol& symbol : market.symbols()) {
    assets.push_back({symbol.rules.assets.base, symbol.rules.assets.quote});
  }
  return assets;
}

AccountConfig account_config(const std::string& name) {
  constexpr std::int64_t kUnit = 100'000'000;
  AccountConfig account{.name = name, .api_key = "simulated-key-of-" + name, .secret = "simulated-secret-of-" + name};
  account.holdings = {{"USDT", {100'000 * kUnit}}, {"BTC", {1 * kUnit}},   {"ETH", {20 * kUnit}},
                      {"BNB", {50 * kUnit}},       {"SOL", {200 * kUnit}}, {"XRP", {20'000 * kUnit}}};
  account.futures_wallet = {100'000 * kUnit};
  return account;
}

}  // namespace

std::vector<AccountConfig> default_accounts() {
  return {account_config("alice"), account_config("bob")};
}

SpotDesk::SpotDesk(Market& market, sim::Exchange& exchange, const SimVenueConfig& config)
    : ClientDesk{market, config, kLimits, kIdStream},
      money_{exchange, assets_of(market), sim::FeeRates{}},
      desk_{exchange, money_} {
  for (const ClientAccount& account : accounts()) {
    money_.set_fee_asset(account.owner, account.config.fee_asset);
    for (const auto& holding : account.config.holdings) {
      money_.ledger().pay(account.owner, holding.asset, holding.amount);
    }
  }
}

void SpotDesk::go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) {
  desk_.settle();
  for (const MarketSymbol& symbol : market().symbols()) {
    symbol.tape.for_each_since(from, [&](const sim::Print& print) {
      if (print.at <= now) desk_.on_price(symbol.instrument().id, print.price);
    });
  }
  tell(shown_now, sink);
}

void SpotDesk::tell_event(const sim::OrderEvent& event, core::Timestamp shown_now, MessageSink& sink) {
  const sim::OwnerId owner = event.order.request.owner;
  const MarketSymbol& symbol = market().symbols()[event.order.request.instrument.value];
  send(owner, execution_report_text(event, symbol, shown_now), sink);
  send(owner, account_position_text(money_, event, shown_now), sink);
  if (event.list) send(owner, list_status_text(*event.list, symbol, shown_now), sink);
}

}  // namespace tidemark::venues::simulated
