// Placeholders are TradingView's (help page "How to use a variable value in alert", and "Webhooks": JSON bodies).

#include "alerts/template.hpp"

#include <gtest/gtest.h>

#include "net/json_reader.hpp"

namespace tidemark::alerts {
namespace {

std::optional<std::string> sample(Placeholder placeholder) {
  if (placeholder == Placeholder::kTicker) return "BTCUSDT";
  if (placeholder == Placeholder::kClose) return "65000.5";
  if (placeholder == Placeholder::kRule) return R"(say "up" \ now)";
  return std::nullopt;
}

std::string rendered(std::string_view text) {
  const auto made = Template::parse(text, "body");
  return made ? made->render(sample) : made.error().code + " at " + made.error().place;
}

TEST(AlertTemplate, fills_in_what_it_names) {
  EXPECT_EQ(rendered("{{ticker}} at {{close}}"), "BTCUSDT at 65000.5");
  EXPECT_EQ(rendered("{{ ticker }}{{close}}!"), "BTCUSDT65000.5!");
  EXPECT_EQ(rendered("no placeholders"), "no placeholders");
  EXPECT_EQ(rendered(""), "");
  EXPECT_EQ(rendered("level: {{level}}."), "level: .") << "what happened has no level";
}

TEST(AlertTemplate, knows_all_of_tradingviews_common_placeholders) {
  for (const char* name :
       {"ticker", "exchange", "interval", "open", "high", "low", "close", "volume", "time", "timenow"}) {
    EXPECT_TRUE(Template::parse("{{" + std::string{name} + "}}", "body")) << name;
  }
}

TEST(AlertTemplate, says_where_it_is_wrong) {
  EXPECT_EQ(rendered("price {{clos}}"), "unknown_placeholder at body:6");
  EXPECT_EQ(rendered("{{}}"), "unknown_placeholder at body:0");
  EXPECT_EQ(rendered("ab {{close"), "unbalanced_braces at body:3");
  EXPECT_EQ(rendered("ab close}} c"), "unbalanced_braces at body:8");
  EXPECT_EQ(rendered("{{close}} }}"), "unbalanced_braces at body:10");
  EXPECT_EQ(rendered("{{{close}}}"), "unknown_placeholder at body:0");
  EXPECT_NE(Template::parse("{{clos}}", "body").error().message.find("{{close}}"), std::string::npos);
}

TEST(AlertTemplate, escapes_values_in_json) {
  const std::string text =
      rendered(R"({"s":"{{ticker}}","r":"{{rule}}","p":{{close}},"q":{"l":{{level}},"n":"{{level}}"}})");
  const auto json = net::parse_json(text);
  ASSERT_TRUE(json) << text;
  EXPECT_EQ(*json->find("s")->text(), "BTCUSDT");
  EXPECT_EQ(*json->find("r")->text(), R"(say "up" \ now)");
  EXPECT_EQ(json->find("p")->number(), 65000.5);
  EXPECT_TRUE(json->find("q")->find("l")->is_null());
  EXPECT_EQ(*json->find("q")->find("n")->text(), "");
}

TEST(AlertTemplate, a_quote_that_json_escapes_does_not_end_the_string) {
  EXPECT_EQ(rendered(R"({"a":"\"{{rule}}"})"), R"({"a":"\"say \"up\" \\ now"})");
}

TEST(AlertTemplate, refuses_a_body_that_would_not_be_json) {
  EXPECT_EQ(rendered(R"({"s":{{ticker}}})"), "bad_json_body at body");
  EXPECT_EQ(rendered(R"({"s":"{{ticker}}")"), "bad_json_body at body");
  EXPECT_EQ(rendered(R"([1,])"), "bad_json_body at body");
  EXPECT_EQ(rendered(R"([1{{close}}])"), "bad_json_body at body") << "a part of a number";
  EXPECT_EQ(rendered(R"([{{open}}{{close}}])"), "bad_json_body at body");
  EXPECT_EQ(rendered(R"(["\\{{ticker}}"])"), R"(["\\BTCUSDT"])");
  EXPECT_EQ(rendered(R"(["\{{ticker}}"])"), "bad_json_body at body") << "it would escape what is filled in";
  EXPECT_TRUE(Template::parse(R"(["{{ticker}}",{{close}}])", "body")->is_json());
  EXPECT_FALSE(Template::parse("{{ticker}}", "body")->is_json());
}

}  // namespace
}  // namespace tidemark::alerts
