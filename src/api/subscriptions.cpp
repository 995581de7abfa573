#include "api/subscriptions.hpp"

#include <array>

namespace tidemark::api {

std::string_view name_of(SubscriptionState state) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"unsubscribed", "subscribing", "subscribed", "unsubscribing"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace tidemark::api
