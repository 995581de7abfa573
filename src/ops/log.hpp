#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace tidemark::ops {

enum class LogLevel : std::uint8_t { kTrace, kDebug, kInfo, kWarning, kError };

/// One key=value of a structured log line. Text is copied before write() returns.
struct LogField {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, std::uint64_t, double> value;
};

/// Structured log, injected where it is needed. Thread-safe. Never throws.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) = 0;

  void debug(std::string_view m, std::initializer_list<LogField> f = {}) { write(LogLevel::kDebug, m, f); }
  void info(std::string_view m, std::initializer_list<LogField> f = {}) { write(LogLevel::kInfo, m, f); }
  void warning(std::string_view m, std::initializer_list<LogField> f = {}) { write(LogLevel::kWarning, m, f); }
  void error(std::string_view m, std::initializer_list<LogField> f = {}) { write(LogLevel::kError, m, f); }
};

enum class LogFormat : std::uint8_t { kText, kJson };

struct LogOptions {
  LogLevel level{LogLevel::kInfo};
  LogFormat format{LogFormat::kText};  ///< kText: one logfmt-like line; kJson: one JSON object a line
};

/// Writes to standard error (standard output belongs to results).
[[nodiscard]] std::unique_ptr<Logger> make_stderr_logger(const LogOptions& options);
/// Keeps nothing; for tests that do not look at the log.
[[nodiscard]] Logger& null_logger();

}  // namespace tidemark::ops
