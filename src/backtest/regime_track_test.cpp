// The track against the catalogue's row on hours that are put together here, all candles in hand.

#include "backtest/regime_track.hpp"

#include <array>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "analysis/chart_patterns/pattern.hpp"
#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

constexpr core::Scale kScale{2, 3};

struct Hour {
  core::Candle candle;
  core::Timestamp known;  ///< the end of its last minute, or the opening of what comes after a hole
};

/// Of whole minutes: an hour whose last minute is missing is known when the next candle is closed.
std::vector<Hour> hours_of(const std::vector<core::Candle>& minutes) {
  std::vector<Hour> hours;
  for (const core::Candle& minute : minutes) {
    const core::Timestamp open = core::open_time_of(minute.open_time, core::Timeframe::k1h);
    const core::Timestamp end = minute.open_time + core::minutes(1);
    if (hours.empty() || hours.back().candle.open_time != open) {
      if (!hours.empty() && hours.back().known == core::Timestamp{}) hours.back().known = end;
      hours.push_back({minute, {}});
      hours.back().candle.open_time = open;
    }
    Hour& hour = hours.back();
    hour.candle.high = std::max(hour.candle.high, minute.high);
    hour.candle.low = std::min(hour.candle.low, minute.low);
    hour.candle.close = minute.close;
    if (end == open + core::hours(1)) hour.known = end;
  }
  return hours;
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

TEST(RegimeOfARun, is_that_of_the_hours_that_are_closed) {
  for (const std::uint64_t holes : {0U, 5U}) {
    const auto minutes = testing::walk(7, 60 * 400, 100'000, holes);
    const auto hours = hours_of(minutes);
    RegimeTrack track{core::Timeframe::k1m, kScale};
    Row row;
    std::string expected;
    std::set<std::string> seen;
    std::size_t next = 0;
    for (const core::Candle& minute : minutes) {
      const core::Timestamp now = minute.open_time + core::minutes(1);
      for (; next < hours.size() && hours[next].known != core::Timestamp{} && hours[next].known <= now; ++next) {
        expected = row.after(hours[next].candle);
      }
      track.on_candle(minute);
      ASSERT_EQ(track.regime(), expected) << core::format_iso(minute.open_time);
      seen.insert(expected);
    }
    EXPECT_GT(seen.size(), 3U) << "a walk has several";
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
