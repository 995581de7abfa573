#include "alerts/rule_json.hpp"

#include <gtest/gtest.h>

namespace tidemark::alerts {
namespace {

Vocabulary words() {
  Vocabulary all;
  all.of(Kind::kZone) = {{"created", "tested", "broken"}, {"supply", "demand", "continuation"}};
  all.of(Kind::kCandlestick) = {{"CDLHAMMER", "CDLDOJI"}, {}};
  all.of(Kind::kChartPattern) = {{"double_top"}, {"forming", "complete"}};
  all.of(Kind::kSignal) = {{"strong_buy", "buy"}, {"open", "target"}};
  all.of(Kind::kVolume) = {{"spike", "climax"}, {"weak", "strong"}};
  return all;
}

core::Result<Rule> read(const std::string& text, Rule rule = {}) {
  const auto json = net::parse_json(text);
  EXPECT_TRUE(json) << text;
  return read_rule(*json, words(), std::move(rule));
}

/// "code at place".
std::string refusal(const std::string& text) {
  const auto rule = read(text);
  return rule ? "taken" : rule.error().code + " at " + rule.error().place;
}

std::string with_condition(const std::string& condition) {
  return R"({"name":"r","condition":)" + condition + "}";
}

TEST(RuleJson, comes_back_as_it_was_written) {
  for (const char* condition :
       {R"({"type":"price_cross","level":65000.25,"direction":"up"})",
        R"({"type":"price_range","low":1,"high":2.5,"when":"leaves"})",
        R"({"type":"move","percent":1.5,"candles":12,"direction":"down"})",
        R"({"type":"zone","events":["tested"],"zone_types":["demand"],"direction":null,"least_confidence":60})",
        R"({"type":"candlestick","names":["CDLHAMMER"],"direction":"bullish","least_confidence":0})",
        R"({"type":"chart_pattern","names":[],"states":["complete"],"direction":"bearish","least_confidence":0})",
        R"({"type":"signal","names":["strong_buy"],"states":["open"],"direction":null,"least_confidence":70})",
        R"({"type":"confluence","direction":"bullish","least_confidence":60})",
        R"({"type":"volume","names":["spike"],"strengths":[],"direction":"neutral","least_confidence":5})"}) {
    const std::string text =
        R"({"name":"My rule","symbol":"binance:BTCUSDT","timeframe":"1h","condition":)" + std::string{condition} +
        R"(,"repeat":"once","cooldown_s":90,"expires_at":"2027-01-01T00:00:00Z","message":"{{ticker}}",)"
        R"("body":"{\"t\":\"{{ticker}}\"}","webhooks":["0123456789abcdef"],"enabled":false})";
    const auto rule = read(text);
    ASSERT_TRUE(rule) << condition << rule.error().text();
    std::string written;
    net::JsonWriter json{written};
    json.begin_object();
    write_rule(json, *rule);
    json.end_object();
    EXPECT_EQ(written, text);
  }
}

TEST(RuleJson, needs_a_name_and_a_condition_and_no_more) {
  const auto rule = read(R"({"name":"r","condition":{"type":"price_cross","level":10}})");
  ASSERT_TRUE(rule) << rule.error().text();
  EXPECT_FALSE(rule->symbol);
  EXPECT_EQ(rule->repeat, Repeat::kCandle);
  EXPECT_TRUE(rule->enabled);
  EXPECT_EQ(std::get<PriceCross>(rule->condition), (PriceCross{10, Way::kEither}));
  EXPECT_EQ(refusal(R"({"condition":{"type":"price_cross","level":10}})"), "missing_member at name");
  EXPECT_EQ(refusal(R"({"name":"r"})"), "missing_member at condition");
  EXPECT_EQ(refusal("[]"), "bad_rule at body");
}

TEST(RuleJson, lays_a_change_over_what_is_there) {
  const auto rule = read(R"({"name":"r","symbol":"BTCUSDT","condition":{"type":"price_cross","level":10}})");
  const auto changed = read(R"({"enabled":false,"symbol":null})", *rule);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->name, "r");
  EXPECT_EQ(changed->condition, rule->condition);
  EXPECT_FALSE(changed->symbol);
  EXPECT_FALSE(changed->enabled);
}

TEST(RuleJson, names_what_is_wrong) {
  const std::string good = R"("condition":{"type":"price_cross","level":10})";
  EXPECT_EQ(refusal(R"({"name":"r","nmae":1,)" + good + "}"), "unknown_member at nmae");
  EXPECT_EQ(refusal(R"({"name":"r","id":"x",)" + good + "}"), "unknown_member at id");
  EXPECT_EQ(refusal(R"({"name":" ",)" + good + "}"), "bad_value at name");
  EXPECT_EQ(refusal(R"({"name":"a\nb",)" + good + "}"), "bad_value at name");
  EXPECT_EQ(refusal(R"({"name":")" + std::string(101, 'x') + "\"," + good + "}"), "too_long at name");
  EXPECT_EQ(refusal(R"({"name":"r","timeframe":"7m",)" + good + "}").ends_with("at timeframe"), true);
  EXPECT_EQ(refusal(R"({"name":"r","repeat":"never",)" + good + "}"), "bad_value at repeat");
  EXPECT_EQ(refusal(R"({"name":"r","cooldown_s":-1,)" + good + "}"), "bad_value at cooldown_s");
  EXPECT_EQ(refusal(R"({"name":"r","cooldown_s":1.5,)" + good + "}"), "bad_value at cooldown_s");
  EXPECT_EQ(refusal(R"({"name":"r","enabled":1,)" + good + "}"), "bad_value at enabled");
  EXPECT_EQ(refusal(R"({"name":"r","webhooks":["a","a"],)" + good + "}"), "bad_value at webhooks");
  EXPECT_EQ(refusal(R"({"name":"r","message":"{{nope}}",)" + good + "}"), "unknown_placeholder at message:0");
  EXPECT_EQ(refusal(R"({"name":"r","body":"x {{",)" + good + "}"), "unbalanced_braces at body:2");
}

TEST(RuleJson, names_what_is_wrong_in_a_condition) {
  EXPECT_EQ(refusal(with_condition("7")), "bad_value at condition");
  EXPECT_EQ(refusal(with_condition("{}")), "bad_value at condition.type");
  EXPECT_EQ(refusal(with_condition(R"({"type":"price_cross"})")), "missing_member at condition.level");
  EXPECT_EQ(refusal(with_condition(R"({"type":"price_cross","level":0})")), "bad_value at condition.level");
  EXPECT_EQ(refusal(with_condition(R"({"type":"price_cross","level":1e300})")), "bad_value at condition.level");
  EXPECT_EQ(refusal(with_condition(R"({"type":"price_cross","level":1,"lvl":2})")), "unknown_member at condition.lvl");
  EXPECT_EQ(refusal(with_condition(R"({"type":"price_cross","level":1,"direction":"left"})")),
            "bad_value at condition.direction");
  EXPECT_EQ(refusal(with_condition(R"({"type":"price_range","low":2,"high":2})")), "bad_value at condition.low");
  EXPECT_EQ(refusal(with_condition(R"({"type":"move","percent":1,"candles":501})")), "bad_value at condition.candles");
  EXPECT_EQ(refusal(with_condition(R"({"type":"move","percent":1,"candles":1.5})")), "bad_value at condition.candles");
  EXPECT_EQ(refusal(with_condition(R"({"type":"candlestick","names":["CDLHAMER"]})")),
            "unknown_name at condition.names[0]");
  EXPECT_EQ(refusal(with_condition(R"({"type":"volume","strengths":["strong",3]})")),
            "bad_value at condition.strengths[1]");
  EXPECT_EQ(refusal(with_condition(R"({"type":"volume","least_confidence":101})")),
            "bad_value at condition.least_confidence");
  EXPECT_EQ(refusal(with_condition(R"({"type":"candlestick","states":["complete"]})")),
            "unknown_member at condition.states");
}

}  // namespace
}  // namespace tidemark::alerts
