#pragma once

#include <string>

#include "app/cli/console.hpp"

namespace tidemark::app {

/// "tidemark 0.1.0".
[[nodiscard]] std::string version_text();
/// `tidemark version`: version, compiler, SQLite and schema.
int run_version(OutputFormat format, const Console& console);

}  // namespace tidemark::app
