#include "ops/log_line.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::ops {
namespace {

using namespace std::string_literals;

constexpr std::string_view kTime = "2023-03-24T12:40:00.123Z";

std::string text_line(std::string_view message, std::initializer_list<LogField> fields = {}) {
  return format_log_line(LogFormat::kText, kTime, LogLevel::kInfo, message, fields);
}
std::string json_line(std::string_view message, std::initializer_list<LogField> fields = {}) {
  return format_log_line(LogFormat::kJson, kTime, LogLevel::kWarning, message, fields);
}

TEST(LogLine, text_is_time_level_message_and_fields) {
  EXPECT_EQ(text_line("feed connected", {{"venue", "binance"}, {"symbols", std::int64_t{3}}, {"lag", 0.5}}),
            "2023-03-24T12:40:00.123Z info feed connected venue=binance symbols=3 lag=0.5");
}

TEST(LogLine, text_quotes_values_that_would_not_split_back) {
  EXPECT_EQ(
      text_line("m", {{"a", "two words"}, {"b", ""}, {"c", "x=y"}, {"d", "say \"hi\""}, {"e", "back\\slash"}}),
      "2023-03-24T12:40:00.123Z info m a=\"two words\" b=\"\" c=\"x=y\" d=\"say \\\"hi\\\"\" e=\"back\\\\slash\"");
}

TEST(LogLine, text_stays_one_line_whatever_the_message) {
  EXPECT_EQ(text_line("first\nsecond\r\x1b[31m"), "2023-03-24T12:40:00.123Z info first\\nsecond\\r\\u001b[31m");
}

TEST(LogLine, json_is_one_object_with_typed_values) {
  EXPECT_EQ(json_line("gap", {{"symbol", "BTCUSDT"},
                              {"candles", std::uint64_t{18446744073709551615ULL}},
                              {"shift", std::int64_t{-1}},
                              {"score", 0.25}}),
            R"({"time":"2023-03-24T12:40:00.123Z","level":"warning","message":"gap","symbol":"BTCUSDT",)"
            R"("candles":18446744073709551615,"shift":-1,"score":0.25})");
}

TEST(LogLine, json_escapes_per_rfc_8259) {
  EXPECT_EQ(json_line("a\"b\\c\nd\te\x01"s),
            R"({"time":"2023-03-24T12:40:00.123Z","level":"warning","message":"a\"b\\c\nd\te\u0001"})");
}

TEST(LogLine, json_has_no_number_that_is_not_finite) {
  EXPECT_TRUE(json_line("m", {{"x", std::numeric_limits<double>::quiet_NaN()}}).ends_with(R"("x":null})"));
  EXPECT_TRUE(json_line("m", {{"x", std::numeric_limits<double>::infinity()}}).ends_with(R"("x":null})"));
}

TEST(LogLine, keeps_utf8_and_replaces_what_is_none) {
  EXPECT_TRUE(json_line("Zürich €").find("Zürich €") != std::string::npos);
  // Overlong slash, lone continuation, surrogate half, beyond U+10FFFF, cut off (Unicode 15, table 3-7).
  for (const std::string& bad : {"\xC0\xAF"s, "\x80"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s, "\xE2\x82"s}) {
    const std::string line = json_line(bad);
    EXPECT_TRUE(line.find("\xEF\xBF\xBD") != std::string::npos) << line;
    EXPECT_TRUE(line.find(bad) == std::string::npos) << line;
  }
}

TEST(LogLine, never_holds_a_control_character) {
  EXPECT_TRUE(rc::check([](const std::string& message, const std::string& value) {
    for (const LogFormat format : {LogFormat::kText, LogFormat::kJson}) {
      const std::string line = format_log_line(format, kTime, LogLevel::kError, message, {{"key", value}});
      for (const char c : line) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
    }
  }));
}

}  // namespace
}  // namespace tidemark::ops
