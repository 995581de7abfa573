// Expected zones are worked out by hand from the definitions in the headers of this folder.
#include "analysis/zones/zones.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/structure/structure.hpp"
#include "analysis/zones/strength.hpp"
#include "core/rng.hpp"

namespace tidemark::analysis::zones {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Ohlc {
  double open;
  double high;
  double low;
  double close;
};

/// Twenty candles of range 2 about 100: the average true range is 2, and none of them is small.
///
/// The base, candles 20 and 21, has true ranges of 0.8 and 0.7, so the ATR is (2 x 13 + 0.8) / 14 = 1.914286 after its
/// first and (1.914286 x 13 + 0.7) / 14 = 1.827551 after its second candle. The ranges lie below half an ATR, the
/// bodies of 0.2 and 0.1 below 0.3 of it; together they span 99.6 to 100.4. Its red candle opens at 100.0.
///
/// The impulse, candles 22 to 24, closes up three times, breaks 100.4 with a body of 2.0 in a range of 2.2, and reaches
/// 104.5: 4.1 above the base, 2.243439 ATR.
const std::vector<Ohlc> kBase{{100.0, 100.4, 99.6, 99.8}, {99.8, 100.3, 99.6, 99.9}};
const std::vector<Ohlc> kRally{{99.9, 102.0, 99.8, 101.9}, {101.9, 103.5, 101.8, 103.4}, {103.4, 104.5, 103.3, 104.4}};

class ZonesTest : public ::testing::Test {
 protected:
  ZonesTest() { settings_.pip_size = 0.01; }  // proximity 0.02

  void lead(double volume = 0) {
    for (int i = 0; i < 20; ++i) feed({{100, 101, 99, 100}}, volume);
  }
  void feed(const std::vector<Ohlc>& candles, double volume = 0) {
    for (const auto& [open, high, low, close] : candles) {
      candles_.push_back({.open_time = core::Timestamp::from_s(3600 * static_cast<std::int64_t>(candles_.size())),
                          .open = open,
                          .high = high,
                          .low = low,
                          .close = close,
                          .volume = volume});
    }
  }
  /// The market upside down about 100.
  void turn() {
    for (auto& c : candles_) c = {c.open_time, 200 - c.open, 200 - c.low, 200 - c.high, 200 - c.close, c.volume};
  }
  [[nodiscard]] std::vector<ZoneEvent> events() const {
    Zones zones{settings_};
    std::vector<ZoneEvent> events;
    zones.update_all(candles_, events);
    return events;
  }
  /// "created 1 by 24".
  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const ZoneEvent& event : events()) {
      std::string text{kZoneEventKindNames[static_cast<std::size_t>(event.kind)]};
      text += ' ' + std::to_string(event.zone.id) + " by " + std::to_string(event.known.index);
      if (event.test) text += " " + std::string{kTestTypeNames[static_cast<std::size_t>(event.test->type)]};
      texts.push_back(text);
    }
    return texts;
  }
  void demand_zone() {
    lead();
    feed(kBase);
    feed(kRally);
  }

  ZoneSettings settings_;
  std::vector<core::CandleF> candles_;
};

TEST_F(ZonesTest, a_base_left_by_an_impulse_is_demand) {
  demand_zone();
  const auto said = events();
  ASSERT_EQ(said.size(), 1U);
  const Zone& zone = said[0].zone;
  EXPECT_EQ(said[0].known.index, 24);
  EXPECT_EQ(zone.kind, ZoneKind::kDemand);
  EXPECT_EQ(zone.formation, Formation::kDropBaseRally);  // the base opened no higher than three candles before
  EXPECT_EQ(zone.top, 100.4);
  EXPECT_EQ(zone.bottom, 100.0);
  EXPECT_EQ(zone.base_from.index, 20);
  EXPECT_EQ(zone.base_to.index, 21);
  EXPECT_EQ(zone.impulse_from.index, 22);
  EXPECT_EQ(zone.impulse_to.index, 24);
  EXPECT_NEAR(zone.atr, 1.827551, 1e-6);
  EXPECT_NEAR(zone.magnitude, 2.243439, 1e-6);
  EXPECT_EQ(zone.momentum, 1);
  // 0.25 x 2.243439 / 4 + 0.15 + 0.15 x (1 - 0.8 / (0.8 x 1.827551)) + 0 + 0.1 + 0.1
  EXPECT_NEAR(zone.strength, 0.140215 + 0.15 + 0.067923 + 0.1 + 0.1, 1e-5);
}

TEST_F(ZonesTest, upside_down_it_is_supply) {
  demand_zone();
  turn();
  const auto said = events();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].zone.kind, ZoneKind::kSupply);
  EXPECT_DOUBLE_EQ(said[0].zone.bottom, 99.6);
  EXPECT_DOUBLE_EQ(said[0].zone.top, 100.0);
  EXPECT_EQ(said[0].zone.formation, Formation::kDropBaseDrop);  // as before, no higher
}

TEST_F(ZonesTest, a_base_above_where_price_came_from_was_rallied_into) {
  lead();
  std::vector<Ohlc> higher = kBase;
  higher.insert(higher.end(), kRally.begin(), kRally.end());
  for (auto& c : higher) c = {c.open + 0.5, c.high + 0.5, c.low + 0.5, c.close + 0.5};
  feed(higher);
  const auto said = events();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].zone.formation, Formation::kRallyBaseRally);
}

TEST_F(ZonesTest, without_a_red_candle_the_bottom_is_the_base_low) {
  lead();
  feed({{99.7, 100.4, 99.6, 99.9}, {99.9, 100.3, 99.6, 100.0}});
  feed(kRally);
  ASSERT_EQ(events().size(), 1U);
  EXPECT_EQ(events()[0].zone.bottom, 99.6);
}

TEST_F(ZonesTest, what_is_no_zone) {
  const auto silent = [this](const std::vector<Ohlc>& base, const std::vector<Ohlc>& impulse, const char* why) {
    candles_.clear();
    lead();
    feed(base);
    feed(impulse);
    EXPECT_THAT(texts(), IsEmpty()) << why;
  };
  silent({kBase[1]}, kRally, "a base of one candle");
  silent({{100.0, 100.5, 99.5, 99.8}, {99.8, 100.5, 99.5, 99.9}}, kRally, "ranges of 1.0, above half an ATR");
  silent({{100.3, 100.4, 99.6, 99.7}, {99.7, 100.3, 99.6, 99.9}}, kRally, "a body of 0.6, above 0.3 ATR");
  auto weak = kRally;
  weak[2] = {103.4, 104.0, 103.3, 103.9};
  silent(kBase, weak, "3.6 above the base, less than 2 ATR or 3.655");
  silent(kBase, {kRally[0], {101.9, 104.5, 101.8, 104.4}}, "two candles only");
  auto wavering = kRally;
  wavering[0] = {101.9, 102.0, 99.8, 101.8};
  wavering[1] = {103.5, 103.6, 101.8, 103.4};
  silent(kBase, wavering, "one of three candles closes up, and that one not first beyond the base with its body");
}

TEST_F(ZonesTest, a_close_beyond_the_other_end_ends_the_chance) {
  lead();
  feed(kBase);
  feed({{99.9, 100, 97.8, 98.0}, {98.0, 102.2, 97.9, 102.1}, {102.1, 104.6, 102, 104.5}, {104.5, 105, 104, 104.9}});
  EXPECT_THAT(texts(), IsEmpty());
}

TEST_F(ZonesTest, a_test_bounces_with_a_close_well_above) {
  demand_zone();
  // 100.2 is inside. The close 100.8 is 0.6 above the deepest price: 0.6 / (0.6 + ATR of about 2) is below 0.3; the
  // close 102.9 is 2.7 above it.
  feed({{104.4, 104.5, 100.2, 100.8}, {100.8, 103.0, 100.6, 102.9}});
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24", "tested 1 by 25 penetration", "outcome 1 by 26 penetration"));
  const auto said = events();
  EXPECT_EQ(said[1].zone.status, ZoneStatus::kTested);
  EXPECT_EQ(said[1].zone.tests, 1U);
  EXPECT_EQ(said[1].test->outcome, TestOutcome::kOpen);
  EXPECT_EQ(said[2].test->outcome, TestOutcome::kBounce);
  EXPECT_EQ(said[2].test->price, 100.2);
  EXPECT_NEAR(said[2].test->move, 2.7, 1e-9);
  EXPECT_EQ(said[2].zone.successes, 1U);
  EXPECT_NEAR(said[0].zone.strength - said[2].zone.strength, 0.05, 1e-9);  // freshness: 0.1 to 0.1 / 2
}

TEST_F(ZonesTest, within_the_proximity_is_a_touch_and_beyond_it_nothing) {
  demand_zone();
  feed({{104.4, 104.5, 100.43, 103}});  // 0.03 above the top
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24"));
  feed({{103, 104, 100.42, 100.43}});  // 0.02
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24", "tested 1 by 26 touch"));
}

TEST_F(ZonesTest, three_closes_below_break_and_five_held_from_below_flip) {
  demand_zone();
  feed({{104.4, 104.5, 99.4, 99.5}, {99.5, 99.8, 98.9, 99.0}});
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24", "tested 1 by 25 penetration"));
  feed({{99.0, 99.2, 98.4, 98.5}});
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24", "tested 1 by 25 penetration", "broken 1 by 27 break"));
  // Back to 100.0 from below, and five closes that stay below it.
  feed({{98.5, 100.0, 98.4, 99.5}, {99.5, 99.9, 99, 99.4}, {99.4, 99.6, 99, 99.1}, {99.1, 99.3, 98, 98.2}});
  EXPECT_EQ(texts().size(), 3U);
  feed({{98.2, 98.5, 97, 97.5}});
  const auto said = events();
  ASSERT_EQ(said.size(), 5U);
  EXPECT_EQ(said[3].kind, ZoneEventKind::kCreated);
  EXPECT_EQ(said[3].zone.kind, ZoneKind::kSupply);
  EXPECT_EQ(said[3].zone.formation, Formation::kFlip);
  EXPECT_EQ(said[3].zone.origin, 1U);
  EXPECT_EQ(said[3].zone.top, 100.4);
  EXPECT_EQ(said[3].zone.bottom, 100.0);
  EXPECT_EQ(said[4].kind, ZoneEventKind::kFlipped);
  EXPECT_EQ(said[4].zone.id, 1U);
  EXPECT_EQ(said[4].zone.successor, said[3].zone.id);
}

TEST_F(ZonesTest, a_close_above_the_top_ends_the_chance_of_a_flip) {
  demand_zone();
  feed({{104.4, 104.5, 99.4, 99.5}, {99.5, 99.8, 98.9, 99.0}, {99.0, 99.2, 98.4, 98.5}});
  feed({{98.5, 101.0, 98.4, 100.8}});
  for (int i = 0; i < 6; ++i) feed({{99.5, 99.9, 99, 99.4}});
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24", "tested 1 by 25 penetration", "broken 1 by 27 break"));
}

TEST_F(ZonesTest, two_closes_below_do_not_break) {
  demand_zone();
  feed({{104.4, 104.5, 99.4, 99.5}, {99.5, 99.8, 98.9, 99.0}, {99.0, 101, 98.9, 100.9}});
  for (const auto& text : texts()) EXPECT_THAT(text, ::testing::Not(HasSubstr("broken")));
}

TEST_F(ZonesTest, an_old_zone_expires) {
  settings_.zone_expiry_hours = 10;
  settings_.min_life_candles = 5;
  demand_zone();
  for (int i = 0; i < 11; ++i) feed({{104, 105, 103, 104}});
  EXPECT_THAT(texts(), ElementsAre("created 1 by 24", "expired 1 by 35"));  // more than ten hours after candle 24
  EXPECT_EQ(events()[1].zone.ended_by, ZoneEnd::kAge);
}

TEST_F(ZonesTest, more_volume_never_lowers_the_strength) {
  double before = 0;
  for (const double volume : {0.0, 10.0, 100.0, 200.0, 1000.0}) {
    candles_.clear();
    lead(100);
    feed(kBase, 100);
    feed(kRally, volume);
    const auto said = events();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_GE(said[0].zone.strength, before) << volume;
    before = said[0].zone.strength;
  }
  EXPECT_GT(before, 0.6);
}

/// A market out of whole-number steps: calm stretches, moves and jumps, so that zones form, meet, break and flip.
std::vector<core::CandleF> market_of(const std::vector<std::uint8_t>& steps) {
  std::vector<core::CandleF> candles;
  double price = 1000;
  for (const std::uint8_t step : steps) {
    // Two bits say how lively the next five candles are, three which way, the rest how ragged.
    const double size = step % 4 == 0 ? 0.2 : (step % 4) * 1.5;
    const double way = (step / 4) % 8 - 3.5;
    for (int i = 0; i < 5; ++i) {
      const double close = price + size * way / 3.5 * (i % 3 == 2 ? -0.3 : 1);
      const double ragged = 0.1 * (step / 32 + 1) * size;
      candles.push_back({.open_time = core::Timestamp::from_s(3600 * static_cast<std::int64_t>(candles.size())),
                         .open = price,
                         .high = std::max(price, close) + ragged,
                         .low = std::min(price, close) - ragged,
                         .close = close,
                         .volume = 10.0 * (step % 16)});
      price = close;
    }
  }
  return candles;
}

/// Loose, so that small markets make many zones.
ZoneSettings loose() {
  return {.consolidation_threshold = 1.2,
          .body_size_threshold = 0.8,
          .max_base_range = 2,
          .move_threshold = 1,
          .max_zones_per_timeframe = 6,
          .zone_expiry_hours = 60,
          .min_life_candles = 0,
          .break_confirmation_bars = 2,
          .flip_confirmation_bars = 2};
}

// A zone's life only goes forward, whatever the market does.
RC_GTEST_PROP(ZoneProperties, a_life_goes_forward_and_its_place_stays, (const std::vector<std::uint8_t>& steps)) {
  std::vector<ZoneEvent> events;
  Zones{loose()}.update_all(market_of(steps), events);
  std::map<std::uint64_t, Zone> zones;
  for (const ZoneEvent& event : events) {
    const Zone& zone = event.zone;
    RC_ASSERT(zone.top > zone.bottom);
    RC_ASSERT(zone.strength >= 0 && zone.strength <= 1);
    RC_ASSERT(zone.successes <= zone.tests);
    RC_ASSERT(zone.base_from.index <= zone.base_to.index && zone.base_to.index < zone.impulse_from.index);
    RC_ASSERT(zone.impulse_from.index <= zone.impulse_to.index && zone.impulse_to.index <= zone.created.index);
    const auto before = zones.find(zone.id);
    RC_ASSERT((before == zones.end()) == (event.kind == ZoneEventKind::kCreated));
    if (before != zones.end()) {
      const Zone& was = before->second;
      RC_ASSERT(zone.top == was.top && zone.bottom == was.bottom && zone.kind == was.kind);
      RC_ASSERT(zone.base_from == was.base_from && zone.created == was.created);
      RC_ASSERT(zone.tests >= was.tests && zone.successes >= was.successes);
      RC_ASSERT(zone.status == was.status || may_follow(was.status, zone.status));
      RC_ASSERT(was.status != ZoneStatus::kFlipped && was.status != ZoneStatus::kExpired);
    } else {
      RC_ASSERT(zone.status == ZoneStatus::kActive);
    }
    zones[zone.id] = zone;
  }
}

RC_GTEST_PROP(ZoneProperties, live_zones_do_not_overlap_beyond_the_tolerance_and_stay_within_the_limit,
              (const std::vector<std::uint8_t>& steps)) {
  Zones zones{loose()};
  std::vector<ZoneEvent> events;
  for (const auto& candle : market_of(steps)) {
    zones.update(candle, events);
    RC_ASSERT(zones.followed().size() <= 6U);
    for (const FollowedZone& a : zones.followed()) {
      for (const FollowedZone& b : zones.followed()) {
        if (&a == &b || a.zone().kind != b.zone().kind || !a.zone().live() || !b.zone().live()) continue;
        RC_ASSERT(overlap(a.zone(), b.zone()) <= loose().overlap_tolerance);
      }
    }
  }
}

RC_GTEST_PROP(ZoneProperties, of_two_that_merge_the_stronger_stays, (const std::vector<std::uint8_t>& steps)) {
  std::vector<ZoneEvent> events;
  Zones{loose()}.update_all(market_of(steps), events);
  std::map<std::uint64_t, Zone> zones;
  for (const ZoneEvent& event : events) {
    zones[event.zone.id] = event.zone;
    if (event.zone.ended_by != ZoneEnd::kMerged) continue;
    RC_ASSERT(event.zone.successor.has_value());
    const Zone& kept = zones.at(*event.zone.successor);
    RC_ASSERT(kept.kind == event.zone.kind);
    RC_ASSERT(kept.strength > event.zone.strength);
    RC_ASSERT(overlap(kept, event.zone) > loose().overlap_tolerance);
  }
}

// The properties would hold of a market without zones as well.
TEST(ZoneProperties, are_tried_on_markets_that_make_zones) {
  core::Rng rng{3};
  std::vector<std::uint8_t> steps;
  for (int i = 0; i < 2'000; ++i) steps.push_back(static_cast<std::uint8_t>(rng.uniform() * 256));
  std::vector<ZoneEvent> events;
  Zones{loose()}.update_all(market_of(steps), events);
  std::set<ZoneEventKind> kinds;
  bool merged = false;
  for (const ZoneEvent& event : events) {
    kinds.insert(event.kind);
    merged = merged || event.zone.ended_by == ZoneEnd::kMerged;
  }
  EXPECT_EQ(kinds.size(), kZoneEventKindNames.size());
  EXPECT_TRUE(merged);
}

TEST(ZoneMemory, a_thousand_zones_take_less_than_a_megabyte) {
  EXPECT_LT(1000 * sizeof(FollowedZone), 1U << 20U);
}

TEST(ZoneScore, is_the_specifications) {
  const Zone zone{.top = 102, .bottom = 100, .strength = 0.5, .tests = 1};
  // 0.4 x (1 - 0.5 / 2) + 0.4 x 0.5 + 0.2 / 2
  EXPECT_NEAR(score(zone, 101.5).value(), 0.3 + 0.2 + 0.1, 1e-12);
  EXPECT_FALSE(score(zone, 102.1));
  EXPECT_FALSE(score(zone, 99.9));
}

TEST(ZoneOverlap, is_shared_height_over_the_smaller) {
  const Zone a{.top = 102, .bottom = 100};
  EXPECT_NEAR(overlap(a, Zone{.top = 101, .bottom = 100.5}), 1, 1e-12);
  EXPECT_NEAR(overlap(a, Zone{.top = 103, .bottom = 101.5}), 0.5 / 1.5, 1e-12);
  EXPECT_EQ(overlap(a, Zone{.top = 100, .bottom = 99}), 0);
}

TEST(ZoneSettingsCheck, names_what_is_wrong) {
  EXPECT_TRUE(check_settings(ZoneSettings{}));
  EXPECT_THAT(check_settings(ZoneSettings{.move_threshold = -1}).error().message,
              HasSubstr("zones: parameter move_threshold is -1, but must be a number from 0.1 to 100"));
  EXPECT_THAT(check_settings(ZoneSettings{.min_base_candles = 12}).error().message,
              HasSubstr("parameter min_base_candles is 12, but must not be above max_base_candles, 10"));
  core::Instrument instrument;
  EXPECT_THAT(settings_of(instrument, {{"move_treshold", 1}}).error().message,
              HasSubstr("did you mean move_threshold?"));
  instrument.market_type = core::MarketType::kForex;
  instrument.symbol = "USDJPY";
  EXPECT_EQ(settings_of(instrument, {{"move_threshold", 1.5}})->pip_size, 0.01);
  EXPECT_EQ(settings_of(instrument, {{"move_threshold", 1.5}})->move_threshold, 1.5);
}

/// Of the levels that structure says are active: its own events, put together anew.
class ActiveLegs {
 public:
  void take(const structure::Event& event) {
    if (event.kind != structure::Kind::kFibonacci) return;
    using enum structure::State;
    if (event.state == kFormed || event.state == kExtended) {
      const bool rising = event.side == structure::Side::kBullish;
      legs_[event.id] = rising ? std::pair{event.bottom, event.top} : std::pair{event.top, event.bottom};
    } else if (event.state != kTested) {
      legs_.erase(event.id);
    }
  }
  [[nodiscard]] bool has_level_between(double low, double high) const {
    for (const auto& [id, leg] : legs_) {
      const auto& [start, end] = leg;
      for (const double ratio : {0.236, 0.382, 0.5, 0.618, 0.786}) {
        const double level = end - ratio * (end - start);
        if (level >= low && level <= high) return true;
      }
      for (const double ratio : {1.272, 1.618, 2.0, 2.618}) {
        const double level = start + ratio * (end - start);
        if (level >= low && level <= high) return true;
      }
    }
    return false;
  }

 private:
  std::map<std::uint64_t, std::pair<double, double>> legs_;
};

TEST(ZonesAtFibonacciLevels, are_those_with_a_level_of_an_active_leg_of_structure) {
  core::Rng rng{12};
  structure::Structure structure{{}};
  ZoneSettings settings = market_defaults(core::MarketType::kCryptoSpot);
  settings.pip_size = 0.05;  // two of them are near: 0.1
  Zones zones{settings};
  ActiveLegs legs;
  std::vector<structure::Event> events;
  std::vector<ZoneEvent> said;
  std::size_t aligned = 0;
  std::size_t created = 0;
  double price = 1000;
  for (int i = 0; i < 20'000; ++i) {
    core::CandleF c{.open_time = core::Timestamp::from_s(std::int64_t{i} * 3600), .open = price};
    c.close = price + rng.normal();
    c.high = std::max(c.open, c.close) + rng.uniform();
    c.low = std::min(c.open, c.close) - rng.uniform();
    price = c.close;
    events.clear();
    said.clear();
    structure.update(c, events);
    for (const auto& event : events) legs.take(event);
    zones.update(c, said);
    for (const ZoneEvent& event : said) {
      if (event.kind != ZoneEventKind::kCreated) continue;
      ASSERT_EQ(event.zone.fibonacci, legs.has_level_between(event.zone.bottom - 0.1, event.zone.top + 0.1)) << i;
      ++created;
      aligned += event.zone.fibonacci ? 1 : 0;
    }
  }
  EXPECT_GT(aligned, created / 20);
  EXPECT_LT(aligned, created);
}

}  // namespace
}  // namespace tidemark::analysis::zones
