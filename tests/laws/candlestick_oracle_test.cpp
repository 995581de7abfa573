// Holds all 61 candlestick patterns to TA-Lib 0.6's own output, cell by cell, without tolerance and without exceptions.
// Source of the numbers: shared/oracles/talib (README there tells how they were made).
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "analysis/candlesticks/detector.hpp"
#include "tests/laws/oracle.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::candlesticks;

class TaLibPatterns : public ::testing::TestWithParam<const char*> {};

/// No pattern says it.
constexpr int kNoValue = -1;

/// Cells that are not TA-Lib's.
std::size_t count_differences(const PatternOracle& oracle, const std::vector<PatternHits>& hits) {
  std::size_t different = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    for (std::size_t p = 0; p < kPatternCount; ++p) {
      const auto pattern = static_cast<Pattern>(p);
      const bool ready = (hits[i].ready & set_of(pattern)) != 0;
      const int ours = ready ? hits[i].value(pattern) : kNoValue;
      const int theirs = oracle.rows[i][p].value_or(kNoValue);
      if (ours == theirs) continue;
      if (++different > 5) continue;
      ADD_FAILURE() << oracle.ids[p] << " at " << i << ": " << ours << ", TA-Lib has " << theirs << " (" << kNoValue
                    << ": no value)";
    }
  }
  return different;
}

TEST_P(TaLibPatterns, every_cell_is_equal) {
  if (oracle_folder().empty()) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds oracles/talib";
  const PatternOracle oracle = read_pattern_oracle(oracle_folder() / GetParam());
  ASSERT_EQ(oracle.rows.size(), oracle.candles.size());
  ASSERT_EQ(oracle.ids.size(), kPatternCount);
  for (std::size_t p = 0; p < kPatternCount; ++p) EXPECT_EQ(oracle.ids[p], pattern_rows()[p].id);

  std::vector<PatternHits> hits(oracle.candles.size());
  PatternDetector streaming;
  for (std::size_t i = 0; i < hits.size(); ++i) hits[i] = streaming.update(oracle.candles[i]);
  EXPECT_EQ(count_differences(oracle, hits), 0U) << "streaming";

  PatternDetector{}.update_all(oracle.candles, hits);
  EXPECT_EQ(count_differences(oracle, hits), 0U) << "batch";
  std::cout << GetParam() << ": " << hits.size() * kPatternCount << " cells compared\n";
}

INSTANTIATE_TEST_SUITE_P(Oracle, TaLibPatterns, ::testing::Values("EURUSD_1h", "BTCUSDT_1h", "synthA"),
                         [](const auto& series) { return std::string{series.param}; });

}  // namespace
}  // namespace tidemark::laws
