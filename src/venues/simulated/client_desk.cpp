#include "venues/simulated/client_desk.hpp"

#include <algorithm>
#include <utility>

#include "net/json_writer.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kListenKeyLife = core::hours(1);
constexpr std::size_t kListenKeysMax = 10'000;

}  // namespace

std::unexpected<ApiError> too_many_orders(const OrderLimit& limit) {
  return refuse(-1015,
                "Too many new orders; current limit is " + std::to_string(limit.most) + " orders per " +
                    std::to_string(limit.interval_count) + " " + std::string{limit.interval} + ".",
                429);
}

ClientDesk::ClientDesk(Market& market, const SimVenueConfig& config, const OrderLimits& limits, std::uint64_t id_stream)
    : market_{market}, timestamps_{config.timestamps}, limits_{limits}, rng_{core::Rng{config.seed}.fork(id_stream)} {
  for (const AccountConfig& account : config.accounts) {
    const sim::OwnerId owner{static_cast<std::uint32_t>(accounts_.size() + 1)};
    accounts_.push_back({.config = account, .owner = owner, .updated = config.start});
  }
}

ClientAccount* ClientDesk::find_key(std::string_view api_key) {
  const auto found =
      std::ranges::find_if(accounts_, [&](const ClientAccount& account) { return account.config.api_key == api_key; });
  return found == accounts_.end() ? nullptr : &*found;
}

const OrderLimit* ClientDesk::count_orders(ClientAccount& account, core::Timestamp now, int orders) const {
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    const core::Timestamp window{now.ns - now.ns % limits_[i].length.ns};
    if (std::exchange(account.windows[i], window) != window) account.orders[i] = 0;
    if (account.orders[i] + orders > limits_[i].most) return &limits_[i];
  }
  for (int& count : account.orders) count += orders;
  return nullptr;
}

std::string ClientDesk::random_id(std::size_t length) {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id;
  while (id.size() < length) id += kLetters[rng_.below(kLetters.size())];
  return id;
}

std::string ClientDesk::open_listen_key(sim::OwnerId owner, core::Timestamp now) {
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

bool ClientDesk::keep_listen_key(std::string_view key, core::Timestamp now) {
  const auto found = listen_keys_.find(key);
  if (found == listen_keys_.end()) return false;
  found->second.last_used = now;
  return true;
}

void ClientDesk::close_listen_key(std::string_view key) {
  const auto found = listen_keys_.find(key);
  if (found != listen_keys_.end()) listen_keys_.erase(found);
}

std::optional<sim::OwnerId> ClientDesk::owner_of_listen_key(std::string_view key, core::Timestamp now) const {
  const auto found = listen_keys_.find(key);
  if (found == listen_keys_.end() || found->second.last_used + kListenKeyLife <= now) return std::nullopt;
  return found->second.owner;
}

void ClientDesk::listen(Connection& connection, sim::OwnerId owner, std::optional<int> subscription) {
  listeners_.push_back({&connection, owner, subscription});
}

void ClientDesk::stop_listening(Connection& connection, std::optional<int> subscription) {
  std::erase_if(listeners_, [&](const Listener& listener) {
    return listener.connection == &connection && (!subscription || listener.subscription == subscription);
  });
}

void ClientDesk::leave(Connection& connection) {
  stop_listening(connection, std::nullopt);
}

std::optional<std::string> ClientDesk::listen_key_of(sim::OwnerId owner, core::Timestamp now) const {
  const auto found = std::ranges::find_if(listen_keys_, [&](const auto& entry) {
    return entry.second.owner == owner && entry.second.last_used + kListenKeyLife > now;
  });
  if (found == listen_keys_.end()) return std::nullopt;
  return found->first;
}

void ClientDesk::tell(core::Timestamp shown_now, MessageSink& sink) {
  for (;;) {
    events_.clear();
    desk().take_events(events_);
    if (events_.empty()) return;
    for (const sim::OrderEvent& event : events_) {
      account(event.order.request.owner).updated = event.at;
      tell_event(event, shown_now, sink);
    }
    follow_up(events_);
  }
}

void ClientDesk::follow_up(const std::vector<sim::OrderEvent>& /*events*/) {}

void ClientDesk::send(sim::OwnerId owner, const std::string& event, MessageSink& sink) {
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
