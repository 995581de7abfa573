#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/context.hpp"
#include "api/route_table.hpp"
#include "api/stream_hub.hpp"
#include "net/websocket.hpp"

namespace tidemark::api {

/// /ws/supply-demand/{symbol}/{timeframe}: the channel zones:SYMBOL:TIMEFRAME of the hub without asking for it, and
/// zones found on request. A message is {"action":"detect_zones"}, with any of the query parameters of
/// /api/supply-demand-zones as members, or {"action":"ping"}; both may carry an "id". What cannot be understood is
/// answered by an `error` and the connection goes on. One detection at a time is done for a client, on the reader's
/// thread. Everything belongs to the I/O thread.
class ZoneSocket final : public net::WsHandler {
 public:
  /// All must outlive it.
  ZoneSocket(Context& context, StreamHub& hub, const RouteInfo& route) : context_{context}, hub_{hub}, route_{route} {}

  /// Before the loop runs.
  void attach(net::IoLoop& loop) { loop_ = &loop; }

  /// 404 of a symbol that is not live, or while zones are switched off; 422 of bad parameters.
  [[nodiscard]] std::optional<net::Response> refusal(const net::Request& request) override;
  void on_open(net::WsSession& session, const net::Request& request) override;
  void on_message(net::WsSession& session, std::string_view text) override;
  void on_close(net::WsSession& session) override;

 private:
  struct Client {
    net::WsSession* session{nullptr};
    std::string channel;   ///< "zones:BTCUSDT:1m"
    net::Request request;  ///< asks for the zones of its series
    bool busy{false};      ///< a detection is under way
  };

  core::Status detect(Client& client, const StreamMessage& message);
  /// On the I/O thread; the client may have left.
  void tell(std::uint64_t client, std::optional<std::int64_t> id, const core::Result<std::string>& page);

  Context& context_;
  StreamHub& hub_;
  const RouteInfo& route_;
  net::IoLoop* loop_{nullptr};
  std::unordered_map<std::uint64_t, Client> clients_;
};

}  // namespace tidemark::api
