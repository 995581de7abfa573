#include "decision/weights.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace tidemark::decision {
namespace {

// spec/03-analysis.md: fibonacci 0.25, volume 0.15, candlestick 0.15, abc_pattern 0.20, supply_demand 0.25, the others
// share 0.05; that is 1.05, so 0.25 becomes 5/21, 0.15 1/7, 0.20 4/21, and each of six others 1/126.
TEST(Weights, defaults_are_the_specifications_over_their_sum) {
  const Weights weights = default_weights();
  EXPECT_DOUBLE_EQ(weights.of(FactorType::kFibonacci), 5.0 / 21);
  EXPECT_DOUBLE_EQ(weights.of(FactorType::kSupplyDemand), 5.0 / 21);
  EXPECT_DOUBLE_EQ(weights.of(FactorType::kVolume), 1.0 / 7);
  EXPECT_DOUBLE_EQ(weights.of(FactorType::kCandlestick), 1.0 / 7);
  EXPECT_DOUBLE_EQ(weights.of(FactorType::kAbcPattern), 4.0 / 21);
  for (const auto type : {FactorType::kRsi, FactorType::kMacd, FactorType::kSwingLevel, FactorType::kSupportResistance,
                          FactorType::kTimeframe, FactorType::kMomentum}) {
    EXPECT_DOUBLE_EQ(weights.of(type), 1.0 / 126);
  }
  for (const auto type :
       {FactorType::kOrderFlow, FactorType::kCot, FactorType::kSentiment, FactorType::kRelativeStrength}) {
    EXPECT_EQ(weights.of(type), 0);
  }
  const double sum = std::accumulate(weights.share.begin(), weights.share.end(), 0.0);
  EXPECT_LE(sum, 1);
  EXPECT_DOUBLE_EQ(sum, 1);
  EXPECT_EQ(weights.source, WeightSource::kDefault);
}

TEST(Weights, a_symbols_own_come_after_those_of_all) {
  const std::vector<WeightOverride> overrides{parse_weight("BTC/USDT:rsi=0.5").value(), parse_weight("rsi=0.1").value(),
                                              parse_weight("fibonacci=0").value()};
  EXPECT_EQ(overrides[0], (WeightOverride{"BTCUSDT", FactorType::kRsi, 0.5}));
  // 1.05 - 0.25 for Fibonacci - 0.05/6 for RSI, and what RSI is now.
  const double rest = 0.8 - 0.05 / 6;
  const Weights btc = weights_for("BTCUSDT", overrides).value();
  EXPECT_DOUBLE_EQ(btc.of(FactorType::kRsi), 0.5 / (rest + 0.5));
  EXPECT_EQ(btc.of(FactorType::kFibonacci), 0);
  EXPECT_EQ(btc.source, WeightSource::kConfigured);
  const Weights other = weights_for("EURUSD", overrides).value();
  EXPECT_DOUBLE_EQ(other.of(FactorType::kRsi), 0.1 / (rest + 0.1));
  EXPECT_EQ(weights_for("EURUSD", {}).value(), default_weights());
}

TEST(Weights, refuses_what_is_no_weight_and_says_which) {
  EXPECT_EQ(parse_weight("fibonaci=1").error().code, "unknown_parameter");
  EXPECT_NE(parse_weight("fibonaci=1").error().message.find("did you mean fibonacci"), std::string::npos);
  for (const char* text : {"rsi", "rsi=", "rsi=much", "rsi=-1", "rsi=nan", "rsi=1e9"}) {
    EXPECT_EQ(parse_weight(text).error().code, "bad_parameter") << text;
  }
  EXPECT_FALSE(parse_weight("B T C:rsi=1"));
  Weights none;
  EXPECT_EQ(normalized(none).error().code, "bad_parameter");
}

}  // namespace
}  // namespace tidemark::decision
