// The track against the catalogue's row on candles that are put together here, all of them in hand.

#include "backtest/regime_track.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "analysis/chart_patterns/pattern.hpp"
#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

constexpr core::Scale kScale{2, 3};

struct Longer {
  core::Candle candle;
  core::Timestamp known;  ///< the end of its last minute, or of what comes after a hole
};

/// Of minutes: a candle whose last minute is missing is known when the next minute is closed.
std::vector<Longer> candles_of(const std::vector<core::Candle>& minutes, core::Timeframe timeframe) {
  std::vector<Longer> all;
  for (const core::Candle& minute : minutes) {
    const core::Timestamp open = core::open_time_of(minute.open_time, timeframe);
    const core::Timestamp end = minute.open_time + core::minutes(1);
    if (all.empty() || all.back().candle.open_time != open) {
      if (!all.empty() && all.back().known == core::Timestamp{}) all.back().known = end;
      all.push_back({minute, {}});
      all.back().candle.open_time = open;
    }
    Longer& one = all.back();
    one.candle.high = std::max(one.candle.high, minute.high);
    one.candle.low = std::min(one.candle.low, minute.low);
    one.candle.close = minute.close;
    if (end == open + core::duration_of(timeframe)) one.known = end;
  }
  return all;
}

class Row {
 public:
  Row() {
    const analysis::IndicatorInfo& row = *analysis::find_indicator("REGIME");
    std::vector<double> defaults;
    for (const analysis::ParameterInfo& one : row.parameters) defaults.push_back(one.fallback);
    row_ = row.make(defaults);
  }
  std::string after(const core::Candle& candle) {
    std::array<double, analysis::kOutputsMax> out{};
    if (row_->update(core::to_double(candle, kScale), out) != analysis::Indicator::Ready::kReady) return "";
    return std::string{out[0] > 0   ? "rising"
                       : out[0] < 0 ? "falling"
                                    : "range"} +
           (out[1] > 0 ? "_high_volatility" : "_low_volatility");
  }

 private:
  std::unique_ptr<analysis::Indicator> row_;
};

/// What the row says of a timeframe after each minute.
class Told {
 public:
  Told(const std::vector<core::Candle>& minutes, core::Timeframe timeframe)
      : candles_{candles_of(minutes, timeframe)} {}
  const std::string& at(core::Timestamp now) {
    for (; next_ < candles_.size() && candles_[next_].known != core::Timestamp{} && candles_[next_].known <= now;
         ++next_) {
      regime_ = row_.after(candles_[next_].candle);
    }
    return regime_;
  }

 private:
  std::vector<Longer> candles_;
  std::size_t next_{0};
  Row row_;
  std::string regime_;
};

TEST(RegimeOfARun, is_that_of_the_closed_hours_or_of_what_comes_next_below) {
  for (const std::uint64_t holes : {0U, 5U}) {
    const auto minutes = testing::walk(7, 60 * 400, 100'000, holes);
    RegimeTrack track{core::Timeframe::k1m, kScale};
    std::vector<Told> told;
    for (const auto timeframe : {core::Timeframe::k1h, core::Timeframe::k30m, core::Timeframe::k15m,
                                 core::Timeframe::k5m, core::Timeframe::k1m}) {
      told.emplace_back(minutes, timeframe);
    }
    std::map<std::size_t, int> spoke;
    std::set<std::string> seen;
    for (const core::Candle& minute : minutes) {
      const core::Timestamp now = minute.open_time + core::minutes(1);
      std::string expected;
      std::size_t from = 0;
      for (std::size_t i = told.size(); i-- > 0;) {
        if (const std::string& one = told[i].at(now); !one.empty()) {
          expected = one;
          from = i;
        }
      }
      const std::string before{track.regime()};
      EXPECT_EQ(track.on_candle(minute), expected != before);
      ASSERT_EQ(track.regime(), expected) << core::format_iso(minute.open_time);
      seen.insert(expected);
      if (!expected.empty()) ++spoke[from];
    }
    EXPECT_EQ(spoke.size(), told.size()) << "each of them in its time";
    EXPECT_GT(seen.size(), 5U);
    EXPECT_EQ(seen.count(""), 1U) << "and none at first";
  }
}

TEST(RegimeOfARun, is_that_of_its_own_candles_where_they_are_longer) {
  RegimeTrack track{core::Timeframe::k4h, kScale};
  Row row;
  std::string expected;
  core::Rng rng{3};
  std::int64_t price = 100'000;
  for (int i = 0; i < 300; ++i) {
    const std::int64_t open = price;
    price += static_cast<std::int64_t>(rng.below(4'001)) - 2'000;
    const auto candle =
        testing::candle(i, open, std::max(open, price) + 9, std::min(open, price) - 9, price, core::Timeframe::k4h);
    const std::string before = std::exchange(expected, row.after(candle));
    EXPECT_EQ(track.on_candle(candle), expected != before);
    ASSERT_EQ(track.regime(), expected) << i;
  }
  EXPECT_NE(track.regime(), "");
}

}  // namespace
}  // namespace tidemark::backtest
