#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/http_types.hpp"

namespace tidemark::net {

/// One text message, framed once (RFC 6455, server to client: unmasked, final) and shared by every connection it goes
/// to.
class WsFrame {
 public:
  /// `payload` is what the client receives. It must be UTF-8, unless a simulated venue wants to send junk.
  explicit WsFrame(std::string_view payload);
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] std::string_view payload() const { return std::string_view{bytes_}.substr(header_size_); }

 private:
  std::string bytes_;
  std::size_t header_size_;
};

using SharedFrame = std::shared_ptr<const WsFrame>;
[[nodiscard]] SharedFrame make_frame(std::string_view payload);

/// Close codes we send (RFC 6455 7.4.1 and the IANA registry).
enum class WsClose : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kPolicyViolation = 1008,
  kTryAgainLater = 1013,  ///< the client did not keep up
};

/// Whether a queued frame may be replaced by a newer one for the same topic before it was written.
enum class FrameKind : std::uint8_t { kKeep, kConflate };

/// How much waits for a client, by the bounds of its queue: less than an eighth of both, or more than half of one.
enum class Backlog : std::uint8_t { kLow, kMiddle, kHigh };

/// One connected WebSocket client. All methods belong to the server's I/O thread.
class WsSession {
 public:
  virtual ~WsSession() = default;
  [[nodiscard]] virtual std::uint64_t id() const = 0;
  /// Queues a frame. kConflate: an unwritten kConflate frame of the same topic is taken out first, so a slow client
  /// gets the latest only. When the queue's bound is reached the client is closed with kTryAgainLater and nothing more
  /// is sent. After close() this does nothing.
  virtual void send(SharedFrame frame, FrameKind kind, std::uint64_t topic) = 0;
  void send(SharedFrame frame) { send(std::move(frame), FrameKind::kKeep, 0); }
  /// Says why and closes; `reason` is cut to 123 bytes. on_close follows.
  virtual void close(WsClose code, std::string_view reason) = 0;
  /// Breaks the connection at once (TCP reset): nothing queued is sent, no closing handshake. on_close follows.
  virtual void cut() = 0;
  /// Frames not yet handed to the operating system.
  [[nodiscard]] virtual std::size_t queued() const = 0;
  [[nodiscard]] virtual Backlog backlog() const = 0;
};

/// What a WebSocket route does. Called on the server's I/O thread; for each session on_open first, on_close last and
/// exactly once, after which the session must not be used.
class WsHandler {
 public:
  virtual ~WsHandler() = default;
  /// Before the handshake is answered: the HTTP response that refuses it, if it shall not become a session.
  [[nodiscard]] virtual std::optional<Response> refusal(const Request& /*request*/) { return std::nullopt; }
  virtual void on_open(WsSession& session, const Request& request) = 0;
  /// A whole text message, valid UTF-8, within the size limit. (Binary messages are refused by the server.)
  virtual void on_message(WsSession& session, std::string_view text) = 0;
  virtual void on_close(WsSession& session) = 0;
};

}  // namespace tidemark::net
