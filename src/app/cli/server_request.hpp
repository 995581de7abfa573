#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "net/json_reader.hpp"

namespace tidemark::app {

/// The running server a command talks to: the address given, else as configured. Errors of the configuration.
[[nodiscard]] core::Result<std::string> server_url(const std::optional<std::string>& given,
                                                   const std::optional<std::string>& config_dir);

struct ServerAnswer {
  net::JsonValue json;
  std::string body;  ///< the same as it came
};
/// Asks for `path` (GET), or posts `body` there. kUnavailable: nobody answers, or something that is no Tidemark.
/// kRefused, with the server's own code and words: it will not.
[[nodiscard]] core::Result<ServerAnswer> ask_server(const std::string& base, const std::string& path,
                                                    const std::optional<std::string>& body = {});

}  // namespace tidemark::app
