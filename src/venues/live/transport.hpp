#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/http_types.hpp"

namespace tidemark::venues {

/// One WebSocket connection of a Transport. Never used twice.
struct LinkId {
  std::uint64_t value{0};

  friend constexpr auto operator<=>(LinkId, LinkId) = default;
};

/// One HTTP request under way. Never used twice.
struct RequestId {
  std::uint64_t value{0};

  friend constexpr auto operator<=>(RequestId, RequestId) = default;
};

struct HttpRequest {
  net::Method method{net::Method::kGet};
  std::string url;  ///< absolute, percent-encoded
  std::vector<net::NameValue> headers;
  std::string body;
  core::Duration timeout{core::seconds(10)};  ///< from the call to the last byte of the reply
};

/// A whole answer, whatever its status: 429 and 503 are replies, not errors.
struct HttpReply {
  int status{0};
  std::vector<net::NameValue> headers;  ///< names in lower case
  std::string body;                     ///< decompressed
};

/// Hears what happens on a Transport. Called on the transport's own thread, one call at a time, never from within a
/// call to the transport.
class TransportEvents {
 public:
  virtual ~TransportEvents() = default;
  /// The handshake is done; texts may be sent.
  virtual void on_open(LinkId link, core::Timestamp at) = 0;
  /// A whole text message. At least 64 readable bytes follow `text` (venues' parsers want padding).
  virtual void on_text(LinkId link, std::string_view text, core::Timestamp received) = 0;
  /// The link is over: it could not be opened, the other side closed it, or the connection broke. The last word on it.
  virtual void on_closed(LinkId link, const core::Error& why, core::Timestamp at) = 0;
  /// The one answer to a request; an error is kTimeout or kUnavailable (no answer: the outcome is unknown).
  virtual void on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp at) = 0;
};

/// Connections to the outside, as a venue's session sees them: no sockets, no threads, no clock. The real one runs over
/// TCP and TLS (net_transport.hpp); tests put a simulated venue with a simulated network behind it, so that hundreds of
/// fault schedules run in a second and every one of them can be run again.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Opens a WebSocket ("wss://host:port/path"); on_open or on_closed follows. Pings are answered by the transport.
  virtual LinkId open(const std::string& url) = 0;
  /// Sends a text message; nothing happens on a link that is not open.
  virtual void send(LinkId link, std::string_view text) = 0;
  /// Closes without waiting; nothing more is heard of the link.
  virtual void close(LinkId link) = 0;
  /// Starts a request; exactly one on_reply follows unless it is cancelled.
  virtual RequestId request(HttpRequest request) = 0;
  virtual void cancel(RequestId request) = 0;
};

}  // namespace tidemark::venues
