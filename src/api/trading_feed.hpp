#pragma once

#include <cstdint>
#include <string>

#include "api/recent_feed.hpp"
#include "core/time.hpp"

namespace tidemark::api {

/// What the account has to tell: what changed in it (encode_change), an order its strategy asked for, or a step of the
/// strategy's stage (write_activation_event).
struct SaidTrading {
  enum class Kind : std::uint8_t { kChange, kSignal, kStep } kind{Kind::kChange};
  std::string document;
  core::Timestamp at;
};
using TradingView = RecentView<SaidTrading>;
using TradingFeed = RecentFeed<SaidTrading>;

}  // namespace tidemark::api
