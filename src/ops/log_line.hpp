#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "ops/log.hpp"

namespace tidemark::ops {

/// One log line without its end: message and fields, after "time level " or as a JSON object.
/// Text: `2023-03-24T12:40:00.123Z info feed connected venue=binance symbols=3`; values with blanks, quotes, '=' or
/// control characters are quoted and escaped, so that a line is always one line and splits the same way it was joined.
/// JSON: {"time":…,"level":…,"message":…,fields…}; always valid JSON: bytes that are no UTF-8 become U+FFFD, numbers
/// that are not finite become null.
[[nodiscard]] std::string format_log_line(LogFormat format, std::string_view iso_time, LogLevel level,
                                          std::string_view message, std::initializer_list<LogField> fields);

}  // namespace tidemark::ops
