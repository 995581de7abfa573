#pragma once

#include <cstdint>
#include <string_view>

namespace tidemark::bus {

/// What a full queue does. Which class provides which:
///   kBlock, kDropNewest  Subscription over an SpscRing (ring_subscription.hpp): lock-free, for the river itself. A
///   ring
///                        cannot drop the oldest: that slot belongs to the consumer.
///   kDropOldest          DroppingSubscription (dropping_subscription.hpp): a short lock, for consumers that prefer
///   fresh
///                        to complete (logs of recent events).
///   kCoalesceLatest      CoalescingSubscription (coalescing_subscription.hpp): a short lock; keeps the newest value of
///                        each key (forming candles, quotes, book tops), for consumers slower than the market.
enum class OverflowPolicy : std::uint8_t { kBlock, kDropNewest, kDropOldest, kCoalesceLatest };

[[nodiscard]] constexpr std::string_view name_of(OverflowPolicy policy) noexcept {
  switch (policy) {
    case OverflowPolicy::kBlock:
      return "block";
    case OverflowPolicy::kDropNewest:
      return "drop_newest";
    case OverflowPolicy::kDropOldest:
      return "drop_oldest";
    case OverflowPolicy::kCoalesceLatest:
      return "coalesce_latest";
  }
  return "unknown";
}

enum class PushResult : std::uint8_t {
  kPushed,
  kDropped,    ///< this or an older element was lost to the policy; counted
  kCoalesced,  ///< took the place of a pending element of the same key; counted
  kClosed,     ///< nobody will read it any more
};

}  // namespace tidemark::bus
