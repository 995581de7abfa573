#pragma once

#include <cstdint>
#include <ostream>

#include "core/result.hpp"

namespace tidemark::app {

/// The exit codes of 13-cli: stable, for scripts.
enum class ExitCode : int {
  kDone = 0,
  kFailed = 1,
  kUsage = 2,
  kRefused = 3,      ///< the input is bad; the message names the place
  kDiffers = 4,      ///< a check found differences
  kUnreachable = 5,  ///< an outside service does not answer
  kInterrupted = 130,
};

[[nodiscard]] constexpr int code_of(ExitCode code) {
  return static_cast<int>(code);
}

/// Who reads what is written to standard error: a person at a terminal, or somebody later.
enum class Audience : std::uint8_t { kLater, kPerson };

/// What a command may write to: results to `out`, progress and errors to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  Audience audience{Audience::kLater};
};

enum class OutputFormat : std::uint8_t { kText, kJson };

/// The exit code an error deserves.
[[nodiscard]] ExitCode exit_code_of(const core::Error& error);

/// Prints "tidemark: place: message" as one line on standard error and gives the exit code.
int report_error(const Console& console, const core::Error& error);

}  // namespace tidemark::app
