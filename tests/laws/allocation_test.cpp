// Counts every allocation of this program, to hold update() and peek() to none.
#include <algorithm>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/catalogue.hpp"
#include "analysis/chart_patterns/detector.hpp"
#include "analysis/structure/structure.hpp"
#include "analysis/volume/analyzer.hpp"
#include "analysis/zones/zones.hpp"
#include "core/testing/allocations.hpp"
#include "tests/laws/rows.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

class Allocations : public ::testing::TestWithParam<std::string> {};

TEST_P(Allocations, none_after_construction) {
  for (const auto& spec : parameter_sets(*analysis::find_indicator(GetParam()))) {
    const auto candles = random_walk(2, 300);
    std::vector<analysis::Column> columns(spec.info->outputs.size(), analysis::Column(candles.size()));
    const std::vector<std::span<double>> places(columns.begin(), columns.end());
    std::vector<double> values(columns.size());
    const auto indicator = spec.make();

    const std::size_t before = core::testing::allocations();
    for (const auto& candle : candles) {
      static_cast<void>(indicator->peek(candle, values));
      indicator->update(candle, values);
    }
    indicator->update_all(candles, places);
    EXPECT_EQ(core::testing::allocations(), before) << spec.text();
  }
}

TEST(Allocations, none_for_candlestick_patterns) {
  const auto candles = random_walk(2, 300);
  std::vector<analysis::candlesticks::PatternHits> hits(candles.size());
  analysis::candlesticks::PatternDetector detector;

  const std::size_t before = core::testing::allocations();
  for (const auto& candle : candles) {
    static_cast<void>(detector.peek(candle));
    static_cast<void>(detector.update(candle));
  }
  detector.update_all(candles, hits);
  EXPECT_EQ(core::testing::allocations(), before);
}

TEST(Allocations, none_for_what_volume_shows) {
  // Thresholds at which there is much to say, and volume by time of day.
  const auto settings =
      analysis::volume::parse_settings({},
                                       "spike_flag=1,dry_ratio=1,dry_rearm=1,swing_leg=0,base_width=1000,"
                                       "basis=time_of_day,slot_minutes=1440,slot_warm_up=1");
  ASSERT_TRUE(settings);
  const auto candles = random_walk(2, 400);
  analysis::volume::VolumeAnalyzer analyzer{*settings, core::Timeframe::k1h};
  std::size_t said = 0;
  const std::size_t before = core::testing::allocations();
  for (const auto& candle : candles) said += analyzer.update(candle).size();
  EXPECT_EQ(core::testing::allocations(), before);
  EXPECT_GT(said, 20U);
}

TEST(Allocations, none_for_chart_patterns) {
  const auto candles = random_walk(2, 4000);
  analysis::chart_patterns::ChartPatternDetector detector;
  std::vector<analysis::chart_patterns::ChartPattern> said;
  said.reserve(candles.size());
  const std::size_t before = core::testing::allocations();
  detector.update_all(candles, said);
  EXPECT_EQ(core::testing::allocations(), before);
  EXPECT_GT(said.size(), 20U);
}

/// Once over the market to warm up, then once more, later: what an analyzer says goes where there is room already.
template <class Analyzer, class Event>
void expect_no_allocation_once_warm() {
  auto candles = random_walk(4, 6'000);
  Analyzer analyzer;
  std::vector<Event> out;
  std::size_t most = 0;
  for (const auto& candle : candles) {
    out.clear();
    analyzer.update(candle, out);
    most = std::max(most, out.size());
  }
  EXPECT_GT(most, 0U);
  out.reserve(2 * most + 16);
  const auto later = candles.back().open_time - candles.front().open_time + core::hours(1);
  for (auto& candle : candles) candle.open_time = candle.open_time + later;
  const std::size_t before = core::testing::allocations();
  for (const auto& candle : candles) {
    out.clear();
    analyzer.update(candle, out);
  }
  EXPECT_EQ(core::testing::allocations(), before);
}

TEST(Allocations, none_for_structure_once_warm) {
  expect_no_allocation_once_warm<analysis::structure::Structure, analysis::structure::Event>();
}

TEST(Allocations, none_for_zones_once_warm) {
  expect_no_allocation_once_warm<analysis::zones::Zones, analysis::zones::ZoneEvent>();
}

TEST(AllocationCounter, counts) {
  const std::size_t before = core::testing::allocations();
  const std::vector<double> something(100);
  EXPECT_EQ(core::testing::allocations(), before + 1) << something.size();
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Allocations, ::testing::ValuesIn(row_ids()),
                         row_name<::testing::TestParamInfo<std::string>>);

}  // namespace
}  // namespace tidemark::laws
