#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/rng.hpp"
#include "net/backoff.hpp"
#include "venues/binance/trade/signed_gate.hpp"
#include "venues/binance/trade/user_event.hpp"

namespace tidemark::venues::binance {

/// The connection over which user data comes: opens it (spot: a signed subscription on the WebSocket API; USD-M: a
/// listen key, kept alive), asks for signs of life, replaces it before the venue cuts it, and opens it again when it
/// breaks. Not thread-safe.
class UserLink {
 public:
  /// All must outlive the link.
  UserLink(const TradeConfig& config, Transport& transport, SignedGate& gate);

  /// What a call has come to.
  enum class Change : std::uint8_t { kNone, kUp, kDown };

  /// Opens what should be open, probes what is; gives the moment to be called again.
  core::Timestamp on_time(core::Timestamp now);
  void stop();

  // What the transport says; kNone for what is not this link's.
  [[nodiscard]] bool is_link(LinkId link) const { return link_ == link; }
  Change on_open(core::Timestamp at);
  Change on_closed(const core::Error& why, core::Timestamp at);
  /// An answer or the end of the stream, as parse_user_event() reads them.
  Change on_event(const UserEvent& event, core::Timestamp at);
  void on_life(core::Timestamp at) { heard_ = at; }
  /// True when the reply was to a request for a listen key.
  bool on_reply(RequestId request, const core::Result<HttpReply>& reply, core::Timestamp at);
  /// The link went down in on_time() or on_reply(): tells it once.
  [[nodiscard]] Change take_change();

  [[nodiscard]] bool is_up() const { return up_; }
  /// Why the last attempt failed, or the link broke.
  [[nodiscard]] const core::Error& problem() const { return problem_; }

 private:
  void open(core::Timestamp now);
  void ask_key(ListenKey action, core::Timestamp now);
  Change fail(core::Error why, core::Timestamp now);
  void probe(core::Timestamp now);
  [[nodiscard]] std::optional<core::Error> fault(core::Timestamp now) const;
  [[nodiscard]] bool is_spot() const { return config_.market == Market::kSpot; }

  const TradeConfig& config_;
  Transport& transport_;
  SignedGate& gate_;
  net::Backoff backoff_;
  core::Timestamp next_attempt_;
  std::optional<LinkId> link_;
  bool up_{false};
  core::Timestamp begun_;   ///< of the connection
  core::Timestamp heard_;   ///< anything came
  core::Timestamp probed_;  ///< a sign of life was asked for
  std::uint64_t asks_{0};
  std::optional<std::string> key_;
  core::Timestamp key_asked_;
  std::optional<RequestId> key_request_;
  Change change_{Change::kNone};
  core::Error problem_;
};

}  // namespace tidemark::venues::binance
