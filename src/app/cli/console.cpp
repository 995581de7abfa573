#include "app/cli/console.hpp"

namespace tidemark::app {

ExitCode exit_code_of(const core::Error& error) {
  switch (error.kind) {
    case core::ErrorKind::kInvalidArgument:
      return ExitCode::kUsage;
    case core::ErrorKind::kParse:
    case core::ErrorKind::kRefused:
    case core::ErrorKind::kUnsupported:
    case core::ErrorKind::kNotFound:
      return ExitCode::kRefused;
    case core::ErrorKind::kUnavailable:
    case core::ErrorKind::kTimeout:
      return ExitCode::kUnreachable;
    case core::ErrorKind::kCancelled:
      return ExitCode::kInterrupted;
    case core::ErrorKind::kConflict:
    case core::ErrorKind::kIo:
    case core::ErrorKind::kCorrupt:
    case core::ErrorKind::kExhausted:
    case core::ErrorKind::kInternal:
      return ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

int report_error(const Console& console, const core::Error& error) {
  console.err << "tidemark: " << error.text() << '\n';
  return code_of(exit_code_of(error));
}

}  // namespace tidemark::app
