#include "net/endpoint.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <arpa/inet.h>

#include "net/text.hpp"

namespace tidemark::net {
namespace {

constexpr std::array<std::pair<std::string_view, Scheme>, 4> kSchemes{
    {{"ws", Scheme::kWs}, {"wss", Scheme::kWss}, {"http", Scheme::kHttp}, {"https", Scheme::kHttps}}};
constexpr std::size_t kHostMax = 253;

std::unexpected<core::Error> bad(std::string message) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_url", std::move(message));
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/// What RFC 3986 lets stand in path and query; anything else could end the request line.
bool is_target_character(char c) {
  constexpr std::string_view kOthers = "-._~!$&'()*+,;=:@/?%[]|";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kOthers.find(c) != std::string_view::npos;
}

core::Status take_host(std::string_view host, Endpoint& endpoint) {
  if (host.starts_with('[')) {
    const std::string address{host.substr(1, host.size() - 2)};
    in6_addr parsed{};
    if (::inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return bad("\"" + address + "\" is no IPv6 address.");
    endpoint.host = lower_case(address);
    return {};
  }
  endpoint.host = lower_case(host);
  if (host.empty()) return bad("The URL names no host.");
  if (host.size() > kHostMax || !std::ranges::all_of(endpoint.host, is_name_character)) {
    return bad("The host may hold letters, digits, '-', '_' and '.' (write other names in punycode).");
  }
  return {};
}

core::Status take_target(std::string_view target, Endpoint& endpoint) {
  if (target.find('#') != std::string_view::npos) return bad("A URL to connect to has no fragment ('#').");
  if (!std::ranges::all_of(target, is_target_character)) {
    return bad("Path and query hold a character that must be percent-encoded.");
  }
  endpoint.target = target.starts_with('/') ? std::string{target} : "/" + std::string{target};
  return {};
}

core::Result<Endpoint> parse(std::string_view url) {
  const std::size_t colon = url.find("://");
  const std::string scheme = lower_case(url.substr(0, std::min(colon, url.size())));
  const auto known = std::ranges::find(kSchemes, std::string_view{scheme}, &std::pair<std::string_view, Scheme>::first);
  if (colon == std::string_view::npos || known == kSchemes.end()) {
    return bad("The URL must begin with ws://, wss://, http:// or https://.");
  }
  Endpoint endpoint{.scheme = known->second, .host = {}, .port = default_port(known->second), .target = {}};
  const std::string_view rest = url.substr(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  if (auto done = parse_authority(rest.substr(0, end), endpoint); !done) return core::forward_error(done);
  if (auto done = take_target(rest.substr(end), endpoint); !done) return core::forward_error(done);
  return endpoint;
}

}  // namespace

std::string_view name_of(Scheme scheme) noexcept {
  for (const auto& [name, value] : kSchemes) {
    if (value == scheme) return name;
  }
  return "unknown";
}

std::string Endpoint::authority() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Endpoint::host_header() const {
  std::string text = authority();
  if (port == default_port(scheme)) text.resize(text.rfind(':'));
  return text;
}

core::Status parse_authority(std::string_view text, Endpoint& endpoint) {
  if (text.find('@') != std::string_view::npos) return bad("User and password do not belong in this URL.");
  std::size_t host_end = std::min(text.find(':'), text.size());
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return bad("The IPv6 address has no closing bracket.");
    host_end = close + 1;
  }
  if (auto done = take_host(text.substr(0, host_end), endpoint); !done) return done;
  const std::string_view port = text.substr(host_end);
  if (port.empty()) return {};
  const char* const last = port.data() + port.size();
  const auto [stop, error] = std::from_chars(port.data() + 1, last, endpoint.port);
  if (port.front() != ':' || error != std::errc{} || stop != last || endpoint.port == 0) {
    return bad("The port is no number from 1 to 65535.");
  }
  return {};
}

core::Result<Endpoint> parse_endpoint(std::string_view url) {
  auto parsed = parse(url);
  // Queries may hold keys and signatures, and user info a password: they stay out of messages.
  const std::string_view shown = url.substr(0, std::min(url.find('?'), url.size()));
  if (!parsed && shown.find('@') == std::string_view::npos) parsed.error().place = shown;
  return parsed;
}

}  // namespace tidemark::net
