#include "ops/log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/time.hpp"
#include "ops/log_line.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::ops {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return spdlog::level::trace;
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

class SpdlogLogger final : public Logger {
 public:
  SpdlogLogger(const LogOptions& options, const spdlog::sink_ptr& sink)
      : format_{options.format}, log_{"tidemark", sink} {
    log_.set_level(level_of(options.level));
    log_.set_pattern("%v");
    // A line is there when the process dies right after it.
    log_.flush_on(spdlog::level::trace);
    // A full disk or a closed pipe behind standard error must not stop the program, nor fill it with complaints.
    log_.set_error_handler([](const std::string&) {});
  }

  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) override {
    const spdlog::level::level_enum spdlog_level = level_of(level);
    if (!log_.should_log(spdlog_level)) return;
    try {
      const std::string time = core::format_iso(core::Timestamp::from_ms(SystemClock{}.now().ms()));
      const std::string line = format_log_line(format_, time, level, message, fields);
      log_.log(spdlog_level, spdlog::string_view_t{line.data(), line.size()});
    } catch (...) {  // NOLINT(bugprone-empty-catch): out of memory while logging; logging it would not help
    }
  }

 private:
  LogFormat format_;
  spdlog::logger log_;
};

class NullLogger final : public Logger {
 public:
  void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}  // namespace

std::unique_ptr<Logger> make_stderr_logger(const LogOptions& options) {
  return std::make_unique<SpdlogLogger>(options, std::make_shared<spdlog::sinks::stderr_sink_mt>());
}

Logger& null_logger() {
  static NullLogger logger;  // without state, so sharing it shares nothing
  return logger;
}

}  // namespace tidemark::ops
