#pragma once

#include "net/proxy.hpp"
#include "ops/config.hpp"

namespace tidemark::app {

/// The customary proxy variables of an environment. HTTP_PROXY in capitals is not read: a web server's request could
/// have set it (CVE-2016-5385), and programs agree to leave it alone.
[[nodiscard]] net::ProxyEnvironment proxies_of(const ops::Environment& environment);

}  // namespace tidemark::app
