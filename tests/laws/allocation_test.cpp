// Counts every allocation of this program, to hold update() and peek() to none.
#include <cstddef>

#include <gtest/gtest.h>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/catalogue.hpp"
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

TEST(AllocationCounter, counts) {
  const std::size_t before = core::testing::allocations();
  const std::vector<double> something(100);
  EXPECT_EQ(core::testing::allocations(), before + 1) << something.size();
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Allocations, ::testing::ValuesIn(row_ids()),
                         row_name<::testing::TestParamInfo<std::string>>);

}  // namespace
}  // namespace tidemark::laws
