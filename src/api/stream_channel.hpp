#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/alert_feed.hpp"
#include "api/encode.hpp"
#include "api/live_state.hpp"
#include "api/stream_protocol.hpp"
#include "api/trading_feed.hpp"
#include "core/clock.hpp"
#include "net/websocket.hpp"
#include "ops/histogram.hpp"

namespace tidemark::api {

struct StreamOptions {
  std::size_t snapshot_candles{300};
  std::size_t snapshot_trades{50};
  std::size_t snapshot_patterns{64};  ///< and findings of volume
  std::size_t book_levels{20};
  std::size_t channels_per_client{128};
  core::Duration forming_interval{core::milliseconds(100)};  ///< least time between two forming candles of a channel
  core::Duration book_interval{core::milliseconds(50)};      ///< pictures are taken every 100 ms: none waits here
  core::Duration trades_interval{};  ///< none: those that came while the loop was busy share a message
  core::Duration markets_interval{core::milliseconds(250)};
  /// How long a channel without subscribers still keeps what it would tell, for those who come back.
  core::Duration linger{core::seconds(30)};
  std::size_t replay_messages{128};              ///< kept per channel
  std::size_t replay_bytes{32UL * 1024 * 1024};  ///< kept by all channels
  core::Duration lag_max{core::seconds(10)};     ///< a client that does not catch up within is closed
  /// Sequence numbers begin after this one. The time of the start in milliseconds keeps a client of the last run, which
  /// counted from an earlier time, from taking our numbers for its own.
  std::uint64_t first_seq{0};
  Beginning beginning{Beginning::kPresent};
};

/// What all channels of a hub share. `describe_system` gives the data of the system channel's snapshot; `facts` is
/// asked for the rows of the markets channel; `pushed`, when there, takes the time from receipt to here.
struct StreamWorld {
  const LiveState& live;
  const AlertFeed& alerts;
  const TradingFeed& trading;
  const core::Clock& clock;
  StreamOptions options;
  std::function<std::string()> describe_system;
  std::function<MarketFacts(const core::Instrument&)> facts;
  ops::Histogram* pushed{nullptr};
  ops::Histogram* signal_pushed{nullptr};  ///< the same of signals
  core::Timestamp started{clock.now()};
  std::size_t replay_bytes{0};  ///< held by all channels now
};

/// One channel of /ws/stream: who listens, where they are, and what can be told again. What it tells is read from
/// LiveState when it is told, so nothing queues here; derived classes say how. Belongs to the I/O thread.
class Channel {
 public:
  Channel(StreamWorld& world, std::string name, std::uint64_t topic)
      : world_{world}, name_{std::move(name)}, topic_{topic}, seq_{world.options.first_seq} {}
  virtual ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool has_subscribers() const { return !subscribers_.empty(); }
  /// Somebody listens, or did a moment ago.
  [[nodiscard]] bool warm() const { return warm_; }

  /// Tells subscribers what is new. kLater: some of it is not due yet; call again.
  enum class Told : std::uint8_t { kAll, kLater };
  virtual Told tell() = 0;

  /// Whether all that came after this number can be told again.
  [[nodiscard]] bool can_resume(std::uint64_t seq) const;
  /// Adds a subscriber that has heard everything up to `seq`: what came since is sent again when it is still held, else
  /// (and without `seq`) the whole.
  void welcome(net::WsSession& session, std::optional<std::uint64_t> seq);
  void leave(const net::WsSession& session);
  /// Brings those who fell behind up to date, or closes them when they take too long.
  void serve_lagging();
  /// Forgets what could be told again once nobody has listened for long; true when that has just happened.
  bool cool_down();

 protected:
  /// One look at the state: tells (while warm) what in it is new, by messages or by resync() when some are lost, and
  /// gives the whole as of this look, so that a newcomer and the others go on from the same number with the same
  /// content.
  virtual std::string look() = 0;

  /// Whether what is told may be told again to one who comes back; states of which only the last matters need not.
  enum class Replay : std::uint8_t { kKeep, kNone };
  struct Message {
    std::string_view type;
    std::string_view data;
    net::FrameKind kind{net::FrameKind::kKeep};
    Replay replay{Replay::kKeep};
    core::Timestamp known_at{};    ///< when what it tells was received
    ops::Histogram* own{nullptr};  ///< takes the time that `pushed` takes, when it has one of its own
  };
  void broadcast(const Message& message);
  /// Tells all subscribers the whole anew, under a number of its own, in place of messages that are lost.
  void resync(std::string_view whole);

  StreamWorld& world_;

 private:
  struct Subscriber {
    net::WsSession* session{nullptr};
    std::optional<core::Duration> lagging_since;  ///< monotonic; kept messages are left out since then
  };
  struct Kept {
    std::uint64_t seq{0};
    net::SharedFrame frame;
    net::FrameKind kind{net::FrameKind::kKeep};
  };
  enum class Resync : std::uint8_t { kNo, kYes };
  [[nodiscard]] net::SharedFrame snapshot_frame(std::string_view data, Resync resync) const;
  void keep(const net::SharedFrame& frame, net::FrameKind kind);
  void drop_oldest();

  std::string name_;
  std::uint64_t topic_;
  std::uint64_t seq_;
  std::vector<Subscriber> subscribers_;
  std::size_t lagging_{0};
  std::deque<Kept> kept_;  ///< numbers without a hole, the last is seq_ unless what came last is not kept
  bool warm_{false};
  core::Duration left_at_{};  ///< when the last subscriber left; monotonic
};

}  // namespace tidemark::api
