#pragma once

// Internal to the clients: what is said before a WebSocket's frames.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "net/endpoint.hpp"
#include "net/http_types.hpp"
#include "net/proxy.hpp"

namespace tidemark::net {

/// Status line and headers of a response.
struct ResponseHead {
  int status{0};
  std::vector<NameValue> headers;  ///< names in lower case

  /// First header of this name (lower case).
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// The bytes of a head up to and with its empty line, at the start of what was received; nullopt: more must come.
/// Errors: kExhausted "headers_too_large" (16 KiB).
[[nodiscard]] core::Result<std::optional<std::string_view>> find_head(std::string_view received);
/// Errors: kParse "bad_response".
[[nodiscard]] core::Result<ResponseHead> parse_head(std::string_view head);

/// Asks a proxy for a tunnel.
[[nodiscard]] std::string connect_request(const Endpoint& endpoint, const ProxyConfig& proxy);
/// Errors: kUnavailable "proxy_refused".
[[nodiscard]] core::Status check_tunnel(const ResponseHead& head);

/// RFC 6455 4.1: 16 random bytes in base64.
[[nodiscard]] std::string random_key();
/// RFC 6455 4.2.2: what the server must answer to a key.
[[nodiscard]] std::string accept_of(std::string_view key);
/// Headers with control characters are left out.
[[nodiscard]] std::string upgrade_request(const Endpoint& endpoint, std::string_view key,
                                          std::span<const NameValue> headers);
/// Errors: kUnavailable "handshake_refused" (with the status), kParse "bad_handshake".
[[nodiscard]] core::Status check_upgrade(const ResponseHead& head, std::string_view key);

/// One client's frame, final and masked with fresh random bytes (RFC 6455 5.3). `opcode` 0x1 text, 0x8 close, 0xA pong.
[[nodiscard]] std::string client_frame(unsigned opcode, std::string_view payload);

}  // namespace tidemark::net
