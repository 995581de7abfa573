#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "net/json_reader.hpp"
#include "net/json_writer.hpp"
#include "net/problem.hpp"

namespace tidemark::net {
namespace {

template <class F>
std::string write(F f) {
  std::string out;
  JsonWriter json{out};
  f(json);
  return out;
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  EXPECT_EQ(write([](JsonWriter& j) {
              j.begin_object().key("a").begin_array().integer(1).integer(-2).begin_array().end_array().end_array();
              j.key("b").begin_object().end_object().key("c").null().key("d").boolean(true).end_object();
            }),
            R"({"a":[1,-2,[]],"b":{},"c":null,"d":true})");
}

TEST(JsonWriter, EscapesText) {
  EXPECT_EQ(write([](JsonWriter& j) { j.text("a\"b\\c\n\r\t\x01/\u00fc\U0001F30A"); }),
            "\"a\\\"b\\\\c\\n\\r\\t\\u0001/\u00fc\U0001F30A\"");
}

TEST(JsonWriter, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(write([](JsonWriter& j) {
              j.text(
                  "a\xFF"
                  "b\xC3");
            }),
            "\"a\uFFFD"
            "b\uFFFD\"");
}

TEST(JsonWriter, WritesExactNumbers) {
  EXPECT_EQ(write([](JsonWriter& j) {
              j.begin_array().decimal(6183763, 2).decimal(100, 2).decimal(-5, 3).integer(INT64_MIN);
              j.unsigned_integer(UINT64_MAX).number(0.1).number(1e300).number(std::nan(""));
              j.number(std::numeric_limits<double>::infinity()).end_array();
            }),
            "[61837.63,1,-0.005,-9223372036854775808,18446744073709551615,0.1,1e+300,null,null]");
}

TEST(JsonReader, ReadsEveryKindOfValue) {
  const auto value = parse_json(R"( {"a":[1,-2.5,true,null,"x\u00fcy"],"b":{"c":9223372036854775807}} )");
  ASSERT_TRUE(value);
  const auto* a = value->find("a")->array();
  ASSERT_NE(a, nullptr);
  EXPECT_EQ(*(*a)[0].integer(), 1);
  EXPECT_EQ((*a)[0].number(), 1.0);
  EXPECT_EQ((*a)[1].number(), -2.5);
  EXPECT_EQ((*a)[1].integer(), nullptr);
  EXPECT_EQ(*(*a)[2].boolean(), true);
  EXPECT_TRUE((*a)[3].is_null());
  EXPECT_EQ(*(*a)[4].text(), "x\u00fcy");
  EXPECT_EQ(*value->find("b")->find("c")->integer(), INT64_MAX);
  EXPECT_EQ(value->find("c"), nullptr);
}

TEST(JsonReader, RefusesWhatIsNotJson) {
  for (const std::string_view text : {"", "{", "[1,]", "{'a':1}", "{\"a\":1}x", "nul", "01", "\"\xFF\"", "\"\\ud800\"",
                                      "NaN", "1e", "{\"a\"}", "// c\n1", "1e999", "{\"a\":1,\"a\":2}"}) {
    const auto value = parse_json(text);
    EXPECT_FALSE(value) << text;
    EXPECT_EQ(value ? "" : value.error().code, "bad_json");
  }
  EXPECT_FALSE(parse_json(std::string(10'000, '[')));
}

TEST(Json, TextSurvivesTheWayThroughBoth) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    std::string ascii;
    for (const char c : bytes) ascii += static_cast<char>(c & 0x7F);
    const auto value = parse_json(write([&](JsonWriter& j) { j.text(ascii); }));
    RC_ASSERT(value.has_value());
    RC_ASSERT(*value->text() == ascii);
  }));
}

TEST(Json, AnyBytesAreWrittenAsValidJson) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    RC_ASSERT(parse_json(write([&](JsonWriter& j) { j.text(bytes); })).has_value());
  }));
}

TEST(Json, DoublesSurviveTheWayThroughBoth) {
  EXPECT_TRUE(rc::check([](double number) {
    const auto value = parse_json(write([&](JsonWriter& j) { j.number(number); }));
    RC_ASSERT(value.has_value());
    if (std::isfinite(number)) RC_ASSERT(value->number() == number);
  }));
}

// Members as in RFC 9457 section 3.1; `code` and `field` are extension members (3.2).
TEST(Problem, IsAnRfc9457Document) {
  const auto response = problem({.status = 422, .code = "bad_number", .detail = "No.", .field = "limit"});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(
      response.body.bytes(),
      R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"No.","code":"bad_number","field":"limit"})");
}

}  // namespace
}  // namespace tidemark::net
