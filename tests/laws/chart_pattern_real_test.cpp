// No repaint of chart patterns on real candles: three markets of more than 20,000 each, skipped without them
// (TIDEMARK_SHARED). Structure and zones are held to the same in structure_laws_test.cpp.
#include <gtest/gtest.h>

#include "analysis/chart_patterns/detector.hpp"
#include "tests/laws/real_markets.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::chart_patterns;

constexpr std::size_t kPrefixes = 40;

std::vector<ChartPattern> said_of(std::span<const core::CandleF> candles) {
  std::vector<ChartPattern> all;
  ChartPatternDetector{}.update_all(candles, all);
  return all;
}

/// Each event is said with the candle that made it known, about what lies no later.
void expect_said_in_time(const ChartPattern& event, std::size_t candle) {
  const auto now = static_cast<std::int64_t>(candle);
  ASSERT_EQ(event.known.index, now);
  ASSERT_LE(event.began.index, now);
  for (const Anchor& anchor : event.shape.anchors.items()) ASSERT_LE(anchor.at.index, now);
  if (event.breakout) {
    ASSERT_LE(event.breakout->at.index, now);
  }
}

TEST(ChartPatternRealMarkets, no_event_is_rewritten_when_candles_follow) {
  const auto markets = real_markets();
  if (markets.empty()) GTEST_SKIP() << "no real markets: set TIDEMARK_SHARED";
  ASSERT_EQ(markets.size(), 3U);
  for (const Scenario& market : markets) {
    SCOPED_TRACE(market.name);
    ASSERT_GE(market.candles.size(), 20'000U);
    ChartPatternDetector stream;
    std::vector<ChartPattern> whole;
    for (std::size_t i = 0; i < market.candles.size(); ++i) {
      const std::size_t before = whole.size();
      stream.update(market.candles[i], whole);
      for (std::size_t e = before; e < whole.size(); ++e) ASSERT_NO_FATAL_FAILURE(expect_said_in_time(whole[e], i));
    }
    EXPECT_GT(whole.size(), 1000U);
    for (std::size_t size = 997; size < market.candles.size(); size += market.candles.size() / kPrefixes) {
      const auto prefix = said_of(std::span{market.candles}.first(size));
      ASSERT_LE(prefix.size(), whole.size());
      for (std::size_t i = 0; i < prefix.size(); ++i) {
        ASSERT_EQ(prefix[i], whole[i]) << "event " << i << " was rewritten after " << size << " candles";
      }
      const bool complete =
          prefix.size() == whole.size() || whole[prefix.size()].known.index >= static_cast<std::int64_t>(size);
      EXPECT_TRUE(complete) << "something was known in " << size << " candles that was not said";
    }
  }
}

}  // namespace
}  // namespace tidemark::laws
