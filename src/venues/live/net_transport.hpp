#pragma once

#include <memory>

#include "net/client_loop.hpp"
#include "net/rest_client.hpp"
#include "net/ws_client.hpp"
#include "ops/histogram.hpp"
#include "venues/live/transport.hpp"

namespace tidemark::venues {

/// A Transport over real connections. Belongs to the thread of `loop`, on which it tells its events; `rest` works on a
/// thread of its own. A request that cannot be made (bad URL, full queue) is answered with kUnavailable and says why.
/// When it ends its WebSockets are closed and its requests cancelled.
class NetTransport final : public Transport {
 public:
  /// All must outlive the transport; `loop` also the last run of `rest`.
  NetTransport(net::ClientLoop& loop, net::WsClient& websockets, net::RestClient& rest);
  ~NetTransport() override;
  NetTransport(const NetTransport&) = delete;
  NetTransport& operator=(const NetTransport&) = delete;

  /// Whom to tell; once, before anything is opened or requested. `events` must outlive the transport.
  void set_events(TransportEvents& events);
  /// Takes how long `events` needs for each message of a WebSocket; before anything is opened. It must outlive this.
  void time_messages(ops::Histogram& times);

  LinkId open(const std::string& url) override;
  void send(LinkId link, std::string_view text) override;
  void close(LinkId link) override;
  RequestId request(HttpRequest request) override;
  void cancel(RequestId request) override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tidemark::venues
