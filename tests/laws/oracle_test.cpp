// Holds every row that TA-Lib has to TA-Lib 0.6's own output on real data, cell by cell.
// Source of the numbers: shared/oracles/talib (README there tells how they were made).
#include "tests/laws/oracle.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "analysis/catalogue.hpp"

namespace tidemark::laws {
namespace {

struct Count {
  std::size_t cells{0};
  std::size_t bit_equal{0};
};

std::string column_name(const analysis::IndicatorInfo& row, std::size_t output) {
  const std::string id{row.id};
  return row.outputs.size() == 1 ? id : id + "." + std::string{row.outputs[output].name};
}

/// The oracle's own rule: equal emptiness, then |x - ref| <= 1e-9 |ref| + 10 * the column's error floor, fragile cells
/// skipped.
Count compare(const Oracle& oracle, const std::string& name, const analysis::Column& ours) {
  Count count;
  const auto& theirs = oracle.columns.at(name);
  EXPECT_EQ(theirs.size(), ours.size()) << name;
  const double floor = 10 * oracle.error_floor.at(name);
  int shown = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (std::isnan(ours[i]) == theirs[i].has_value()) {
      if (++shown <= 3) ADD_FAILURE() << name << " at " << i << ": one side is empty";
      continue;
    }
    if (!theirs[i]) continue;
    ++count.cells;
    count.bit_equal += std::bit_cast<std::uint64_t>(ours[i]) == std::bit_cast<std::uint64_t>(*theirs[i]) ? 1U : 0U;
    const bool near = std::fabs(ours[i] - *theirs[i]) <= 1e-9 * std::fabs(*theirs[i]) + floor;
    if (!near && !oracle.fragile.contains({name, i}) && ++shown <= 3) {
      ADD_FAILURE() << name << " at " << i << ": " << ours[i] << ", TA-Lib has " << *theirs[i];
    }
  }
  return count;
}

class TaLib : public ::testing::TestWithParam<const char*> {};

TEST_P(TaLib, every_cell_of_every_row_is_equal_to_the_bit) {
  if (oracle_folder().empty()) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds oracles/talib";
  const Oracle oracle = read_oracle(oracle_folder() / GetParam());
  Count all;
  for (const auto& row : analysis::catalogue()) {
    if (!oracle.columns.contains(column_name(row, 0))) continue;  // TA-Lib does not have it
    const auto spec = analysis::parse_indicator(row.id);
    ASSERT_TRUE(spec);
    const auto columns = analysis::compute(*spec, oracle.candles);
    for (std::size_t o = 0; o < columns.size(); ++o) {
      const Count count = compare(oracle, column_name(row, o), columns[o]);
      EXPECT_EQ(count.bit_equal, count.cells) << column_name(row, o);
      EXPECT_GT(count.cells, 0U) << column_name(row, o);
      all.cells += count.cells;
      all.bit_equal += count.bit_equal;
    }
  }
  for (const auto& [name, column] : oracle.columns) {
    EXPECT_NE(analysis::find_indicator(name.substr(0, name.find('.'))), nullptr) << "no row for " << name;
  }
  EXPECT_GT(all.cells, 0U);
  std::cout << GetParam() << ": " << all.bit_equal << " of " << all.cells << " cells equal to the bit\n";
}

/// A column of another library that computes a row TA-Lib does not have.
struct SecondOpinion {
  std::string_view indicator;
  std::size_t output;
  std::string_view column;
  std::size_t from;  ///< candle from which on the two must agree
  double tolerance;  ///< relative
};

// talipp seeds its ATR with the first candle's range and its SuperTrend with 0: what they share with ours comes only
// once that is forgotten, (1 - 1/10)^250 = 4e-12.
constexpr std::array kSecondOpinions{
    SecondOpinion{"HMA:period=16", 0, "tulip.hma_16", 0, 1e-10},
    SecondOpinion{"VWMA:period=20", 0, "tulip.vwma_20", 0, 1e-10},
    SecondOpinion{"DONCHIAN:period=20", 0, "talipp.donchian_20.upper", 0, 0},
    SecondOpinion{"DONCHIAN:period=20", 1, "talipp.donchian_20.mid", 0, 1e-15},
    SecondOpinion{"DONCHIAN:period=20", 2, "talipp.donchian_20.lower", 0, 0},
    SecondOpinion{"KELTNER:period=20,atr_period=10,multiplier=2", 0, "talipp.keltner_20_10_2.upper", 260, 1e-12},
    SecondOpinion{"KELTNER:period=20,atr_period=10,multiplier=2", 1, "talipp.keltner_20_10_2.mid", 260, 1e-12},
    SecondOpinion{"KELTNER:period=20,atr_period=10,multiplier=2", 2, "talipp.keltner_20_10_2.lower", 260, 1e-12},
    SecondOpinion{"SUPERTREND:period=10,multiplier=3", 0, "talipp.supertrend_10_3.value", 300, 1e-12},
    SecondOpinion{"AVWAP", 0, "talipp.vwap_cumulative", 0, 1e-12}};

TEST(SecondOpinions, agree_where_they_define_the_same) {
  if (oracle_folder().empty()) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED to the folder that holds oracles/talib";
  const Oracle oracle = read_oracle(oracle_folder() / "EURUSD_1h");
  const auto others = read_columns(oracle_folder() / "EURUSD_1h/extras_not_in_talib.csv.gz");
  for (const auto& opinion : kSecondOpinions) {
    const auto spec = analysis::parse_indicator(opinion.indicator);
    ASSERT_TRUE(spec) << spec.error().text();
    const auto ours = analysis::compute(*spec, oracle.candles)[opinion.output];
    const auto& theirs = others.at(std::string{opinion.column});
    ASSERT_EQ(ours.size(), theirs.size());
    std::size_t compared = 0;
    double largest = 0;
    for (std::size_t i = opinion.from; i < ours.size(); ++i) {
      ASSERT_EQ(std::isnan(ours[i]), !theirs[i].has_value()) << opinion.column << " at " << i;
      if (!theirs[i]) continue;
      largest = std::max(largest, std::fabs(ours[i] / *theirs[i] - 1));
      ++compared;
    }
    EXPECT_LE(largest, opinion.tolerance) << opinion.column;
    EXPECT_GT(compared, 4000U) << opinion.column;
  }
}

INSTANTIATE_TEST_SUITE_P(Oracle, TaLib, ::testing::Values("EURUSD_1h", "BTCUSDT_1h"),
                         [](const auto& series) { return std::string{series.param}; });

}  // namespace
}  // namespace tidemark::laws
