#pragma once

// Internal to the clients: a TCP connection with or without TLS.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/client_loop.hpp"
#include "net/tls_session.hpp"
#include "net/ws_decoder.hpp"

namespace tidemark::net {

struct StreamLimits {
  core::Duration write_timeout{core::seconds(20)};   ///< until the kernel took what was to be written
  std::size_t queue_bytes{1024 * 1024};              ///< written but not yet taken by the kernel
  core::Duration address_timeout{core::seconds(5)};  ///< connecting to one of several addresses of a name
};

/// A client's connection on a ClientLoop. One of connect(), start_tls() and fill() is under way at a time; each answers
/// once, later, on the loop's thread, unless close() comes first. Errors: kUnavailable ("host_not_found",
/// "connection_refused", "connection_failed", "connection_closed", those of TlsSession), kTimeout ("write_timeout").
class ClientStream {
 public:
  using Done = std::move_only_function<void(core::Status)>;

  [[nodiscard]] static std::shared_ptr<ClientStream> make(ClientLoop& loop, const StreamLimits& limits);
  virtual ~ClientStream() = default;

  /// Tries all addresses of the name, one after another.
  virtual void connect(const std::string& host, std::uint16_t port, Done done) = 0;
  virtual void start_tls(std::unique_ptr<TlsSession> session, Done done) = 0;
  /// Waits until at least one byte was read into `in`, which must live until then, and reads what is there.
  virtual void fill(ReceiveBuffer& in, Done done) = 0;
  /// Queues bytes. A failure to write them ends the fill() under way or the next one. Errors: kExhausted
  /// "send_queue_full" (nothing was queued).
  [[nodiscard]] virtual core::Status write(std::string_view bytes) = 0;
  /// Ends the connection now: nothing more is answered.
  virtual void close() = 0;
  /// The same once everything queued was written, after a second at the latest.
  virtual void close_after_writing() = 0;
};

}  // namespace tidemark::net
