#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::net {

enum class Scheme : std::uint8_t { kWs, kWss, kHttp, kHttps };

[[nodiscard]] std::string_view name_of(Scheme scheme) noexcept;
[[nodiscard]] constexpr bool is_tls(Scheme scheme) noexcept {
  return scheme == Scheme::kWss || scheme == Scheme::kHttps;
}
[[nodiscard]] constexpr std::uint16_t default_port(Scheme scheme) noexcept {
  return is_tls(scheme) ? 443 : 80;
}

/// Where a client connects, and what it asks for there.
struct Endpoint {
  Scheme scheme{Scheme::kHttps};
  std::string host;  ///< name in lower case, or IP address; IPv6 without brackets
  std::uint16_t port{443};
  std::string target{"/"};  ///< path and query, percent-encoded, begins with '/'

  /// "host:port", IPv6 in brackets.
  [[nodiscard]] std::string authority() const;
  /// The same without the scheme's default port: what a Host header says.
  [[nodiscard]] std::string host_header() const;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// "host:port" or "host", the host an IPv6 address in brackets, an IPv4 address or a name of letters, digits, '-', '_'
/// and '.'. Fills host and port; without a port it stays as it is. Errors: kInvalidArgument "bad_url".
[[nodiscard]] core::Status parse_authority(std::string_view text, Endpoint& endpoint);

/// A ws, wss, http or https URL. Errors, with the URL up to its query as place: kInvalidArgument "bad_url" (what is
/// wrong with it is said: other schemes, no host, credentials, a fragment, characters that must be percent-encoded).
[[nodiscard]] core::Result<Endpoint> parse_endpoint(std::string_view url);

}  // namespace tidemark::net
