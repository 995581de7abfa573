#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::net {

/// The name in a Host header or URL authority without its port: "[::1]:8900" -> "[::1]". Empty when malformed.
[[nodiscard]] std::string_view host_name(std::string_view authority) noexcept;

/// Whom the server answers as. A web page of a stranger can make a browser send requests to a loopback address under
/// the stranger's host name (DNS rebinding) or open a WebSocket to us from its own origin; both are refused by name.
class HostPolicy {
 public:
  /// `bound` is the IP address listened on; `hosts` further names.
  HostPolicy(std::string_view bound, std::vector<std::string> hosts);

  [[nodiscard]] bool accepts_host(std::string_view host_header) const;
  /// True when the page's origin ("http://name:port") is the very authority it asks.
  [[nodiscard]] static bool accepts_origin(std::string_view origin, std::string_view host_header);

 private:
  enum class Hosts : unsigned char { kAny, kListed };
  std::vector<std::string> names_;
  Hosts mode_;
};

}  // namespace tidemark::net
