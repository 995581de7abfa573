// Expected values follow by hand from projection.hpp.
#include "analysis/zones/projection.hpp"

#include <array>

#include <gtest/gtest.h>

namespace tidemark::analysis::zones {
namespace {

using core::Timeframe;

Zone zone(std::uint64_t id, double bottom, double top, ZoneKind kind = ZoneKind::kDemand, double strength = 0.5) {
  return {.id = id, .kind = kind, .top = top, .bottom = bottom, .strength = strength};
}

TEST(Projection, shows_a_charts_own_zones_and_those_from_four_hours_on) {
  const std::array own{zone(1, 100, 101)};
  const std::array hour{zone(2, 200, 201)};
  const std::array four{zone(3, 300, 301)};
  const std::array week{zone(4, 400, 401)};
  const std::array all{TimeframeZones{Timeframe::k5m, own}, TimeframeZones{Timeframe::k1h, hour},
                       TimeframeZones{Timeframe::k4h, four}, TimeframeZones{Timeframe::k1w, week}};
  std::vector<std::uint64_t> ids;
  for (const auto& one : project(all, Timeframe::k5m)) ids.push_back(one.zone.id);
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{4, 3, 1}));
  EXPECT_EQ(project(all, Timeframe::k1d).size(), 1U);  // nothing shorter, nothing of its own
}

TEST(Projection, nested_zones_gain_strength_with_each_timeframe) {
  const std::array own{zone(1, 100, 101)};
  const std::array four{zone(2, 99, 102)};
  const std::array day{zone(3, 100.5, 110)};  // covers exactly half
  const std::array week{zone(4, 90, 120, ZoneKind::kSupply)};
  const std::array all{TimeframeZones{Timeframe::k1h, own}, TimeframeZones{Timeframe::k4h, four},
                       TimeframeZones{Timeframe::k1d, day}, TimeframeZones{Timeframe::k1w, week}};
  const auto chart = project(all, Timeframe::k1h);
  ASSERT_EQ(chart.size(), 4U);
  const auto& inner = chart.back();
  EXPECT_EQ(inner.zone.id, 1U);
  EXPECT_EQ(inner.nested_in, Timeframe::k4h);
  EXPECT_EQ(inner.outer, 2U);
  // 0.5 + 0.1 x 0.5 = 0.55, + 0.1 x 0.45 = 0.595; the supply zone of the week is of the other kind.
  EXPECT_NEAR(inner.strength, 0.595, 1e-12);
  EXPECT_EQ(inner.zone.strength, 0.5);
}

TEST(Projection, zones_that_are_over_neither_show_nor_count) {
  auto over = zone(1, 100, 101);
  over.status = ZoneStatus::kBroken;
  const std::array own{over, zone(2, 100, 101)};
  auto outer = zone(3, 99, 102);
  outer.status = ZoneStatus::kExpired;
  const std::array four{outer};
  const std::array all{TimeframeZones{Timeframe::k1h, own}, TimeframeZones{Timeframe::k4h, four}};
  const auto chart = project(all, Timeframe::k1h);
  ASSERT_EQ(chart.size(), 1U);
  EXPECT_EQ(chart[0].zone.id, 2U);
  EXPECT_FALSE(chart[0].nested_in);
  EXPECT_EQ(chart[0].strength, 0.5);
}

}  // namespace
}  // namespace tidemark::analysis::zones
