#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "api/live_state.hpp"
#include "api/status_events.hpp"
#include "api/stream_protocol.hpp"
#include "core/clock.hpp"
#include "engine/output.hpp"
#include "net/http_server.hpp"
#include "net/websocket.hpp"

namespace tidemark::api {

/// The channels of /ws/stream. The engine's consumer thread only says which series changed (notify); the I/O thread
/// then reads what is new from LiveState, encodes it once and gives the one frame to every subscriber. So a lagging I/O
/// thread holds no queue of messages: LiveState is the queue, and when a series moved on further than it remembers,
/// subscribers get a fresh snapshot. Everything but notify() belongs to the I/O thread.
class StreamHub final : public net::WsHandler {
 public:
  struct Options {
    std::size_t snapshot_candles{300};
    std::size_t channels_per_client{128};
    core::Duration forming_interval{core::milliseconds(100)};  ///< least time between two forming candles of a channel
  };
  /// `describe_system` gives the data of the system channel's snapshot; `client_count` is kept up to date.
  StreamHub(const LiveState& live, const core::Clock& clock, std::function<std::string()> describe_system,
            Options options, std::atomic<std::size_t>& client_count);

  /// Before the loop runs; it must outlive the last notify().
  void attach(net::IoLoop& loop);
  /// After LiveState has applied the output. From the publishing thread.
  void notify(const engine::Output& output);

  void on_open(net::WsSession& session, const net::Request& request) override;
  void on_message(net::WsSession& session, std::string_view text) override;
  void on_close(net::WsSession& session) override;

 private:
  using SeriesId = std::uint64_t;  ///< instrument and timeframe
  struct Channel {
    std::string name;
    std::uint64_t topic{0};
    std::uint64_t seq{0};
    ChannelName::Kind kind{ChannelName::Kind::kSystem};
    core::InstrumentId instrument;
    core::Timeframe timeframe{core::Timeframe::k1m};
    std::optional<core::Timestamp> last_closed;  ///< newest closed candle told
    std::optional<core::Candle> last_forming;    ///< as told
    core::Duration forming_told{};               ///< monotonic
    bool forming_due{false};                     ///< changed since, but too soon to tell
    std::vector<net::WsSession*> subscribers;
  };
  struct Client {
    net::WsSession* session{nullptr};
    std::set<std::string, std::less<>> channels;
  };

  [[nodiscard]] static SeriesId series_id(core::InstrumentId id, core::Timeframe tf);
  void subscribe(Client& client, const StreamRequest& request);
  void unsubscribe(Client& client, const StreamRequest& request);
  void leave(net::WsSession& session, const std::string& channel);
  core::Result<Channel*> open_channel(std::string_view text);
  core::Result<std::string> canonical_name(const ChannelName& name) const;
  void send_error(net::WsSession& session, const core::Error& error, std::optional<std::int64_t> id);
  void send_channels(net::WsSession& session, std::string_view type, const std::vector<std::string>& channels,
                     std::optional<std::int64_t> id);
  void welcome(Channel& channel, net::WsSession& session);
  [[nodiscard]] bool catch_up(Channel& channel, const SeriesView& view);
  void resnapshot(Channel& channel);
  [[nodiscard]] std::string candles_document(const Channel& channel, const SeriesView& view) const;
  [[nodiscard]] net::SharedFrame snapshot_frame(const Channel& channel, std::string_view data) const;
  static void set_cursor(Channel& channel, const SeriesView& view, core::Duration now);

  void wake();
  void flush();
  void tick();
  void tell_series(Channel& channel);
  void tell_forming(Channel& channel, const std::optional<core::Candle>& forming, const core::Instrument& instrument);
  void tell_candle(Channel& channel, const core::Candle& candle, core::CandleState state, core::Scale scale);
  void tell_status(const StatusEvents::Batch& batch);
  void broadcast(Channel& channel, std::string_view type, std::string_view data, net::FrameKind kind);

  const LiveState& live_;
  const core::Clock& clock_;
  std::function<std::string()> describe_system_;
  Options options_;
  std::atomic<std::size_t>& client_count_;
  net::IoLoop* loop_{nullptr};

  std::map<std::string, Channel, std::less<>> channels_;
  std::unordered_map<SeriesId, std::vector<Channel*>> by_series_;
  std::unordered_map<std::uint64_t, Client> clients_;
  std::uint64_t topics_{0};

  std::mutex mutex_;  ///< guards what notify() touches
  std::unordered_set<SeriesId> watched_;
  std::unordered_set<SeriesId> changed_;
  StatusEvents status_;
  bool system_watched_{false};
  bool waking_{false};
};

}  // namespace tidemark::api
