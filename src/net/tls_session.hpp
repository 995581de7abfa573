#pragma once

// Internal to the clients: TLS without sockets.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "net/ws_decoder.hpp"

namespace tidemark::net {

/// Whom TLS clients trust, loaded once and shared by their connections. TLS 1.2 at least; certificates are always
/// checked.
class TlsTrust {
 public:
  /// `ca_file`: PEM certificates; empty: the system's store. Errors: kInvalidArgument "bad_ca_file".
  [[nodiscard]] static core::Result<std::shared_ptr<const TlsTrust>> load(const std::string& ca_file);

  class Impl;
  explicit TlsTrust(std::unique_ptr<Impl> impl);
  ~TlsTrust();
  TlsTrust(const TlsTrust&) = delete;
  TlsTrust& operator=(const TlsTrust&) = delete;
  [[nodiscard]] const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// The client's side of one TLS connection, as a transformation of bytes: what the socket read goes in by feed(), what
/// it must write comes out of take_output(). Errors are kUnavailable: "tls_untrusted" (certificate or host name),
/// "tls_failed", "connection_closed". After an error only take_output() makes sense (it may hold the alert).
class TlsSession {
 public:
  /// `host` is a name (sent as SNI) or an IP address; the certificate must be for it.
  TlsSession(std::shared_ptr<const TlsTrust> trust, const std::string& host);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  enum class Handshake : std::uint8_t { kDone, kMore };
  /// Goes on with the handshake as far as what was fed reaches.
  [[nodiscard]] core::Result<Handshake> handshake();
  void feed(std::string_view bytes);
  /// Appends all that can be decrypted.
  [[nodiscard]] core::Status read(ReceiveBuffer& out);
  [[nodiscard]] core::Status write(std::string_view plain);
  /// Bytes for the socket; none: empty.
  [[nodiscard]] std::string take_output();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::net
