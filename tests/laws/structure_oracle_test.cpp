// Structure against joshyattridge/smart-money-concepts 0.0.27: the expected files of its own unit tests over 24424
// candles of EURUSD 15m (shared/oracles/smc, README.md; skipped without). The library marks a candle with what later
// candles made of it; here the events are replayed to the end, and the table that results must be the library's. That
// each event came no earlier than it could is the law of structure_laws_test.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/structure/structure.hpp"
#include "tests/laws/oracle.hpp"
#include "tests/laws/real_markets.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::structure;
using Texts = std::map<std::string, std::vector<std::string>>;

constexpr int kLength = 5;

double value_of(const std::string& text) {
  return std::strtod(text.c_str(), nullptr);
}

float single(double value) {
  return static_cast<float>(value);
}

class SmartMoney : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto talib = oracle_folder();
    folder_ = talib.parent_path() / "smc/EURUSD_15m";
    if (talib.empty() || !std::filesystem::exists(folder_)) GTEST_SKIP() << "no oracles: set TIDEMARK_SHARED";
    candles_ = read_market(folder_ / "ohlcv.csv.gz");
    ASSERT_EQ(candles_.size(), 24424U);
  }

  [[nodiscard]] Texts expected(const std::string& name) const {
    return read_texts(folder_ / (name + "_result_data.csv.gz"));
  }
  /// The library's tolerance of equal highs: a share of the range of all candles, the later ones included.
  [[nodiscard]] double liquidity_range() const {
    const auto highest = std::ranges::max_element(candles_, {}, &core::CandleF::high)->high;
    const auto lowest = std::ranges::min_element(candles_, {}, &core::CandleF::low)->low;
    return (highest - lowest) * 0.01;
  }
  [[nodiscard]] StructureSettings settings() const {
    StructureSettings settings = StructureSettings::smart_money(kLength, liquidity_range());
    settings.gaps.open_max = settings.blocks.open_max = settings.liquidity.open_max = candles_.size();
    return settings;
  }
  [[nodiscard]] std::vector<Event> events(Kind kind, const StructureSettings& settings) const {
    Structure structure{settings};
    std::vector<Event> all;
    structure.update_all(candles_, all);
    std::erase_if(all, [kind](const Event& event) { return event.kind != kind; });
    return all;
  }

  std::vector<core::CandleF> candles_;
  std::filesystem::path folder_;
};

TEST_F(SmartMoney, swings) {
  const Texts table = expected("swing_highs_lows");
  std::map<std::int64_t, Event> swings;
  std::int64_t last = 0;
  for (const Event& event : events(Kind::kSwing, settings())) {
    if (event.state == State::kConfirmed) {
      EXPECT_TRUE(swings.emplace(event.at.index, event).second) << "two final swings at " << event.at.index;
    } else {
      last = event.at.index;  // the leg in progress: final in the library's eyes
    }
  }
  std::size_t compared = 0;
  for (std::size_t i = 0; i + 1 < candles_.size(); ++i) {  // the last row is the library's artificial bookend
    const auto& sign = table.at("HighLow")[i];
    if (static_cast<std::int64_t>(i) == last) continue;
    const auto found = swings.find(static_cast<std::int64_t>(i));
    ASSERT_EQ(found != swings.end(), !sign.empty()) << "row " << i;
    if (sign.empty()) continue;
    EXPECT_EQ(found->second.side == Side::kBearish ? 1 : -1, value_of(sign)) << "row " << i;
    EXPECT_EQ(single(found->second.price), single(value_of(table.at("Level")[i]))) << "row " << i;
    EXPECT_TRUE(i == 0 || found->second.known.index > static_cast<std::int64_t>(i) + kLength) << "row " << i;
    ++compared;
  }
  EXPECT_GT(compared, 2000U);
  EXPECT_FALSE(table.at("HighLow")[static_cast<std::size_t>(last)].empty()) << "row " << last;
}

TEST_F(SmartMoney, breaks_of_structure_and_changes_of_character) {
  const Texts table = expected("bos_choch");
  std::map<std::int64_t, Event> rows;
  for (const Kind kind : {Kind::kBreakOfStructure, Kind::kChangeOfCharacter}) {
    for (const Event& event : events(kind, settings())) {
      if (event.state == State::kInvalidated) {
        EXPECT_EQ(rows.erase(event.from.index), 1U);
      } else {
        rows[event.from.index] = event;
      }
    }
  }
  std::size_t compared = 0;
  for (std::size_t i = 0; i < candles_.size(); ++i) {
    const auto& bos = table.at("BOS")[i];
    const auto& choch = table.at("CHOCH")[i];
    const auto found = rows.find(static_cast<std::int64_t>(i));
    const bool there = !bos.empty() || !choch.empty();
    ASSERT_EQ(found != rows.end(), there) << "row " << i;
    if (!there) continue;
    const Event& event = found->second;
    EXPECT_EQ(event.kind == Kind::kBreakOfStructure, !bos.empty()) << "row " << i;
    EXPECT_EQ(event.side == Side::kBullish ? 1 : -1, value_of(bos.empty() ? choch : bos)) << "row " << i;
    EXPECT_EQ(single(event.price), single(value_of(table.at("Level")[i]))) << "row " << i;
    EXPECT_EQ(static_cast<double>(event.at.index), value_of(table.at("BrokenIndex")[i])) << "row " << i;
    EXPECT_GE(event.known.index, event.at.index) << "row " << i;
    ++compared;
  }
  EXPECT_GT(compared, 300U);
}

class SmartMoneyGaps : public SmartMoney, public ::testing::WithParamInterface<JoinGaps> {};

TEST_P(SmartMoneyGaps, with_their_mitigation) {
  StructureSettings with = settings();
  with.gaps.join = GetParam();
  const Texts table = expected(GetParam() == JoinGaps::kJoin ? "fvg_consecutive" : "fvg");
  struct Row {
    Event gap;
    std::int64_t mitigated{0};
  };
  std::map<std::uint64_t, Row> by_id;
  for (const Event& event : events(Kind::kFairValueGap, with)) {
    if (event.state == State::kMitigated) {
      by_id[event.id].mitigated = event.at.index;
    } else {
      EXPECT_EQ(event.known.index, event.at.index + 1);
      by_id[event.id].gap = event;
    }
  }
  std::map<std::int64_t, Row> rows;
  for (const auto& [id, row] : by_id) rows[row.gap.at.index] = row;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < candles_.size(); ++i) {
    const auto& sign = table.at("FVG")[i];
    const auto found = rows.find(static_cast<std::int64_t>(i));
    ASSERT_EQ(found != rows.end(), !sign.empty()) << "row " << i;
    if (sign.empty()) continue;
    const auto& [gap, mitigated] = found->second;
    EXPECT_EQ(gap.side == Side::kBullish ? 1 : -1, value_of(sign)) << "row " << i;
    EXPECT_EQ(single(gap.top), single(value_of(table.at("Top")[i]))) << "row " << i;
    EXPECT_EQ(single(gap.bottom), single(value_of(table.at("Bottom")[i]))) << "row " << i;
    EXPECT_EQ(static_cast<double>(mitigated), value_of(table.at("MitigatedIndex")[i])) << "row " << i;
    ++compared;
  }
  EXPECT_GT(compared, 2000U);
}

INSTANTIATE_TEST_SUITE_P(Joined, SmartMoneyGaps, ::testing::Values(JoinGaps::kSeparate, JoinGaps::kJoin),
                         [](const auto& parameter) {
                           return std::string{kJoinGapsNames[static_cast<std::size_t>(parameter.param)]};
                         });

TEST_F(SmartMoney, order_blocks) {
  const Texts table = expected("ob");
  struct Row {
    Event block;
    std::int64_t mitigated{0};
    bool erased{false};
  };
  std::map<std::uint64_t, Row> by_id;
  for (const Event& event : events(Kind::kOrderBlock, settings())) {
    Row& row = by_id[event.id];
    if (event.state == State::kFormed) row.block = event;
    if (event.state == State::kMitigated) row.mitigated = event.at.index;
    if (event.state == State::kInvalidated) row.erased = true;
  }
  // The library goes through the bullish blocks first; of two on a candle the later stands.
  std::map<std::int64_t, Row> rows;
  for (const Side side : {Side::kBullish, Side::kBearish}) {
    for (const auto& [id, row] : by_id) {
      if (row.block.side == side && !row.erased) rows[row.block.at.index] = row;
    }
  }
  std::size_t compared = 0;
  for (std::size_t i = 0; i < candles_.size(); ++i) {
    const auto& sign = table.at("OB")[i];
    const auto found = rows.find(static_cast<std::int64_t>(i));
    ASSERT_EQ(found != rows.end(), !sign.empty()) << "row " << i;
    if (sign.empty()) continue;
    const auto& [block, mitigated, erased] = found->second;
    const bool bullish = block.side == Side::kBullish;
    EXPECT_EQ(bullish ? 1 : -1, value_of(sign)) << "row " << i;
    EXPECT_EQ(single(block.top), single(value_of(table.at("Top")[i]))) << "row " << i;
    EXPECT_EQ(single(block.bottom), single(value_of(table.at("Bottom")[i]))) << "row " << i;
    // The library says the candle before the one that takes a bullish block up.
    const std::int64_t said = mitigated != 0 && bullish ? mitigated - 1 : mitigated;
    EXPECT_EQ(static_cast<double>(said), value_of(table.at("MitigatedIndex")[i])) << "row " << i;
    ++compared;
  }
  EXPECT_GT(compared, 5U);
}

TEST_F(SmartMoney, liquidity) {
  const Texts table = expected("liquidity");
  struct Row {
    Event pool;
    std::int64_t swept{0};
  };
  std::map<std::uint64_t, Row> by_id;
  for (const Event& event : events(Kind::kLiquidityPool, settings())) {
    if (event.state == State::kMitigated) {
      by_id[event.id].swept = event.at.index;
    } else {
      by_id[event.id].pool = event;
    }
  }
  std::map<std::int64_t, Row> rows;
  for (const auto& [id, row] : by_id) rows[row.pool.from.index] = row;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < candles_.size(); ++i) {
    const auto& sign = table.at("Liquidity")[i];
    const auto found = rows.find(static_cast<std::int64_t>(i));
    ASSERT_EQ(found != rows.end(), !sign.empty()) << "row " << i;
    if (sign.empty()) continue;
    const auto& [pool, swept] = found->second;
    EXPECT_EQ(pool.side == Side::kBearish ? 1 : -1, value_of(sign)) << "row " << i;
    EXPECT_NEAR(pool.price, value_of(table.at("Level")[i]), 2e-7) << "row " << i;
    EXPECT_EQ(static_cast<double>(pool.at.index), value_of(table.at("End")[i])) << "row " << i;
    EXPECT_EQ(static_cast<double>(swept), value_of(table.at("Swept")[i])) << "row " << i;
    ++compared;
  }
  EXPECT_GT(compared, 100U);
}

class SmartMoneyPeriods : public SmartMoney, public ::testing::WithParamInterface<Period> {};

TEST_P(SmartMoneyPeriods, previous_high_and_low) {
  const std::map<Period, std::string> files{{Period::kFourHours, "4h"}, {Period::kDay, "1D"}, {Period::kWeek, "W"}};
  const Texts table = read_texts(folder_ / ("previous_high_low_result_data_" + files.at(GetParam()) + ".csv.gz"));
  std::map<std::int64_t, std::vector<Event>> by_row;
  for (const Event& event : events(Kind::kPreviousHighLow, settings())) {
    if (event.part != static_cast<std::uint8_t>(GetParam())) continue;
    EXPECT_EQ(event.known.index, event.at.index);
    by_row[event.at.index].push_back(event);
  }
  std::optional<Event> looked_at;
  int broken_high = 0;
  int broken_low = 0;
  for (std::size_t i = 0; i < candles_.size(); ++i) {
    for (const Event& event : by_row[static_cast<std::int64_t>(i)]) {
      if (event.state == State::kFormed) {
        looked_at = event;
        broken_high = broken_low = 0;
      } else {
        (event.side == Side::kBullish ? broken_high : broken_low) = 1;
      }
    }
    const auto& high = table.at("PreviousHigh")[i];
    ASSERT_EQ(looked_at.has_value(), !high.empty()) << "row " << i;
    ASSERT_EQ(broken_high, value_of(table.at("BrokenHigh")[i])) << "row " << i;
    ASSERT_EQ(broken_low, value_of(table.at("BrokenLow")[i])) << "row " << i;
    if (!looked_at) continue;
    ASSERT_EQ(single(looked_at->top), single(value_of(high))) << "row " << i;
    ASSERT_EQ(single(looked_at->bottom), single(value_of(table.at("PreviousLow")[i]))) << "row " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, SmartMoneyPeriods, ::testing::Values(Period::kFourHours, Period::kDay, Period::kWeek),
                         [](const auto& parameter) {
                           return "p" + std::string{kPeriodNames[static_cast<std::size_t>(parameter.param)]};
                         });

TEST_F(SmartMoney, london_sessions) {
  const Texts table = expected("sessions");
  Structure structure{settings()};
  std::vector<Event> events;
  for (std::size_t i = 0; i < candles_.size(); ++i) {
    structure.update(candles_[i], events);
    const auto& london = structure.sessions().session(1);
    ASSERT_EQ(london.active ? 1 : 0, value_of(table.at("Active")[i])) << "row " << i;
    if (!london.active) continue;
    ASSERT_EQ(single(london.high), single(value_of(table.at("High")[i]))) << "row " << i;
    ASSERT_EQ(single(london.low), single(value_of(table.at("Low")[i]))) << "row " << i;
  }
}

TEST_F(SmartMoney, retracements) {
  // Per leg: from the candle after a final swing to the next swing, one row late. The library leaves out the first
  // three legs, and its bookends decide the last.
  const Texts table = expected("retracements");
  std::vector<Event> finals = events(Kind::kSwing, settings());
  std::erase_if(finals, [](const Event& event) { return event.state != State::kConfirmed; });
  std::size_t compared = 0;
  for (std::size_t s = 4; s + 1 < finals.size(); ++s) {
    const bool high = finals[s].side == Side::kBearish;
    Retracement retracement;
    retracement.begin(finals[s - 1].price, finals[s].price, high ? End::kHigh : End::kLow);
    for (std::int64_t i = finals[s].at.index + 1; i < finals[s + 1].at.index; ++i) {
      const double percent = retracement.step(candles_[static_cast<std::size_t>(i)]);
      const auto row = static_cast<std::size_t>(i) + 1;
      ASSERT_EQ(high ? 1 : -1, value_of(table.at("Direction")[row])) << "row " << row;
      // Rounded to a tenth; a tie may round to either side.
      ASSERT_NEAR(percent, value_of(table.at("CurrentRetracement%")[row]), 0.0500001) << "row " << row;
      ++compared;
    }
  }
  EXPECT_GT(compared, 20000U);
}

}  // namespace
}  // namespace tidemark::laws
