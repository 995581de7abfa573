#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/rng.hpp"
#include "core/time.hpp"
#include "net/backoff.hpp"
#include "venues/binance/live/attempts.hpp"
#include "venues/binance/live/live_config.hpp"
#include "venues/binance/live/stream_link.hpp"

namespace tidemark::venues::binance {

/// A line that carries streams without end over links that do end: it connects, connects again after a failure (backoff
/// with jitter, within the venue's number of attempts), and replaces a link that is about to be cut by a second one
/// that is complete before the first is dropped, so that nothing is missed. Not thread-safe.
class StreamLine {
 public:
  struct Parts {
    const LiveConfig& config;
    Transport& transport;
    Attempts& attempts;  ///< of all lines together
    std::string url;
    core::Rng rng;
  };
  explicit StreamLine(Parts parts);
  ~StreamLine() = default;
  StreamLine(const StreamLine&) = delete;
  StreamLine& operator=(const StreamLine&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  void add(std::string stream) { wanted_.insert(std::move(stream)); }
  void remove(std::string_view stream);
  void renew(std::string_view stream);
  [[nodiscard]] std::size_t streams() const { return wanted_.size(); }
  [[nodiscard]] bool wants(std::string_view stream) const { return wanted_.contains(stream); }
  /// Subscribed on an open link.
  [[nodiscard]] bool carries(std::string_view stream) const;
  [[nodiscard]] bool open() const { return current_ && current_->open(); }
  /// Why it is not open; empty when it is.
  [[nodiscard]] const std::string& reason() const { return reason_; }
  /// Links lost so far.
  [[nodiscard]] std::uint32_t losses() const { return losses_; }

  /// Changes when what is carried may have changed.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

  [[nodiscard]] bool owns(LinkId link) const;
  void on_open(LinkId link, core::Timestamp at);
  void on_text(LinkId link, core::Timestamp at);
  void on_answer(LinkId link, std::uint64_t id, StreamLink::Answer answer, core::Timestamp at);
  void on_closed(LinkId link, const core::Error& why, core::Timestamp at);
  /// The venue is about to end this link: replace it.
  void on_farewell(LinkId link);

  core::Timestamp on_time(core::Timestamp now);
  /// Closes without a word.
  void close();

 private:
  [[nodiscard]] StreamLink* find(LinkId link);
  void connect(std::optional<StreamLink>& place, core::Timestamp now);
  void lose_current(std::string_view why, core::Timestamp now);
  void drop_next(core::Timestamp now);
  void check_current(core::Timestamp now);
  void check_next(core::Timestamp now);

  const LiveConfig* config_;
  Transport* transport_;
  Attempts* attempts_;
  std::string url_;
  net::Backoff backoff_;
  net::Backoff next_backoff_;
  std::set<std::string, std::less<>> wanted_;
  std::optional<StreamLink> current_;
  std::optional<StreamLink> next_;  ///< replaces current_ once it carries all
  bool replace_{false};
  std::optional<core::Timestamp> both_since_;  ///< both links carry all
  core::Timestamp connect_at_;
  core::Timestamp next_connect_at_;
  std::string reason_{"not connected yet"};
  std::uint32_t losses_{0};
  std::uint64_t generation_{0};
};

}  // namespace tidemark::venues::binance
