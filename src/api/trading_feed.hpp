#pragma once

#include <cstdint>
#include <string>

#include "api/recent_feed.hpp"
#include "core/time.hpp"

namespace tidemark::api {

/// What the account has to tell: what changed in it (encode_change), or an order its strategy asked for.
struct SaidTrading {
  enum class Kind : std::uint8_t { kChange, kSignal } kind{Kind::kChange};
  std::string document;
  core::Timestamp at;
};
using TradingView = RecentView<SaidTrading>;
using TradingFeed = RecentFeed<SaidTrading>;

}  // namespace tidemark::api
