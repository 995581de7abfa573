#include "venues/simulated/spot_desk.hpp"

#include <algorithm>

#include "core/timeframe.hpp"
#include "net/json_writer.hpp"
#include "venues/simulated/order_text.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kListenKeyLife = core::hours(1);
constexpr int kOrdersPerTenSeconds = 100;
constexpr int kOrdersPerDay = 200'000;
constexpr std::size_t kListenKeysMax = 10'000;
constexpr std::uint64_t kIdStream = 0x1d5;

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
  return account;
}

}  // namespace

std::vector<AccountConfig> default_accounts() {
  return {account_config("alice"), account_config("bob")};
}

SpotDesk::SpotDesk(Market& market, sim::Exchange& exchange, const SimVenueConfig& config)
    : market_{market},
      desk_{exchange, assets_of(market), sim::FeeRates{}},
      timestamps_{config.timestamps},
      rng_{core::Rng{config.seed}.fork(kIdStream)} {
  for (const AccountConfig& account : config.accounts) {
    const sim::OwnerId owner{static_cast<std::uint32_t>(accounts_.size() + 1)};
    accounts_.push_back({.config = account, .owner = owner, .updated = config.start});
    for (const auto& holding : account.holdings) desk_.ledger().pay(owner, holding.asset, holding.amount);
  }
}

SpotDesk::Account* SpotDesk::find_key(std::string_view api_key) {
  const auto found =
      std::ranges::find_if(accounts_, [&](const Account& account) { return account.config.api_key == api_key; });
  return found == accounts_.end() ? nullptr : &*found;
}

bool SpotDesk::count_order(Account& account, core::Timestamp now) {
  const core::Timestamp window{now.ns - now.ns % core::seconds(10).ns};
  const core::Timestamp day = core::open_time_of(now, core::Timeframe::k1d);
  if (account.window != window) account.orders.ten_seconds = 0;
  if (account.day != day) account.orders.day = 0;
  account.window = window;
  account.day = day;
  if (account.orders.ten_seconds >= kOrdersPerTenSeconds || account.orders.day >= kOrdersPerDay) return false;
  ++account.orders.ten_seconds;
  ++account.orders.day;
  return true;
}

std::string SpotDesk::random_id(std::size_t length) {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id;
  while (id.size() < length) id += kLetters[rng_.below(kLetters.size())];
  return id;
}

std::string SpotDesk::open_listen_key(sim::OwnerId owner, core::Timestamp now) {
  std::erase_if(listen_keys_, [&](const auto& entry) { return entry.second.last_used + kListenKeyLife <= now; });
  for (auto& [key, entry] : listen_keys_) {
    if (entry.owner != owner) continue;
    entry.last_used = now;
    return key;
  }
  constexpr std::size_t kLength = 64;
  if (listen_keys_.size() >= kListenKeysMax) listen_keys_.erase(listen_keys_.begin());
  std::string key = random_id(kLength);
  listen_keys_[key] = {owner, now};
  return key;
}

bool SpotDesk::keep_listen_key(std::string_view key, core::Timestamp now) {
  const auto found = listen_keys_.find(key);
  if (found == listen_keys_.end()) return false;
  found->second.last_used = now;
  return true;
}

void SpotDesk::close_listen_key(std::string_view key) {
  const auto found = listen_keys_.find(key);
  if (found != listen_keys_.end()) listen_keys_.erase(found);
}

std::optional<sim::OwnerId> SpotDesk::owner_of_listen_key(std::string_view key, core::Timestamp now) const {
  const auto found = listen_keys_.find(key);
  if (found == listen_keys_.end() || found->second.last_used + kListenKeyLife <= now) return std::nullopt;
  return found->second.owner;
}

void SpotDesk::listen(Connection& connection, sim::OwnerId owner, std::optional<int> subscription) {
  listeners_.push_back({&connection, owner, subscription});
}

void SpotDesk::stop_listening(Connection& connection, std::optional<int> subscription) {
  std::erase_if(listeners_, [&](const Listener& listener) {
    return listener.connection == &connection && (!subscription || listener.subscription == subscription);
  });
}

void SpotDesk::leave(Connection& connection) {
  stop_listening(connection, std::nullopt);
}

void SpotDesk::go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) {
  desk_.settle();
  for (const MarketSymbol& symbol : market_.symbols()) {
    symbol.tape.for_each_since(from, [&](const sim::Print& print) {
      if (print.at <= now) desk_.on_price(symbol.instrument().id, print.price);
    });
  }
  tell(shown_now, sink);
}

void SpotDesk::tell(core::Timestamp shown_now, MessageSink& sink) {
  events_.clear();
  desk_.take_events(events_);
  for (const sim::OrderEvent& event : events_) {
    const sim::OwnerId owner = event.order.request.owner;
    account(owner).updated = event.at;
    const MarketSymbol& symbol = market_.symbols()[event.order.request.instrument.value];
    send(owner, execution_report_text(event, symbol, shown_now), sink);
    send(owner, account_position_text(desk_, event, shown_now), sink);
  }
}

void SpotDesk::send(sim::OwnerId owner, const std::string& event, MessageSink& sink) {
  for (const Listener& listener : listeners_) {
    if (listener.owner != owner) continue;
    if (!listener.subscription && listener.connection->form == StreamForm::kRaw) {
      sink.send(*listener.connection, event);
      continue;
    }
    std::string wrapped;
    net::JsonWriter json{wrapped};
    json.begin_object();
    if (listener.subscription) {
      json.key("subscriptionId").integer(*listener.subscription).key("event").raw(event);
    } else {
      json.key("stream").text(listener.connection->streams.empty() ? "" : listener.connection->streams.front());
      json.key("data").raw(event);
    }
    json.end_object();
    sink.send(*listener.connection, wrapped);
  }
}

}  // namespace tidemark::venues::simulated
