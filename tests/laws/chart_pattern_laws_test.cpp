// The laws of tests/laws, for chart patterns: with the defaults and with others, on every scenario, on planted
// patterns, and on real candles where they are there ($TIDEMARK_SHARED).
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/chart_patterns/detector.hpp"
#include "tests/laws/planted.hpp"
#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {
namespace {

using namespace analysis::chart_patterns;
using Candles = std::vector<core::CandleF>;

/// The defaults, and tolerances so wide that there is much to say.
std::vector<Settings> settings_to_try() {
  std::vector<Settings> all(2);
  all[1].minor_swing = 0.5;
  all[1].major_swing = 1;
  all[1].min_length = 4;
  all[1].min_height = 0.5;
  all[1].level_tolerance = 0.5;
  all[1].shoulder_tolerance = 1;
  all[1].head_lead = 0.01;
  all[1].prior_move = 0;
  all[1].stray = 1;
  all[1].pole = 1;
  all[1].curve_fit = 0;
  all[1].roundness = 0;
  all[1].volume_multiple = 0;
  return all;
}

/// All scenarios, a longer walk, and a planted pattern of every kind one after the other.
std::vector<Scenario> markets() {
  auto all = scenarios();
  all.push_back({"long walk", random_walk(11, 4000)});
  core::Rng rng{5};
  Candles planted;
  for (const KindInfo& row : kind_rows()) {
    for (core::CandleF candle : plant(row.kind, 0.02, rng).candles) {
      candle.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(planted.size()) * 3600);
      planted.push_back(candle);
    }
  }
  all.push_back({"planted", std::move(planted)});
  return all;
}

template <class Law>
void on_all(Law law) {
  for (const Settings& settings : settings_to_try()) {
    ASSERT_TRUE(check_settings(settings));
    for (const Scenario& market : markets()) {
      SCOPED_TRACE(market.name);
      law(settings, market.candles);
    }
  }
}

std::vector<ChartPattern> said_of(const Settings& settings, std::span<const core::CandleF> candles) {
  ChartPatternDetector detector{settings};
  std::vector<ChartPattern> said;
  detector.update_all(candles, said);
  return said;
}

std::vector<std::byte> bytes_of(const ChartPatternDetector& detector) {
  core::ByteWriter writer;
  detector.snapshot(writer);
  return writer.take();
}

/// Events of the first `size` candles are those of the whole series that were known by then.
void expect_prefix(const Settings& settings, std::span<const core::CandleF> candles, std::size_t size,
                   std::span<const ChartPattern> whole) {
  const auto prefix = said_of(settings, candles.first(size));
  ASSERT_LE(prefix.size(), whole.size());
  for (std::size_t i = 0; i < prefix.size(); ++i) ASSERT_EQ(prefix[i], whole[i]) << "event " << i << " was rewritten";
  if (prefix.size() == whole.size()) return;
  ASSERT_GE(whole[prefix.size()].known.index, static_cast<std::int64_t>(size));
}

TEST(ChartPatternLaws, what_was_said_does_not_change_when_candles_follow) {
  on_all([](const Settings& settings, const Candles& candles) {
    const auto whole = said_of(settings, candles);
    for (std::size_t size = 0; size <= candles.size(); size += 1 + candles.size() / 20) {
      expect_prefix(settings, candles, size, whole);
    }
  });
}

TEST(ChartPatternLaws, a_pattern_lives_once_and_in_order) {
  on_all([](const Settings& settings, const Candles& candles) {
    std::map<std::pair<Kind, std::int64_t>, ChartPattern> last;
    for (const ChartPattern& one : said_of(settings, candles)) {
      ASSERT_GE(one.known.index, one.began.index);
      ASSERT_LE(one.shape.anchors.back().at.index, one.known.index) << "an anchor of the future";
      const auto [place, first] = last.try_emplace({one.kind(), one.began.index}, one);
      if (first) {
        ASSERT_EQ(one.state, State::kForming);
        ASSERT_EQ(one.known, one.began);
        continue;
      }
      const ChartPattern& before = place->second;
      ASSERT_FALSE(before.over()) << "more was said of a pattern that was over";
      ASSERT_GE(one.known.index, before.known.index);
      ASSERT_GE(one.completion, before.completion);
      ASSERT_EQ(one.scale, before.scale);
      ASSERT_TRUE(before.state != State::kComplete || one.breakout == before.breakout);
      place->second = one;
    }
  });
}

TEST(ChartPatternLaws, numbers_are_finite_and_within_their_ranges) {
  on_all([](const Settings& settings, const Candles& candles) {
    for (const ChartPattern& one : said_of(settings, candles)) {
      std::vector<double> numbers{one.completion,         one.atr,
                                  one.shape.height,       one.shape.quality,
                                  one.outcome.favorable,  one.outcome.adverse,
                                  one.target.value_or(0), one.invalidation.value_or(0)};
      for (const Line* line : {&one.shape.upper, &one.shape.lower}) {
        numbers.push_back(line->from.price);
        numbers.push_back(line->to.price);
      }
      for (const Anchor& anchor : one.shape.anchors.items()) numbers.push_back(anchor.price);
      ASSERT_TRUE(std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); }));
      ASSERT_GE(one.completion, 0);
      ASSERT_LE(one.completion, one.state == State::kComplete ? 100 : 99);
      ASSERT_GE(one.shape.quality, 0);
      ASSERT_LE(one.shape.quality, 1);
      ASSERT_GE(one.outcome.favorable, 0);
      ASSERT_GE(one.outcome.adverse, 0);
      ASSERT_LE(one.kind_tally.hits, one.kind_tally.ended);
      const double confidence = analysis::confidence::confidence_of(confidence_of(one));
      const double reliability = analysis::confidence::reliability_of(reliability_of(one));
      ASSERT_TRUE(confidence >= 0 && confidence <= 100 && reliability >= 0 && reliability <= 100);
    }
  });
}

TEST(ChartPatternLaws, one_kind_does_not_speak_twice_of_the_same_thing) {
  on_all([](const Settings& settings, const Candles& candles) {
    std::map<Kind, std::vector<Shape>> complete;
    for (const ChartPattern& one : said_of(settings, candles)) {
      if (one.outcome.state != OutcomeState::kOpen) continue;
      auto& before = complete[one.kind()];
      for (std::size_t i = before.size() - std::min(before.size(), ChartPatternDetector::kRemembered);
           i < before.size(); ++i) {
        const Anchors& a = before[i].anchors;
        const Anchors& b = one.shape.anchors;
        const auto shared =
            std::min(a.back().at.index, b.back().at.index) - std::max(a.front().at.index, b.front().at.index);
        ASSERT_LE(2 * shared, std::min(before[i].length(), one.shape.length())) << info_of(one.kind()).id;
      }
      before.push_back(one.shape);
    }
  });
}

TEST(ChartPatternLaws, a_restored_detector_goes_on_as_if_it_had_never_stopped) {
  on_all([](const Settings& settings, const Candles& candles) {
    for (const std::size_t stop : {0U, 1U, 15U, 60U, 133U, 200U}) {
      ChartPatternDetector first{settings};
      std::vector<ChartPattern> said;
      first.update_all(std::span{candles}.first(stop), said);
      const auto bytes = bytes_of(first);
      core::ByteReader reader{bytes};
      ChartPatternDetector second{settings};
      ASSERT_TRUE(second.restore(reader)) << stop;
      EXPECT_EQ(reader.remaining(), 0U);
      EXPECT_EQ(bytes_of(second), bytes) << stop;
      std::vector<ChartPattern> expected;
      std::vector<ChartPattern> restored;
      first.update_all(std::span{candles}.subspan(stop), expected);
      second.update_all(std::span{candles}.subspan(stop), restored);
      EXPECT_EQ(restored, expected) << stop;
    }
  });
}

TEST(ChartPatternLaws, what_is_not_finite_is_refused_and_leaves_no_trace) {
  const auto candles = random_walk(5, 200);
  const auto expected = said_of({}, candles);
  ChartPatternDetector detector;
  std::vector<ChartPattern> said;
  for (const auto& candle : candles) {
    for (const double poison : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      for (double core::CandleF::* const field : {&core::CandleF::open, &core::CandleF::high, &core::CandleF::low,
                                                  &core::CandleF::close, &core::CandleF::volume}) {
        auto bad = candle;
        bad.*field = poison;
        detector.update(bad, said);
      }
    }
    detector.update(candle, said);
  }
  EXPECT_EQ(said, expected);
}

TEST(ChartPatternLaws, bytes_that_are_no_snapshot_of_these_settings_are_refused) {
  ChartPatternDetector detector;
  std::vector<ChartPattern> said;
  detector.update_all(random_walk(6, 300), said);
  const auto bytes = bytes_of(detector);
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    core::ByteReader reader{std::span{bytes}.first(size)};
    EXPECT_FALSE(ChartPatternDetector{}.restore(reader)) << "cut at " << size;
  }
  core::ByteReader whole{bytes};
  EXPECT_FALSE(ChartPatternDetector{settings_to_try()[1]}.restore(whole));
}

RC_GTEST_PROP(ChartPatternLaws, damaged_snapshots_are_refused_or_harmless, (std::uint64_t seed)) {
  ChartPatternDetector detector;
  std::vector<ChartPattern> said;
  detector.update_all(random_walk(7, 400), said);
  auto bytes = bytes_of(detector);
  bytes[seed % bytes.size()] ^= static_cast<std::byte>(1 + (seed >> 32U) % 255);
  ChartPatternDetector other;
  core::ByteReader reader{bytes};
  if (other.restore(reader)) other.update_all(random_walk(8, 100), said);
}

/// Prices and volumes times powers of two, which is exact.
Candles scaled(Candles candles, int price, int volume) {
  for (auto& c : candles) {
    for (double* value : {&c.open, &c.high, &c.low, &c.close}) *value = std::ldexp(*value, price);
    c.volume = std::ldexp(c.volume, volume);
  }
  return candles;
}

TEST(ChartPatternLaws, the_unit_of_price_and_volume_does_not_matter) {
  for (const Scenario& market : markets()) {
    SCOPED_TRACE(market.name);
    if (market.name == "largest_prices") continue;  // twice as large is refused
    const auto expected = said_of({}, market.candles);
    for (const auto& [price, volume] : {std::pair{-7, 0}, std::pair{9, 0}, std::pair{0, 11}}) {
      const auto said = said_of({}, scaled(market.candles, price, volume));
      ASSERT_EQ(said.size(), expected.size());
      for (std::size_t i = 0; i < said.size(); ++i) {
        const ChartPattern& a = expected[i];
        const ChartPattern& b = said[i];
        ASSERT_TRUE(a.kind() == b.kind() && a.known == b.known && a.state == b.state && a.reason == b.reason);
        ASSERT_EQ(std::ldexp(a.shape.height, price), b.shape.height);
        ASSERT_EQ(a.shape.quality, b.shape.quality);
        ASSERT_EQ(std::ldexp(a.target.value_or(0), price), b.target.value_or(0));
        ASSERT_EQ(std::ldexp(a.outcome.favorable, price), b.outcome.favorable);
        ASSERT_EQ(a.completion, b.completion);
      }
    }
  }
}

/// The chart upside down, around 200. Candles are exact there: prices are multiples of 1/64.
TEST(ChartPatternLaws, upside_down_every_pattern_is_its_mirror_image) {
  core::Rng rng{8};
  for (const KindInfo& row : kind_rows()) {
    if (row.family == "rounding") continue;  // only the bottom is a pattern
    Candles candles = plant(row.kind, 0.01, rng).candles;
    Candles turned;
    for (auto& c : candles) {
      for (double* value : {&c.open, &c.high, &c.low, &c.close}) *value = std::round(*value * 64) / 64;
      auto& t = turned.emplace_back(c);
      t.open = 200 - c.open;
      t.high = 200 - c.low;
      t.low = 200 - c.high;
      t.close = 200 - c.close;
    }
    const auto keys = [](const std::vector<ChartPattern>& all, bool mirror) {
      std::multiset<std::string> texts;
      for (const ChartPattern& one : all) {
        if (one.outcome.state != OutcomeState::kOpen || info_of(one.kind()).family == "rounding") continue;
        const Kind kind = mirror ? mirrored(one.kind()) : one.kind();
        texts.insert(std::string{info_of(kind).id} + " " + std::to_string(one.known.index));
      }
      return texts;
    };
    EXPECT_EQ(keys(said_of({}, candles), true), keys(said_of({}, turned), false)) << row.id;
  }
}

/// The order of the candles turned round: what price did backwards, with opens and closes exchanged.
Candles backwards(const Candles& candles) {
  Candles turned;
  for (std::size_t i = candles.size(); i-- > 0;) {
    auto& t = turned.emplace_back(candles[i]);
    std::swap(t.open, t.close);
    t.open_time = candles[candles.size() - 1 - i].open_time;
  }
  return turned;
}

/// Patterns that look the same from both sides, drawn with a way in like the way out, so that both directions may hold
/// one: straight legs of 1 a candle between these prices.
TEST(ChartPatternLaws, symmetric_shapes_are_the_same_backwards) {
  const std::map<Kind, std::vector<double>> drawings{
      {Kind::kHeadAndShoulders, {90, 80, 105, 100, 112, 100, 105, 80, 90}},
      {Kind::kDoubleTop, {90, 80, 110, 100, 110, 80, 90}},
      {Kind::kTripleTop, {90, 80, 110, 100, 110, 100, 110, 80, 90}},
      {Kind::kRectangle, {110, 85, 106, 100, 106, 100, 106, 85, 110}}};
  for (const auto& [kind, prices] : drawings) {
    Candles candles;
    double close = prices.front();
    for (const double to : prices) {
      for (int i = 0; candles.empty() || close != to; ++i) {
        const double open = close;
        close += candles.empty() ? 0 : close < to ? 1 : -1;
        candles.push_back({.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(candles.size()) * 3600),
                           .open = open,
                           .high = std::max(open, close),
                           .low = std::min(open, close),
                           .close = close,
                           .volume = 100});
      }
    }
    const auto whole = [kind](const Candles& series) -> std::optional<Shape> {
      std::optional<Shape> found;
      for (const ChartPattern& one : said_of({}, series)) {
        if (one.kind() == kind && one.shape.in_place == one.shape.needed) found = one.shape;
      }
      return found;
    };
    const auto there = whole(candles);
    const auto back = whole(backwards(candles));
    ASSERT_TRUE(there && back) << info_of(kind).id;
    EXPECT_EQ(there->height, back->height) << info_of(kind).id;
    EXPECT_EQ(there->quality, back->quality) << info_of(kind).id;
    EXPECT_EQ(there->length(), back->length()) << info_of(kind).id;
    EXPECT_EQ(there->stop, back->stop) << info_of(kind).id;
  }
}

TEST(ChartPatternLaws, no_more_than_the_stated_number_is_alive) {
  on_all([](const Settings& settings, const Candles& candles) {
    ChartPatternDetector detector{settings};
    std::vector<ChartPattern> said;
    for (const auto& candle : candles) {
      detector.update(candle, said);
      ASSERT_LE(detector.live(), ChartPatternDetector::kLiveMax);
    }
  });
}

}  // namespace
}  // namespace tidemark::laws
