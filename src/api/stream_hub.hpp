#pragma once

#include <atomic>
#include <cstdint>
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
#include "api/stream_channels.hpp"
#include "api/stream_protocol.hpp"
#include "engine/output.hpp"
#include "net/http_server.hpp"
#include "net/websocket.hpp"

namespace tidemark::api {

/// The clients and channels of /ws/stream. The threads that publish only say what changed (notify); the I/O thread then
/// lets the channels read what is new from LiveState, encode it once and give the one frame to every subscriber. So a
/// lagging I/O thread holds no queue of messages: LiveState is the queue, and when a series moved on further than it
/// remembers, subscribers get a fresh snapshot. An instrument in its past (Beginning::kPast) is not told candle by
/// candle: it goes by faster than anyone could follow, and telling it would only hold it up. Once it has reached the
/// present subscribers are told what they missed, mostly as a snapshot. Everything but notify() belongs to the I/O
/// thread.
class StreamHub final : public net::WsHandler {
 public:
  /// What `world` refers to must outlive the hub; `client_count` is kept up to date.
  StreamHub(StreamWorld world, std::atomic<std::size_t>& client_count);

  /// Before the loop runs; it must outlive the last notify().
  void attach(net::IoLoop& loop);
  /// After LiveState has applied the output. From any thread.
  void notify(const engine::Output& output);
  /// After LiveState has taken a picture of this instrument's book. From any thread.
  void notify_depth(core::InstrumentId instrument);
  /// After AlertFeed has taken one. From any thread.
  void notify_alert();
  /// After TradingFeed has taken something. From any thread.
  void notify_trading();

  /// Subscribes a session that is open to a channel as if it had asked.
  void open_for(net::WsSession& session, std::string channel);

  void on_open(net::WsSession& session, const net::Request& request) override;
  void on_message(net::WsSession& session, std::string_view text) override;
  void on_close(net::WsSession& session) override;

 private:
  using Topic = std::uint64_t;  ///< what a channel reads: kind, instrument, timeframe
  struct Place {
    std::unique_ptr<Channel> channel;
    Topic topic{0};
    bool due{false};  ///< has something to tell that was too soon
  };
  struct Client {
    net::WsSession* session{nullptr};
    std::set<std::string, std::less<>> channels;
  };

  [[nodiscard]] static Topic topic_of(ChannelName::Kind kind, core::InstrumentId id = {},
                                      core::Timeframe tf = core::Timeframe::k1m);
  void subscribe(Client& client, const StreamRequest& request);
  void unsubscribe(Client& client, const StreamRequest& request);
  void leave(const net::WsSession& session, const std::string& channel);
  core::Result<Place*> open_channel(std::string_view text);
  [[nodiscard]] std::unique_ptr<Channel> make_channel(const ChannelName& name, const std::string& text,
                                                      core::InstrumentId instrument);
  void watch(const Place& place);
  void unwatch(const Place& place);
  [[nodiscard]] std::optional<core::Instrument> instrument_of(const ChannelName& name) const;
  core::Result<std::string> canonical_name(const ChannelName& name) const;
  void send_error(net::WsSession& session, const core::Error& error, std::optional<std::int64_t> id);
  void send_channels(net::WsSession& session, std::string_view type, const std::vector<std::string>& channels,
                     const StreamRequest& request, const std::vector<std::string>& resumed);

  [[nodiscard]] static core::InstrumentId instrument_in(Topic topic);

  bool follow_past(const engine::Output& output);
  void notify_series(const engine::Output& output);
  void changed(Topic topic);
  void wake();
  void flush();
  void tick();
  static void tell(Place& place);

  StreamWorld world_;
  std::atomic<std::size_t>& client_count_;
  net::IoLoop* loop_{nullptr};

  std::map<std::string, Place, std::less<>> channels_;  ///< by canonical name; never taken out
  std::unordered_map<Topic, std::vector<Place*>> by_topic_;
  std::unordered_map<std::uint64_t, Client> clients_;
  SystemChannel* system_{nullptr};
  MarketsChannel* markets_{nullptr};

  std::mutex mutex_;  ///< guards what notify() touches
  std::unordered_set<Topic> watched_;
  std::unordered_set<Topic> changed_;
  std::unordered_set<std::uint32_t> present_;       ///< instruments whose past is over, where there is one
  std::unordered_set<std::uint32_t> changed_rows_;  ///< instruments
  StatusEvents status_;
  bool waking_{false};
};

}  // namespace tidemark::api
