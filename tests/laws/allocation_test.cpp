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

TEST(Allocations, of_chart_patterns_end_with_the_growth_of_their_list) {
  const auto candles = random_walk(2, 4000);
  analysis::chart_patterns::ChartPatternDetector detector;
  std::vector<analysis::chart_patterns::ChartPattern> said;
  said.reserve(candles.size());
  const std::size_t before = core::testing::allocations();
  detector.update_all(candles, said);
  // The list of the living doubles from 8 to 32, the candles held from 64 to all that are looked back at (some 400).
  EXPECT_LE(core::testing::allocations() - before, 2U + 3U);
  EXPECT_GT(said.size(), 20U);
}

/// Allocations while the analyzer goes over `candles`, what it says going where there is room.
template <class Analyzer, class Event>
std::size_t allocations_over(Analyzer& analyzer, const std::vector<core::CandleF>& candles) {
  std::vector<Event> out;
  out.reserve(1000);
  std::size_t said = 0;
  const std::size_t before = core::testing::allocations();
  for (const auto& candle : candles) {
    out.clear();
    analyzer.update(candle, out);
    said += out.size();
  }
  const std::size_t made = core::testing::allocations() - before;
  EXPECT_GT(said, 20U);
  return made;
}

TEST(Allocations, none_for_structure_whose_lists_are_short) {
  for (const auto rule : {analysis::structure::BreakRule::kLastSwing, analysis::structure::BreakRule::kFourSwings}) {
    analysis::structure::StructureSettings settings;
    settings.break_rule = rule;
    settings.gaps.open_max = settings.blocks.open_max = settings.liquidity.open_max = settings.levels.levels_max = 8;
    analysis::structure::Structure structure{settings};
    const auto made =
        allocations_over<analysis::structure::Structure, analysis::structure::Event>(structure, random_walk(4, 6'000));
    // Breaks by four swings wait in a list that may double three times.
    EXPECT_LE(made, rule == analysis::structure::BreakRule::kLastSwing ? 0U : 6U);
  }
}

TEST(Allocations, of_structure_and_zones_end_with_the_growth_of_their_lists) {
  // Each of the lists doubles from 8 until it holds what its setting allows: at most five times each of 200, four of
  // 100, three of 50.
  analysis::structure::Structure structure;
  const auto candles = random_walk(4, 20'000);
  EXPECT_LE((allocations_over<analysis::structure::Structure, analysis::structure::Event>(structure, candles)),
            4U * 5 + 2 * 4 + 3);
  analysis::zones::Zones zones;
  EXPECT_LE((allocations_over<analysis::zones::Zones, analysis::zones::ZoneEvent>(zones, candles)), 4U);
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
