#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "net/endpoint.hpp"

namespace tidemark::net {

/// An HTTP proxy. WebSockets and TLS go through it as tunnels (CONNECT).
struct ProxyConfig {
  std::string host;  ///< as Endpoint::host
  std::uint16_t port{3128};
  std::string user;  ///< empty: no credentials are sent
  std::string password;

  friend bool operator==(const ProxyConfig&, const ProxyConfig&) = default;
};

/// The customary variables, as their values were found at the program's entrance; empty ones say nothing.
struct ProxyEnvironment {
  std::string http_proxy;   ///< for http and ws
  std::string https_proxy;  ///< for https and wss
  std::string all_proxy;    ///< where the other is empty
  std::string no_proxy;     ///< "localhost,.example.com,10.0.0.0/8,host:8080" or "*"
};

/// "http://user:password@host:port", also without scheme or credentials (which may be percent-encoded). Errors:
/// kInvalidArgument "bad_proxy"; kUnsupported "proxy_kind" for SOCKS and TLS to the proxy. No message shows
/// credentials.
[[nodiscard]] core::Result<ProxyConfig> parse_proxy(std::string_view text);

/// The proxy to use for an endpoint; nullopt: connect directly. Loopback is always direct. An entry of no_proxy is a
/// domain (and all below it, with or without a leading dot), an address, a network "10.0.0.0/8", each perhaps with a
/// port. Errors as parse_proxy.
[[nodiscard]] core::Result<std::optional<ProxyConfig>> proxy_for(const Endpoint& endpoint,
                                                                 const ProxyEnvironment& environment);

}  // namespace tidemark::net
