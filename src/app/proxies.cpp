#include "app/proxies.hpp"

#include <initializer_list>
#include <string_view>

namespace tidemark::app {

net::ProxyEnvironment proxies_of(const ops::Environment& environment) {
  const auto first_of = [&](std::initializer_list<std::string_view> names) -> std::string {
    for (const std::string_view name : names) {
      for (const auto& [key, value] : environment) {
        if (key == name && !value.empty()) return value;
      }
    }
    return {};
  };
  return {.http_proxy = first_of({"http_proxy"}),
          .https_proxy = first_of({"https_proxy", "HTTPS_PROXY"}),
          .all_proxy = first_of({"all_proxy", "ALL_PROXY"}),
          .no_proxy = first_of({"no_proxy", "NO_PROXY"})};
}

}  // namespace tidemark::app
