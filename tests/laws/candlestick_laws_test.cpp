// The laws of tests/laws, for the candlestick patterns: with TA-Lib's settings and with others, on every scenario.
#include <array>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "analysis/candlesticks/detector.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::candlesticks;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// TA-Lib's, no averages at all, and periods that all differ (so that sums begin elsewhere for every pattern).
std::vector<Settings> settings_to_try() {
  std::vector<Settings> all(3);
  for (CandleSetting& one : all[1].candle) one.period = 0;
  int period = 3;
  for (CandleSetting& one : all[2].candle) one.period = period += 2;
  all[2][Setting::kShadowLong].range = RangeType::kShadows;
  all[2][Penetration::kMorningStar] = 0;
  return all;
}

std::vector<PatternHits> stream(PatternDetector& detector, std::span<const core::CandleF> candles) {
  std::vector<PatternHits> hits;
  for (const auto& candle : candles) hits.push_back(detector.update(candle));
  return hits;
}

std::vector<std::byte> bytes_of(const PatternDetector& detector) {
  core::ByteWriter writer;
  detector.snapshot(writer);
  return writer.take();
}

/// Runs `law` on every market with every setting.
template <class Law>
void on_all(Law law) {
  for (const Settings& settings : settings_to_try()) {
    for (const Scenario& scenario : scenarios()) {
      SCOPED_TRACE(scenario.name);
      law(settings, scenario.candles);
    }
  }
}

TEST(CandlestickLaws, batch_equals_stream_in_any_chunking) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    PatternDetector one{settings};
    const auto expected = stream(one, candles);
    for (const std::size_t chunk : {1U, 2U, 3U, 5U, 7U, 13U, 33U, 100U, 1000U}) {
      PatternDetector detector{settings};
      std::vector<PatternHits> hits(candles.size());
      for (std::size_t from = 0; from < candles.size(); from += chunk) {
        const std::size_t size = std::min<std::size_t>(chunk, candles.size() - from);
        detector.update_all(std::span{candles}.subspan(from, size), std::span{hits}.subspan(from));
      }
      EXPECT_EQ(hits, expected) << "chunks of " << chunk;
      EXPECT_EQ(bytes_of(detector), bytes_of(one)) << "chunks of " << chunk;
    }
  });
}

TEST(CandlestickLaws, what_was_said_does_not_change_when_candles_follow) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    std::vector<PatternHits> whole(candles.size());
    PatternDetector{settings}.update_all(candles, whole);
    for (std::size_t size = 0; size <= candles.size(); size += 19) {
      std::vector<PatternHits> prefix(size);
      PatternDetector{settings}.update_all(std::span{candles}.first(size), prefix);
      EXPECT_TRUE(std::equal(prefix.begin(), prefix.end(), whole.begin())) << size << " candles";
    }
  });
}

TEST(CandlestickLaws, each_pattern_speaks_from_its_lookback_on) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    PatternDetector detector{settings};
    const auto hits = stream(detector, candles);
    for (std::size_t i = 0; i < hits.size(); ++i) {
      for (const PatternInfo& row : pattern_rows()) {
        const bool due = i >= static_cast<std::size_t>(row.lookback(settings));
        ASSERT_EQ((hits[i].ready & set_of(row.pattern)) != 0, due) << row.id << " at " << i;
      }
      ASSERT_EQ(hits[i].found() & ~hits[i].ready, 0U);
      ASSERT_EQ(hits[i].bullish & hits[i].bearish, 0U);
      ASSERT_EQ((hits[i].touching | hits[i].confirming) & ~hits[i].found(), 0U);
    }
  });
}

TEST(CandlestickLaws, a_restored_detector_goes_on_as_if_it_had_never_stopped) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    for (const std::size_t stop : {0U, 1U, 3U, 4U, 9U, 12U, 40U, 200U}) {
      PatternDetector first{settings};
      static_cast<void>(stream(first, std::span{candles}.first(stop)));
      const auto bytes = bytes_of(first);
      core::ByteReader reader{bytes};
      PatternDetector second{settings};
      ASSERT_TRUE(second.restore(reader)) << stop;
      EXPECT_EQ(reader.remaining(), 0U);
      EXPECT_EQ(bytes_of(second), bytes) << stop;
      const auto rest = std::span{candles}.subspan(stop);
      EXPECT_EQ(stream(second, rest), stream(first, rest)) << stop;
    }
  });
}

TEST(CandlestickLaws, peek_says_what_update_would_and_changes_nothing) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    PatternDetector detector{settings};
    for (std::size_t i = 0; i + 1 < candles.size(); ++i) {
      const auto before = bytes_of(detector);
      static_cast<void>(detector.peek(candles[i + 1]));  // another candle than the one that comes
      const PatternHits peeked = detector.peek(candles[i]);
      ASSERT_EQ(bytes_of(detector), before);
      ASSERT_EQ(detector.update(candles[i]), peeked) << i;
    }
  });
}

TEST(CandlestickLaws, what_is_not_finite_is_refused_and_leaves_no_trace) {
  const auto candles = random_walk(5, 80);
  PatternDetector clean;
  const auto expected = stream(clean, candles);
  for (const double poison : {kNaN, kInfinity, -kInfinity, 1e101}) {
    for (double core::CandleF::* const field : {&core::CandleF::open, &core::CandleF::high, &core::CandleF::low,
                                                &core::CandleF::close, &core::CandleF::volume}) {
      PatternDetector detector;
      std::vector<core::CandleF> poisoned;
      for (std::size_t i = 0; i < candles.size(); ++i) {
        poisoned.push_back(candles[i]);
        poisoned.back().*field = poison;
        EXPECT_EQ(detector.peek(poisoned.back()), PatternHits{});
        EXPECT_EQ(detector.update(poisoned.back()), PatternHits{});
        poisoned.push_back(candles[i]);
        EXPECT_EQ(detector.update(candles[i]), expected[i]) << i;
      }
      std::vector<PatternHits> batch(poisoned.size());
      PatternDetector{}.update_all(poisoned, batch);
      for (std::size_t i = 0; i < candles.size(); ++i) {
        ASSERT_EQ(batch[2 * i], PatternHits{}) << i;
        ASSERT_EQ(batch[2 * i + 1], expected[i]) << i;
      }
    }
  }
}

TEST(CandlestickLaws, bytes_that_are_no_snapshot_of_these_settings_are_refused) {
  PatternDetector detector;
  static_cast<void>(stream(detector, random_walk(6, 50)));
  auto bytes = bytes_of(detector);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    core::ByteReader reader{std::span{bytes}.first(size)};
    EXPECT_FALSE(PatternDetector{}.restore(reader)) << "cut at " << size;
  }
  core::ByteReader whole{bytes};
  EXPECT_FALSE(PatternDetector{settings_to_try()[1]}.restore(whole));
  bytes[4] ^= std::byte{1};
  core::ByteReader other{bytes};
  EXPECT_FALSE(PatternDetector{}.restore(other));
}

TEST(CandlestickLaws, a_mirrored_market_turns_the_directions_of_symmetric_patterns) {
  // Prices reflected about a level turn white into black and up into down; definitions given for both directions must
  // follow. On a market of whole numbers the reflection is exact.
  auto candles = random_walk(8, 2000);
  auto mirrored = candles;
  for (std::size_t i = 0; i < candles.size(); ++i) {
    auto& c = candles[i];
    for (double* v : {&c.open, &c.high, &c.low, &c.close}) *v = static_cast<double>(static_cast<int>(*v * 8));
    if (c.open == c.close) c.high = (c.close += 1) + 1;  // a doji counts as white on both sides of the mirror
    mirrored[i] = {c.open_time, 4096 - c.open, 4096 - c.low, 4096 - c.high, 4096 - c.close, c.volume};
  }
  PatternDetector up;
  PatternDetector down;
  const auto hits = stream(up, candles);
  const auto reflected = stream(down, mirrored);
  PatternSet seen = 0;
  for (const Pattern p : {Pattern::kThreeInside, Pattern::kThreeOutside, Pattern::kBeltHold, Pattern::kClosingMarubozu,
                          Pattern::kEngulfing, Pattern::kHarami, Pattern::kHikkake, Pattern::kLongLine,
                          Pattern::kMarubozu, Pattern::kSeparatingLines, Pattern::kShortLine, Pattern::kSpinningTop,
                          Pattern::kCounterattack, Pattern::kDojiStar, Pattern::kTasukiGap}) {
    for (std::size_t i = 0; i < hits.size(); ++i) {
      ASSERT_EQ(hits[i].value(p), -reflected[i].value(p)) << info_of(p).id << " at " << i;
      if (hits[i].value(p) != 0) seen |= set_of(p);
    }
  }
  EXPECT_GE(__builtin_popcountll(seen), 8) << "the market must show enough of them";
}

}  // namespace
}  // namespace tidemark::laws
