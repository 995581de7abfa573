#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "venues/binance/live/live_config.hpp"
#include "venues/binance/live/wire_names.hpp"
#include "venues/live/transport.hpp"

namespace tidemark::venues::binance {

/// One WebSocket connection and what is subscribed on it: brings its subscriptions in step with what is wanted, in
/// batches and no faster than the venue takes them, and knows when it is of no use any more. Not thread-safe.
class StreamLink {
 public:
  /// `config` and `transport` must outlive the link, which does not close itself.
  StreamLink(const LiveConfig& config, Transport& transport, LinkId id, core::Timestamp now);

  [[nodiscard]] LinkId id() const { return id_; }
  [[nodiscard]] bool open() const { return opened_.has_value(); }
  [[nodiscard]] std::optional<core::Timestamp> opened() const { return opened_; }
  void on_open(core::Timestamp at);
  void on_text(core::Timestamp at) { heard_ = at; }
  enum class Answer : std::uint8_t { kDone, kRefused };
  /// The venue's answer to one of our control messages. False: not to one of ours.
  bool on_answer(std::uint64_t id, Answer answer, core::Timestamp at);

  /// Sends what is due so that `wanted` becomes what is subscribed; gives the moment to be called again.
  core::Timestamp on_time(const std::set<std::string, std::less<>>& wanted, core::Timestamp now);
  /// Unsubscribes a stream that is on; on_time subscribes it anew.
  void renew(std::string_view stream);

  [[nodiscard]] bool carries(std::string_view stream) const { return on_.contains(stream); }
  [[nodiscard]] bool carries_all(const std::set<std::string, std::less<>>& wanted) const;
  /// Why the link should be given up, if it should: no handshake, no answer, silence.
  [[nodiscard]] std::optional<std::string_view> failure(core::Timestamp now) const;

 private:
  struct Ask {
    Control control{Control::kSubscribe};
    std::vector<std::string> streams;
    core::Timestamp sent;
  };
  void send(Control control, std::vector<std::string> streams, core::Timestamp now);
  [[nodiscard]] std::vector<std::string> to_drop(const std::set<std::string, std::less<>>& wanted) const;
  [[nodiscard]] std::vector<std::string> to_add(const std::set<std::string, std::less<>>& wanted,
                                                core::Timestamp now) const;

  const LiveConfig* config_;
  Transport* transport_;
  LinkId id_;
  core::Timestamp begun_;
  std::optional<core::Timestamp> opened_;
  core::Timestamp heard_;
  std::set<std::string, std::less<>> on_;
  std::set<std::string, std::less<>> asked_;
  std::set<std::string, std::less<>> renewing_;
  std::map<std::string, core::Timestamp, std::less<>> refused_;  ///< and when to ask again
  std::map<std::uint64_t, Ask> asks_;
  std::uint64_t next_ask_{1};
  core::Timestamp send_at_;
  std::optional<core::Timestamp> probed_;  ///< a sign of life was asked for
};

}  // namespace tidemark::venues::binance
