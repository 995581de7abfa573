#pragma once

#include <string>

#include "core/result.hpp"

namespace tidemark::app {

/// $XDG_DATA_HOME/tidemark/tidemark.db, else ~/.local/share/tidemark/tidemark.db.
[[nodiscard]] std::string default_store_path();

/// The store a command works on: the given one, else TIDEMARK_STORE__PATH / configuration, else the default. Creates
/// the folder of a default path.
[[nodiscard]] core::Result<std::string> resolve_store_path(const std::string& given);

}  // namespace tidemark::app
