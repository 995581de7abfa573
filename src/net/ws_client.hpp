#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/client_loop.hpp"
#include "net/http_types.hpp"
#include "net/proxy.hpp"

namespace tidemark::net {

struct WsClientLimits {
  core::Duration open_timeout{core::seconds(10)};   ///< name, connection, proxy, TLS and handshake together
  core::Duration write_timeout{core::seconds(20)};  ///< until the kernel took what was sent
  std::size_t message_bytes{16 * 1024 * 1024};      ///< incoming, fragments joined; larger: closed with 1009
  std::size_t queue_bytes{1024 * 1024};             ///< outgoing, not yet taken by the kernel
};

struct WsClientOptions {
  WsClientLimits limits;
  std::string ca_file;  ///< PEM; empty: the system's trust store
  ProxyEnvironment proxies;
};

struct WsRequest {
  std::string url;                 ///< "wss://host:port/path?query"
  std::vector<NameValue> headers;  ///< besides those of the handshake
};

/// Hears of one connection, on the loop's thread, never from within a call to the connection. Any of these may destroy
/// the connection.
class WsEvents {
 public:
  virtual ~WsEvents() = default;
  /// The handshake is done.
  virtual void on_open(core::Timestamp at) = 0;
  /// A whole message, valid UTF-8, gone after the call. At least 64 readable bytes follow it.
  virtual void on_text(std::string_view text, core::Timestamp received) = 0;
  /// The connection is over, or never came to be; the last call. kTimeout "open_timeout", "write_timeout";
  /// kUnavailable "host_not_found", "connection_refused", "connection_failed", "connection_closed", "closed_by_server"
  /// (with its code and reason), "tls_untrusted", "tls_failed", "proxy_refused", "handshake_refused"; kParse
  /// "bad_response", "bad_handshake", "ws_protocol"; kExhausted "message_too_large", "headers_too_large",
  /// "send_queue_full"; kUnsupported "binary_message", "proxy_kind"; kInvalidArgument "bad_url", "bad_proxy".
  virtual void on_closed(const core::Error& why, core::Timestamp at) = 0;
};

/// One WebSocket connection. Destroying it says goodbye (1000) and closes without waiting; nothing more is heard of it.
class WsConnection {
 public:
  virtual ~WsConnection() = default;
  /// Sends a text message (UTF-8). Nothing happens while the connection is not open; when the outgoing queue is full
  /// the connection ends.
  virtual void send(std::string_view text) = 0;
};

/// Opens WebSockets (RFC 6455) for a ClientLoop: ws and wss, through a proxy where the environment says so. Pings are
/// answered; there are no extensions. Belongs to the loop's thread.
class WsClient {
 public:
  /// `loop` must outlive the client and its connections. Errors: kInvalidArgument "bad_ca_file".
  [[nodiscard]] static core::Result<std::unique_ptr<WsClient>> make(ClientLoop& loop, WsClientOptions options);
  virtual ~WsClient() = default;
  /// on_open or on_closed follows. `events` must outlive the connection.
  [[nodiscard]] virtual std::unique_ptr<WsConnection> open(WsRequest request, WsEvents& events) = 0;
};

}  // namespace tidemark::net
