#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analysis/catalogue.hpp"

namespace tidemark::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string text_of(std::string_view request) {
  const auto spec = parse_indicator(request);
  return spec ? spec->text() : "refused: " + spec.error().text();
}

std::string refusal_code(std::string_view request) {
  const auto spec = parse_indicators(request);
  if (spec) return "taken";
  EXPECT_EQ(spec.error().kind, core::ErrorKind::kInvalidArgument);
  EXPECT_FALSE(spec.error().message.empty());
  return spec.error().code;
}

TEST(ParseIndicator, fills_in_ta_libs_defaults) {
  EXPECT_EQ(text_of("SMA"), "SMA:period=30");
  EXPECT_EQ(text_of("EMA"), "EMA:period=30");
  EXPECT_EQ(text_of("RSI"), "RSI:period=14");
  EXPECT_EQ(text_of("ATR"), "ATR:period=14");
  EXPECT_EQ(text_of("MACD"), "MACD:fast_period=12,slow_period=26,signal_period=9");
  EXPECT_EQ(text_of("BBANDS"), "BBANDS:period=5,deviations_up=2,deviations_down=2,ma_type=0");
  EXPECT_EQ(text_of("OBV"), "OBV");
}

TEST(ParseIndicator, canonical_text_has_the_rows_order_and_plain_numbers) {
  EXPECT_EQ(text_of("MACD:signal_period=5,fast_period=8"), "MACD:fast_period=8,slow_period=26,signal_period=5");
  EXPECT_EQ(text_of("SMA:period=1e2"), "SMA:period=100");
  EXPECT_EQ(text_of("SMA:period=100000"), "SMA:period=100000");
  EXPECT_EQ(text_of("SMA:period=20.0"), "SMA:period=20");
  EXPECT_EQ(text_of("BBANDS:deviations_up=2.50"), "BBANDS:period=5,deviations_up=2.5,deviations_down=2,ma_type=0");
}

TEST(ParseIndicator, takes_any_case_blanks_and_ta_libs_parameter_names) {
  EXPECT_EQ(text_of(" rsi : period = 7 "), "RSI:period=7");
  EXPECT_EQ(text_of("RSI:timeperiod=7"), "RSI:period=7");
  EXPECT_EQ(text_of("RSI:optInTimePeriod=7"), "RSI:period=7");
  EXPECT_EQ(text_of("BBANDS:nbdevup=1,optInNbDevDn=3"), "BBANDS:period=5,deviations_up=1,deviations_down=3,ma_type=0");
  EXPECT_EQ(text_of("MACD:fastperiod=8,SlowPeriod=17"), "MACD:fast_period=8,slow_period=17,signal_period=9");
}

TEST(ParseIndicator, takes_a_choice_by_name_or_number_and_writes_the_number) {
  EXPECT_EQ(text_of("MA:ma_type=ema"), "MA:period=30,ma_type=1");
  EXPECT_EQ(text_of("MA:MAType=8,period=4"), "MA:period=4,ma_type=8");
  EXPECT_EQ(text_of("MACDEXT:optInSlowMAType=TRIMA"),
            "MACDEXT:fast_period=12,fast_ma_type=0,slow_period=26,slow_ma_type=5,signal_period=9,signal_ma_type=0");
}

TEST(ParseIndicator, writes_options_only_where_they_differ) {
  EXPECT_EQ(text_of("SMA:source=hl2"), "SMA:period=30,source=4");
  EXPECT_EQ(text_of("SMA:source=close"), "SMA:period=30");
  EXPECT_EQ(text_of("RSI:epsilon=0,source=2"), "RSI:period=14,epsilon=0,source=2");
  EXPECT_EQ(text_of("RSI:epsilon=1e-14"), "RSI:period=14");
}

TEST(ParseIndicator, suggests_what_was_meant) {
  EXPECT_THAT(text_of("RIS"), HasSubstr("no indicator 'RIS'; did you mean RSI?"));
  EXPECT_THAT(text_of("bollinger"), HasSubstr("did you mean BBANDS?"));
  EXPECT_THAT(text_of("sma(20)"), HasSubstr("parameters are written after a colon: SMA:period=30"));
  EXPECT_THAT(text_of("FOOBAR"), HasSubstr("there are ACCBANDS, AD,"));
  EXPECT_THAT(text_of("RSI:perod=3"), HasSubstr("RSI has no parameter 'perod'; did you mean period?"));
  EXPECT_THAT(text_of("OBV:period=3"), HasSubstr("OBV has no parameter 'period'; it has none"));
}

TEST(ParseIndicator, names_parameter_value_and_range) {
  EXPECT_THAT(text_of("RSI:period=1"),
              HasSubstr("RSI: parameter period is 1, but must be a whole number from 2 to 100000"));
  EXPECT_THAT(text_of("RSI:period=1e9"), HasSubstr("parameter period is 1e9"));
  EXPECT_THAT(text_of("RSI:timeperiod=2.5"), HasSubstr("parameter period is 2.5"));
  EXPECT_THAT(text_of("BBANDS:deviations_up=-0.1"),
              HasSubstr("parameter deviations_up is -0.1, but must be a number from 0 to 100"));
  EXPECT_THAT(
      text_of("MA:ma_type=HMA"),
      HasSubstr("MA: parameter ma_type is HMA, but must be one of SMA, EMA, WMA, DEMA, TEMA, TRIMA, KAMA, MAMA, "
                "T3 (or 0 to 8)"));
  EXPECT_THAT(text_of("SMA:source=9"), HasSubstr("parameter source is 9, but must be one of close, open, high,"));
}

TEST(ParseIndicator, refuses_each_kind_of_nonsense_with_its_code) {
  EXPECT_EQ(refusal_code(""), "empty_indicator");
  EXPECT_EQ(refusal_code("  "), "empty_indicator");
  EXPECT_EQ(refusal_code(":period=3"), "empty_indicator");
  EXPECT_EQ(refusal_code("NOPE"), "unknown_indicator");
  EXPECT_EQ(refusal_code("RSI:x=1"), "unknown_parameter");
  EXPECT_EQ(refusal_code("RSI:period=3,timeperiod=3"), "duplicate_parameter");
  for (const auto* text : {"RSI:period=nan", "RSI:period=inf", "RSI:period=-inf", "RSI:period=", "RSI:period",
                           "RSI:", "RSI:=3", "RSI:period=3x", "RSI:period=0x10", "RSI:period=+14", "RSI:period=14,"}) {
    EXPECT_EQ(refusal_code(text), "bad_parameter") << text;
  }
}

TEST(ParseIndicators, splits_at_semicolons_in_the_order_given) {
  const auto specs = parse_indicators("RSI;SMA:period=5 ; SMA:period=6;");
  ASSERT_TRUE(specs) << specs.error().text();
  std::vector<std::string> texts;
  for (const auto& spec : *specs) texts.push_back(spec.text());
  EXPECT_THAT(texts, ElementsAre("RSI:period=14", "SMA:period=5", "SMA:period=6"));
}

TEST(ParseIndicators, all_is_every_row_with_its_defaults) {
  const auto specs = parse_indicators(" All ");
  ASSERT_TRUE(specs);
  ASSERT_EQ(specs->size(), catalogue().size());
  for (std::size_t i = 0; i < specs->size(); ++i) {
    EXPECT_EQ((*specs)[i].text(), parse_indicator(catalogue()[i].id)->text());
  }
}

TEST(ParseIndicators, refuses_the_same_twice_and_empty_places) {
  EXPECT_EQ(refusal_code("SMA;SMA:timeperiod=30"), "duplicate_indicator");
  EXPECT_EQ(refusal_code("SMA;;RSI"), "empty_indicator");
  EXPECT_EQ(refusal_code(";SMA"), "empty_indicator");
  EXPECT_EQ(refusal_code(";"), "empty_indicator");
  EXPECT_EQ(refusal_code("all;SMA"), "unknown_indicator");
}

TEST(ParseIndicators, never_crashes_and_always_explains) {
  rc::check("arbitrary text", [](const std::string& text) {
    const auto specs = parse_indicators(text);
    RC_ASSERT(specs || !specs.error().message.empty());
  });
  rc::check("text of the right alphabet", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"SMAERI:=,;.0159periodnaf -e"}));
    const auto specs = parse_indicators(text);
    RC_ASSERT(specs || !specs.error().message.empty());
  });
}

TEST(CheckParameters, judges_numbers_that_did_not_come_from_text) {
  const auto& rsi = *find_indicator("RSI");
  // Period, epsilon, source.
  const auto accepts = [&rsi](std::vector<double> values) {
    if (!values.empty()) values.insert(values.end(), {1e-14, 0});
    return check_parameters(rsi, values).has_value();
  };
  EXPECT_TRUE(accepts({14}));
  EXPECT_TRUE(accepts({2}));
  EXPECT_TRUE(accepts({100000}));
  EXPECT_FALSE(accepts({}));
  EXPECT_FALSE(accepts({14, 14}));
  EXPECT_FALSE(accepts({1}));
  EXPECT_FALSE(accepts({100001}));
  EXPECT_FALSE(accepts({14.5}));
  EXPECT_FALSE(accepts({std::numeric_limits<double>::quiet_NaN()}));
  EXPECT_FALSE(accepts({std::numeric_limits<double>::infinity()}));
}

TEST(WarmUp, is_ta_libs_lookback) {
  // First indexes: shared/oracles/talib/*/indicators_default.params.jsonl, field first_index.
  const auto warm_up = [](std::string_view request) { return parse_indicator(request)->warm_up(); };
  EXPECT_EQ(warm_up("SMA"), 29);
  EXPECT_EQ(warm_up("EMA"), 29);
  EXPECT_EQ(warm_up("RSI"), 14);
  EXPECT_EQ(warm_up("ATR"), 14);
  EXPECT_EQ(warm_up("MACD"), 33);
  EXPECT_EQ(warm_up("BBANDS"), 4);
  EXPECT_EQ(warm_up("OBV"), 0);
}

}  // namespace
}  // namespace tidemark::analysis
