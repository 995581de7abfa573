// The laws of tests/laws, for what volume shows: with the defaults and with others, on every scenario.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/volume/analyzer.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::volume;
using core::Timeframe;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The defaults; the least there can be; and thresholds so low that everything is said.
std::vector<Settings> settings_to_try() {
  std::vector<Settings> all(3);
  for (const auto& knob : knobs_of(all[1])) {
    if (knob.info.unit == "candles") knob.set(all[1], knob.info.min);
  }
  all[2].spike_flag = 1;
  all[2].divergence_trend = all[2].divergence_rearm = 0.1;
  all[2].climax_volume = all[2].climax_run = 0;
  all[2].climax_move = 100;
  all[2].dry_ratio = all[2].dry_rearm = 1;
  all[2].flow_enter = all[2].flow_leave = 0.01;
  all[2].base_width = 1000;
  all[2].breakout_volume = 0;
  all[2].exhaustion_volume = 1;
  all[2].exhaustion_run = 0;
  all[2].swing_leg = 0;
  all.push_back(all[2]);
  all.back().basis = Basis::kTimeOfDay;
  all.back().slot_minutes = 120;
  all.back().slot_days = 3;
  all.back().slot_warm_up = 2;
  return all;
}

using Said = std::vector<std::vector<Finding>>;

Said stream(VolumeAnalyzer& analyzer, std::span<const core::CandleF> candles) {
  Said said;
  for (const auto& candle : candles) {
    const auto findings = analyzer.update(candle);
    said.emplace_back(findings.begin(), findings.end());
  }
  return said;
}

std::vector<std::byte> bytes_of(const VolumeAnalyzer& analyzer) {
  core::ByteWriter writer;
  analyzer.snapshot(writer);
  return writer.take();
}

/// Runs `law` on every market with every setting.
template <class Law>
void on_all(Law law) {
  for (const Settings& settings : settings_to_try()) {
    ASSERT_TRUE(check_settings(settings));
    for (const Scenario& scenario : scenarios()) {
      SCOPED_TRACE(scenario.name);
      law(settings, scenario.candles);
    }
  }
}

TEST(VolumeLaws, batch_is_the_stream) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    VolumeAnalyzer analyzer{settings, Timeframe::k1h};
    const Said said = stream(analyzer, candles);
    Said placed(candles.size());
    for (const Placed& one : find_all(settings, Timeframe::k1h, candles)) placed[one.candle].push_back(one.finding);
    EXPECT_EQ(placed, said);
  });
}

TEST(VolumeLaws, what_was_said_does_not_change_when_candles_follow) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    const auto whole = find_all(settings, Timeframe::k1h, candles);
    for (std::size_t size = 0; size <= candles.size(); size += 19) {
      const auto prefix = find_all(settings, Timeframe::k1h, std::span{candles}.first(size));
      ASSERT_LE(prefix.size(), whole.size());
      for (std::size_t i = 0; i < prefix.size(); ++i) {
        ASSERT_EQ(prefix[i].candle, whole[i].candle);
        ASSERT_EQ(prefix[i].finding, whole[i].finding);
      }
    }
  });
}

TEST(VolumeLaws, numbers_are_finite_and_within_their_ranges_and_nothing_is_known_too_early) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    for (const auto& [at, finding] : find_all(settings, Timeframe::k1h, candles)) {
      const core::CandleF& candle = candles[at];
      for (const double number : {finding.confidence, finding.volume_ratio, finding.price_change, finding.measure,
                                  finding.price, finding.from_price}) {
        ASSERT_TRUE(std::isfinite(number)) << info_of(finding.kind).id << " at " << at;
      }
      ASSERT_GE(finding.confidence, 0);
      ASSERT_LE(finding.confidence, 100);
      ASSERT_GE(finding.volume_ratio, 0);
      ASSERT_GE(finding.candles, 1);
      ASSERT_LE(finding.from, finding.time);
      ASSERT_LE(finding.time, candle.open_time);
      ASSERT_EQ(finding.known_at, candle.open_time + core::hours(1));
    }
  });
}

TEST(VolumeLaws, a_kind_is_said_once_a_candle_in_the_order_of_kinds) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    VolumeAnalyzer analyzer{settings, Timeframe::k1h};
    for (const auto& findings : stream(analyzer, candles)) {
      ASSERT_LE(findings.size(), VolumeAnalyzer::kMost);
      for (std::size_t i = 1; i < findings.size(); ++i) ASSERT_NE(findings[i - 1].kind, findings[i].kind);
    }
  });
}

TEST(VolumeLaws, a_restored_analyzer_goes_on_as_if_it_had_never_stopped) {
  on_all([](const Settings& settings, const std::vector<core::CandleF>& candles) {
    for (const std::size_t stop : {0U, 1U, 3U, 24U, 25U, 26U, 60U, 133U, 200U}) {
      VolumeAnalyzer first{settings, Timeframe::k1h};
      static_cast<void>(stream(first, std::span{candles}.first(stop)));
      const auto bytes = bytes_of(first);
      core::ByteReader reader{bytes};
      VolumeAnalyzer second{settings, Timeframe::k1h};
      ASSERT_TRUE(second.restore(reader)) << stop;
      EXPECT_EQ(reader.remaining(), 0U);
      EXPECT_EQ(bytes_of(second), bytes) << stop;
      const auto rest = std::span{candles}.subspan(stop);
      EXPECT_EQ(stream(second, rest), stream(first, rest)) << stop;
    }
  });
}

TEST(VolumeLaws, what_is_not_finite_is_refused_and_leaves_no_trace) {
  const auto candles = random_walk(5, 120);
  for (const Settings& settings : settings_to_try()) {
    VolumeAnalyzer clean{settings, Timeframe::k1h};
    const Said expected = stream(clean, candles);
    for (const double poison : {kNaN, kInfinity, -kInfinity, 1e101}) {
      for (double core::CandleF::* const field : {&core::CandleF::open, &core::CandleF::high, &core::CandleF::low,
                                                  &core::CandleF::close, &core::CandleF::volume}) {
        VolumeAnalyzer analyzer{settings, Timeframe::k1h};
        for (std::size_t i = 0; i < candles.size(); ++i) {
          auto bad = candles[i];
          bad.*field = poison;
          const auto before = bytes_of(analyzer);
          ASSERT_TRUE(analyzer.update(bad).empty());
          ASSERT_EQ(bytes_of(analyzer), before);
          ASSERT_TRUE(std::ranges::equal(analyzer.update(candles[i]), expected[i]));
        }
      }
    }
  }
}

TEST(VolumeLaws, bytes_that_are_no_snapshot_of_these_settings_are_refused) {
  VolumeAnalyzer analyzer{{}, Timeframe::k1h};
  static_cast<void>(stream(analyzer, random_walk(6, 80)));
  auto bytes = bytes_of(analyzer);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    core::ByteReader reader{std::span{bytes}.first(size)};
    EXPECT_FALSE(VolumeAnalyzer({}, Timeframe::k1h).restore(reader)) << "cut at " << size;
  }
  core::ByteReader whole{bytes};
  EXPECT_FALSE(VolumeAnalyzer(settings_to_try()[1], Timeframe::k1h).restore(whole));
  core::ByteReader again{bytes};
  EXPECT_FALSE(VolumeAnalyzer({}, Timeframe::k4h).restore(again));
}

RC_GTEST_PROP(VolumeLaws, damaged_snapshots_are_refused_or_harmless, (std::uint64_t seed)) {
  VolumeAnalyzer analyzer{{}, Timeframe::k1h};
  static_cast<void>(stream(analyzer, random_walk(7, 150)));
  auto bytes = bytes_of(analyzer);
  const std::size_t at = seed % bytes.size();
  bytes[at] ^= static_cast<std::byte>(1 + (seed >> 32U) % 255);
  VolumeAnalyzer other{{}, Timeframe::k1h};
  core::ByteReader reader{bytes};
  if (other.restore(reader)) static_cast<void>(stream(other, random_walk(8, 100)));
}

/// The same candles with prices and volumes times powers of two, which is exact.
std::vector<core::CandleF> scaled(std::vector<core::CandleF> candles, int price, int volume) {
  for (auto& c : candles) {
    for (double* v : {&c.open, &c.high, &c.low, &c.close}) *v = std::ldexp(*v, price);
    c.volume = std::ldexp(c.volume, volume);
  }
  return candles;
}

RC_GTEST_PROP(VolumeLaws, the_units_of_price_and_volume_do_not_matter, (std::uint64_t seed)) {
  const int price = *rc::gen::inRange(-40, 40);
  const int volume = *rc::gen::inRange(-40, 40);
  const auto candles = random_walk(seed, 400);
  auto settings = settings_to_try()[seed % 4];
  const auto plain = find_all(settings, Timeframe::k1h, candles);
  const auto other = find_all(settings, Timeframe::k1h, scaled(candles, price, volume));
  RC_ASSERT(plain.size() == other.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    Finding expected = plain[i].finding;
    expected.price = std::ldexp(expected.price, price);
    expected.from_price = std::ldexp(expected.from_price, price);
    RC_ASSERT(plain[i].candle == other[i].candle);
    RC_ASSERT(other[i].finding == expected);
  }
}

// Prices reflected about a level turn up into down. On a market of whole numbers the reflection is exact.
RC_GTEST_PROP(VolumeLaws, a_mirrored_market_turns_every_side, (std::uint64_t seed)) {
  auto candles = random_walk(seed, 400);
  auto mirrored = candles;
  for (std::size_t i = 0; i < candles.size(); ++i) {
    auto& c = candles[i];
    for (double* v : {&c.open, &c.high, &c.low, &c.close}) *v = std::floor(*v * 8);
    mirrored[i] = {c.open_time, 65'536 - c.open, 65'536 - c.low, 65'536 - c.high, 65'536 - c.close, c.volume};
  }
  const auto plain = find_all({}, Timeframe::k1h, candles);
  const auto other = find_all({}, Timeframe::k1h, mirrored);
  RC_ASSERT(plain.size() == other.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const Finding& a = plain[i].finding;
    const Finding& b = other[i].finding;
    RC_ASSERT(a.kind == b.kind && plain[i].candle == other[i].candle && a.strength == b.strength);
    RC_ASSERT(static_cast<int>(a.side) == -static_cast<int>(b.side));
    RC_ASSERT(std::fabs(a.confidence - b.confidence) < 1e-9);
  }
}

TEST(VolumeLaws, the_random_walk_shows_every_kind) {
  std::array<std::size_t, kKindCount> counts{};
  for (const auto& placed : find_all({}, Timeframe::k1h, random_walk(11, 20'000)))
    ++counts[index_of(placed.finding.kind)];
  for (const KindInfo& row : kind_rows()) EXPECT_GT(counts[index_of(row.kind)], 0U) << row.id;
}

}  // namespace
}  // namespace tidemark::laws
