#include "venues/simulated/rate_limiter.hpp"

#include <algorithm>

#include "core/timeframe.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr int kRefusalsBeforeBan = 20;
constexpr core::Duration kLongestBan = core::days(3);
constexpr std::size_t kClientsMax = 10'000;

}  // namespace

void RateLimiter::forget_idle(core::Timestamp now) {
  if (clients_.size() < kClientsMax) return;
  std::erase_if(clients_, [&](const auto& entry) {
    const Client& client = entry.second;
    return client.minute + core::minutes(1) <= now && client.banned_until <= now;
  });
}

RateLimiter::Outcome RateLimiter::take(std::string_view name, int weight, core::Timestamp now) {
  auto found = clients_.find(name);
  if (found == clients_.end()) {
    forget_idle(now);
    found = clients_.emplace(std::string{name}, Client{}).first;
  }
  Client& client = found->second;
  const core::Timestamp minute = core::open_time_of(now, core::Timeframe::k1m);
  if (client.minute != minute) {
    client.minute = minute;
    client.used = client.refused = 0;
  }
  if (now < client.banned_until) {
    return {client.used, Refusal{418, client.banned_until - now, client.banned_until}};
  }
  client.used += weight;
  if (client.used <= budget_) return {client.used, std::nullopt};
  if (++client.refused > kRefusalsBeforeBan) {
    client.banned_until = now + client.next_ban;
    client.next_ban = std::min(client.next_ban * 2, kLongestBan);
    return {client.used, Refusal{418, client.banned_until - now, client.banned_until}};
  }
  const core::Timestamp next = minute + core::minutes(1);
  return {client.used, Refusal{429, next - now, next}};
}

}  // namespace tidemark::venues::simulated
