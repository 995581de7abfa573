#include "net/host_policy.hpp"

#include <algorithm>

#include "net/url.hpp"

namespace tidemark::net {

std::string_view host_name(std::string_view authority) noexcept {
  std::size_t end = 0;
  if (authority.starts_with('[')) {
    end = authority.find(']');
    if (end == std::string_view::npos) return {};
    ++end;
  } else {
    end = std::min(authority.find(':'), authority.size());
  }
  const std::string_view port = authority.substr(end);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!port.empty() && (port.front() != ':' || !std::ranges::all_of(port.substr(1), is_digit))) return {};
  return authority.substr(0, end);
}

HostPolicy::HostPolicy(std::string_view bound, std::vector<std::string> hosts) : names_{std::move(hosts)} {
  const bool loopback = bound.starts_with("127.") || bound == "::1";
  mode_ = loopback || !names_.empty() ? Hosts::kListed : Hosts::kAny;
  names_.push_back(bound.contains(':') ? "[" + std::string{bound} + "]" : std::string{bound});
  if (loopback) names_.insert(names_.end(), {"localhost", "127.0.0.1", "[::1]"});
}

bool HostPolicy::accepts_host(std::string_view host_header) const {
  const std::string_view name = host_name(host_header);
  if (name.empty()) return false;
  return mode_ == Hosts::kAny ||
         std::ranges::any_of(names_, [&](const std::string& n) { return equal_ignoring_case(n, name); });
}

bool HostPolicy::accepts_origin(std::string_view origin, std::string_view host_header) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  return equal_ignoring_case(origin.substr(scheme + 3), host_header);
}

}  // namespace tidemark::net
