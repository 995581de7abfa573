#pragma once

#include <cstdint>
#include <optional>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/rate_limiter.hpp"
#include "venues/binance/trade/trade_call.hpp"
#include "venues/live/transport.hpp"

namespace tidemark::venues::binance {

/// The one door for an account's requests: signs them with the venue's time, keeps them within its limits and holds
/// them back while it says so. A cancel is held back by nothing else: its weight is in the tenth of the budget that is
/// left free. Not thread-safe.
class SignedGate {
 public:
  /// Both must outlive the gate.
  SignedGate(const TradeConfig& config, Transport& transport);

  /// The request, sent; or nothing, and next() says when to ask again.
  [[nodiscard]] std::optional<RequestId> send(const TradeCall& call, core::Timestamp now);
  [[nodiscard]] core::Timestamp next() const { return next_; }

  /// Any reply: heeds what it says of limits.
  void heed(const HttpReply& reply, core::Timestamp at);

  /// Asks for the venue's time, unless that is under way.
  void ask_time(core::Timestamp now);
  /// True when the reply was to that question.
  bool on_reply(RequestId request, const core::Result<HttpReply>& reply, core::Timestamp at);
  /// Whether the venue's time is known.
  [[nodiscard]] bool is_in_time() const { return offset_.has_value(); }
  [[nodiscard]] core::Timestamp venue_time(core::Timestamp now) const {
    return now + offset_.value_or(core::Duration{});
  }

 private:
  const TradeConfig& config_;
  Transport& transport_;
  net::RateLimiter weights_;
  net::RateLimiter orders_;
  core::Timestamp next_;
  std::optional<core::Duration> offset_;  ///< venue's clock less ours
  std::optional<RequestId> asking_;
  core::Timestamp asked_;
};

}  // namespace tidemark::venues::binance
