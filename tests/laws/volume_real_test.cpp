// What volume shows over real candles (shared/oracles/talib): nothing said changes when candles follow, and the
// findings are what their words say, looked up in the candles themselves and in TA-Lib's own OBV and AD.
#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "analysis/volume/analyzer.hpp"
#include "tests/laws/oracle.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::volume;
using core::Timeframe;

class RealVolume : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (oracle_folder().empty())
      GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds oracles/talib";
    oracle_ = read_oracle(oracle_folder() / GetParam());
    // The oracles number their candles; an hour each tells them apart.
    for (std::size_t i = 0; i < oracle_.candles.size(); ++i) {
      oracle_.candles[i].open_time = core::Timestamp::from_s(static_cast<std::int64_t>(i) * 3600);
    }
  }
  [[nodiscard]] std::size_t index_of(core::Timestamp time) const {
    const auto at = std::ranges::find(oracle_.candles, time, &core::CandleF::open_time);
    return static_cast<std::size_t>(at - oracle_.candles.begin());
  }

  Oracle oracle_;
};

TEST_P(RealVolume, what_was_said_does_not_change_when_candles_follow) {
  const auto whole = find_all({}, Timeframe::k1h, oracle_.candles);
  for (std::size_t size = 100; size < oracle_.candles.size(); size += 397) {
    const auto prefix = find_all({}, Timeframe::k1h, std::span{oracle_.candles}.first(size));
    ASSERT_LE(prefix.size(), whole.size());
    for (std::size_t i = 0; i < prefix.size(); ++i) ASSERT_EQ(prefix[i].finding, whole[i].finding) << i;
    const bool more = whole.size() > prefix.size();
    ASSERT_TRUE(!more || whole[prefix.size()].candle >= size) << "something of these candles was held back";
  }
}

TEST_P(RealVolume, spikes_are_the_candles_above_twice_the_mean_of_the_twenty_before) {
  std::vector<std::size_t> expected;
  for (std::size_t i = 24; i < oracle_.candles.size(); ++i) {
    double sum = 0;
    for (std::size_t age = 1; age <= 20; ++age) sum += oracle_.candles[i - age].volume;
    if (sum > 0 && oracle_.candles[i].volume / (sum / 20) > 2) expected.push_back(i);
  }
  std::vector<std::size_t> found;
  for (const auto& placed : find_all({}, Timeframe::k1h, oracle_.candles)) {
    if (placed.finding.kind == Kind::kSpike) found.push_back(placed.candle);
  }
  EXPECT_EQ(found, expected);
  EXPECT_GT(found.size(), 20U);
}

TEST_P(RealVolume, divergences_contradict_ta_libs_own_lines) {
  std::size_t checked = 0;
  for (const auto& [at, finding] : find_all({}, Timeframe::k1h, oracle_.candles)) {
    const bool obv = finding.kind == Kind::kObvDivergence || finding.kind == Kind::kObvHiddenDivergence;
    const bool ad = finding.kind == Kind::kAdDivergence || finding.kind == Kind::kAdHiddenDivergence;
    if (!obv && !ad) continue;
    const auto& line = oracle_.columns.at(obv ? "OBV" : "AD");
    const std::size_t from = index_of(finding.from);
    const std::size_t to = index_of(finding.time);
    ASSERT_LT(from, to);
    ASSERT_LT(to, at);
    const double flow = *line[to] - *line[from];
    const bool low = finding.side == Side::kBullish;
    const auto& a = oracle_.candles[from];
    const auto& b = oracle_.candles[to];
    EXPECT_EQ(finding.from_price, low ? a.low : a.high);
    EXPECT_EQ(finding.price, low ? b.low : b.high);
    const double price = finding.price - finding.from_price;
    EXPECT_LT(price * flow, 0) << info_of(finding.kind).id << " at " << at;
    const bool hidden = finding.kind == Kind::kObvHiddenDivergence || finding.kind == Kind::kAdHiddenDivergence;
    EXPECT_EQ(hidden, low == (price > 0));
    ++checked;
  }
  EXPECT_GT(checked, 50U);
}

INSTANTIATE_TEST_SUITE_P(Series, RealVolume, ::testing::Values("EURUSD_1h", "BTCUSDT_1h"),
                         [](const auto& series) { return std::string{series.param}; });

}  // namespace
}  // namespace tidemark::laws
