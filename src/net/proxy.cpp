#include "net/proxy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include <arpa/inet.h>

#include "net/url.hpp"

namespace tidemark::net {
namespace {

/// An IP address: 4 or 16 bytes.
struct Address {
  std::array<unsigned char, 16> bytes{};
  std::size_t size{0};
};

std::optional<Address> address_of(std::string_view text) {
  const std::string zero_ended{text};
  Address address;
  if (::inet_pton(AF_INET, zero_ended.c_str(), address.bytes.data()) == 1) return Address{address.bytes, 4};
  if (::inet_pton(AF_INET6, zero_ended.c_str(), address.bytes.data()) == 1) return Address{address.bytes, 16};
  return std::nullopt;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  const auto address = address_of(host);
  if (!address) return false;
  if (address->size == 4) return address->bytes[0] == 127;
  const auto upper = std::span{address->bytes}.first(15);
  return address->bytes[15] == 1 && std::ranges::all_of(upper, [](unsigned char b) { return b == 0; });
}

/// "10.0.0.0/8" holds 10.1.2.3.
bool in_network(std::string_view host, std::string_view network) {
  const std::size_t slash = network.find('/');
  if (slash == std::string_view::npos) return false;
  const auto base = address_of(network.substr(0, slash));
  const auto address = address_of(host);
  std::size_t bits = 0;
  const std::string_view length = network.substr(slash + 1);
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc{} || end != length.data() + length.size()) return false;
  if (!base || !address || base->size != address->size || bits > base->size * 8) return false;
  for (std::size_t i = 0; i < base->size && bits > i * 8; ++i) {
    const std::size_t rest = std::min<std::size_t>(bits - i * 8, 8);
    const unsigned mask = (0xFF00U >> rest) & 0xFFU;
    if (((base->bytes[i] ^ address->bytes[i]) & mask) != 0) return false;
  }
  return true;
}

bool is_domain_of(std::string_view host, std::string_view domain) {
  if (domain.starts_with('.')) domain.remove_prefix(1);
  if (domain.empty() || host.size() < domain.size()) return false;
  const std::string_view tail = host.substr(host.size() - domain.size());
  const bool at_label = host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
  return at_label && equal_ignoring_case(tail, domain);
}

bool entry_matches(std::string_view entry, const Endpoint& endpoint) {
  if (entry == "*" || in_network(endpoint.host, entry)) return true;
  if (address_of(entry)) return equal_ignoring_case(entry, endpoint.host);
  Endpoint parsed{.scheme = endpoint.scheme, .host = {}, .port = endpoint.port, .target = {}};
  const bool has_port = parse_authority(entry, parsed).has_value();
  if (!has_port || parsed.port != endpoint.port) return false;
  return parsed.host == endpoint.host || (!address_of(endpoint.host) && is_domain_of(endpoint.host, parsed.host));
}

bool is_exempt(const Endpoint& endpoint, std::string_view no_proxy) {
  while (!no_proxy.empty()) {
    const std::size_t end = std::min(no_proxy.find_first_of(", \t"), no_proxy.size());
    const std::string_view entry = no_proxy.substr(0, end);
    no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
    if (!entry.empty() && entry_matches(entry, endpoint)) return true;
  }
  return false;
}

std::unexpected<core::Error> bad_proxy() {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_proxy",
                    "The proxy is not of the form http://host:port or http://user:password@host:port.");
}

}  // namespace

core::Result<ProxyConfig> parse_proxy(std::string_view text) {
  if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) {
    if (!equal_ignoring_case(text.substr(0, scheme), "http")) {
      return core::fail(core::ErrorKind::kUnsupported, "proxy_kind", "Only http:// proxies are supported.");
    }
    text.remove_prefix(scheme + 3);
  }
  ProxyConfig proxy;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view credentials = text.substr(0, at);
    const std::size_t colon = std::min(credentials.find(':'), credentials.size());
    auto user = decode_segment(credentials.substr(0, colon));
    auto password = decode_segment(credentials.substr(std::min(colon + 1, credentials.size())));
    if (!user || !password || user->empty()) return bad_proxy();
    proxy.user = std::move(*user);
    proxy.password = std::move(*password);
    text.remove_prefix(at + 1);
  }
  if (text.ends_with('/')) text.remove_suffix(1);
  Endpoint endpoint{.scheme = Scheme::kHttp, .host = {}, .port = proxy.port, .target = {}};
  if (!parse_authority(text, endpoint)) return bad_proxy();
  proxy.host = std::move(endpoint.host);
  proxy.port = endpoint.port;
  return proxy;
}

core::Result<std::optional<ProxyConfig>> proxy_for(const Endpoint& endpoint, const ProxyEnvironment& environment) {
  const std::string& own = is_tls(endpoint.scheme) ? environment.https_proxy : environment.http_proxy;
  const std::string& value = own.empty() ? environment.all_proxy : own;
  if (value.empty() || is_loopback(endpoint.host) || is_exempt(endpoint, environment.no_proxy)) return std::nullopt;
  auto proxy = parse_proxy(value);
  if (!proxy) return core::forward_error(proxy);
  return std::move(*proxy);
}

}  // namespace tidemark::net
