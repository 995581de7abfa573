#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/http_router.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"

namespace tidemark::net {

/// What one client may cost. A limit reached gives the status in the comment and closes the connection.
struct ServerLimits {
  std::size_t header_bytes{16 * 1024};               ///< request line and headers; 431
  std::size_t target_bytes{4 * 1024};                ///< path and query; 414
  std::size_t body_bytes{1024 * 1024};               ///< 413
  std::size_t connections{12'000};                   ///< HTTP and WebSocket; 503 with Retry-After
  core::Duration header_timeout{core::seconds(10)};  ///< first byte to end of headers; 408
  core::Duration body_timeout{core::seconds(20)};    ///< end of headers to end of body; 408
  core::Duration idle_timeout{core::seconds(60)};    ///< between requests; closed silently
  core::Duration write_timeout{core::seconds(30)};   ///< a response the client does not read
  std::size_t ws_message_bytes{64 * 1024};           ///< incoming; close 1009
  std::size_t ws_queue_frames{1024};                 ///< outgoing, per client; close 1013
  std::size_t ws_queue_bytes{4 * 1024 * 1024};       ///< same
  core::Duration ws_ping_interval{core::seconds(20)};
  core::Duration ws_pong_timeout{core::seconds(10)};  ///< after a ping without any sign of life: dropped
  core::Duration stop_grace{core::seconds(2)};        ///< stop(): time for answers under way and closing handshakes
};

struct ServerOptions {
  std::string address{"127.0.0.1"};  ///< an IP address; loopback unless the operator says otherwise
  std::uint16_t port{8900};          ///< 0 = any free port
  /// Names a request's Host may have besides the bound address. On loopback others are refused with 421, which keeps
  /// web pages of strangers out (DNS rebinding); on other addresses an empty list lets every Host in.
  std::vector<std::string> hosts;
  ServerLimits limits;
};

/// The WebSocket clients' queues of frames waiting to be sent. Frames are counted per client, as the bound is.
struct SendQueueStats {
  std::size_t capacity{0};           ///< of each client
  std::size_t depth{0};              ///< of the fullest client, when last looked at (a quarter second ago at most)
  std::size_t high_water{0};         ///< the most that waited for any client so far
  std::uint64_t slow_clients{0};     ///< closed because their queue was full
  std::uint64_t frames_lost{0};      ///< what these were never sent
  std::uint64_t frames_replaced{0};  ///< by newer ones of the same topic
};

/// Lets others run something on the server's I/O thread.
class IoLoop {
 public:
  virtual ~IoLoop() = default;
  /// From any thread: runs `task` on the I/O thread soon. After the loop ended the task is dropped.
  virtual void post(std::move_only_function<void()> task) = 0;
  /// Before run() only: calls `task` on the I/O thread again and again, `interval` apart, until stop().
  virtual void every(core::Duration interval, std::function<void()> task) = 0;
};

/// HTTP/1.1 and WebSocket server on one I/O thread, which the caller owns: `std::jthread{[&] { server->run(); }}`.
/// Keep-alive and pipelining; HEAD from GET; OPTIONS; 405 with Allow; problem+json for everything it refuses itself; a
/// WebSocket is only given to pages of the same origin. Nothing a client sends stops it.
class HttpServer : public IoLoop {
 public:
  /// Binds and listens; serves from run() on. Errors: kConflict "address_in_use", kInvalidArgument "bad_address", kIo.
  /// `logger` and `metrics` must outlive the server.
  [[nodiscard]] static core::Result<std::unique_ptr<HttpServer>> listen(const ServerOptions& options, HttpRouter router,
                                                                        ops::Logger& logger, ops::Metrics& metrics);

  /// The port that was bound.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// "http://127.0.0.1:8900".
  [[nodiscard]] virtual std::string url() const = 0;
  /// From any thread.
  [[nodiscard]] virtual SendQueueStats send_queues() const = 0;
  /// Serves until stop(). Once.
  virtual void run() = 0;
  /// From any thread or before run(): no new connections, answers under way finish within stop_grace, WebSockets get a
  /// close frame (1001); then run() returns. May be called again.
  virtual void stop() = 0;
};

}  // namespace tidemark::net
