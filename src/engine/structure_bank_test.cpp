// What the banks of structure and zones add to their analyzers: times, ids and settings per timeframe, and a switch.
#include "engine/structure_bank.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "engine/testing.hpp"
#include "engine/zone_bank.hpp"

namespace tidemark::engine {
namespace {

using core::Timeframe;

struct Ohlc {
  double open;
  double high;
  double low;
  double close;
};

/// The market of src/analysis/zones/zones_test.cpp, worked out there by hand: a demand zone from 100.0 to 100.4 that
/// the 25th candle makes known and the 26th comes to.
std::vector<Ohlc> market() {
  std::vector<Ohlc> all(20, {100, 101, 99, 100});
  const std::vector<Ohlc> rest{{100.0, 100.4, 99.6, 99.8},   {99.8, 100.3, 99.6, 99.9},    {99.9, 102.0, 99.8, 101.9},
                               {101.9, 103.5, 101.8, 103.4}, {103.4, 104.5, 103.3, 104.4}, {104.4, 104.5, 100.2, 100.8},
                               {100.8, 103.0, 100.6, 102.9}};
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

core::Candle candle_at(int index, const Ohlc& c) {
  const auto ticks = [](double price) { return core::Price{static_cast<std::int64_t>(price * 100 + 0.5)}; };
  return {.open_time = testing::at("2023-01-02T00:00:00Z") + core::hours(index),
          .open = ticks(c.open),
          .high = ticks(c.high),
          .low = ticks(c.low),
          .close = ticks(c.close),
          .volume = {1000}};
}

template <class Bank>
std::vector<Output> feed(Bank& bank, const core::Instrument& instrument, int from, int to) {
  std::vector<Output> out;
  const auto all = market();
  for (int i = from; i < to; ++i) {
    const core::Candle candle = candle_at(i, all[static_cast<std::size_t>(i)]);
    bank.update(instrument, Timeframe::k1h, core::to_double(candle, instrument.scale),
                candle.open_time + core::hours(1), out);
  }
  return out;
}

class BanksTest : public ::testing::Test {
 protected:
  BanksTest() { instrument_.pip_size = 0.01; }

  core::Instrument instrument_ = testing::instrument("X");
  /// The market's defaults would take wider bases; these are the specification's.
  std::optional<analysis::zones::ZoneOverrides> zones_{analysis::zones::ZoneOverrides{
      {"consolidation_threshold", 0.5}, {"body_size_threshold", 0.3}, {"max_base_range", 0.8}}};
  std::optional<analysis::structure::StructureSettings> structure_{analysis::structure::StructureSettings{}};
};

TEST_F(BanksTest, zones_are_said_with_their_times_and_tests) {
  ZoneBank bank{zones_};
  const auto out = feed(bank, instrument_, 0, 27);
  const auto zones = testing::only<ZoneOutput>(out);
  ASSERT_EQ(zones.size(), 3U);
  EXPECT_EQ(zones[0].event, analysis::zones::ZoneEventKind::kCreated);
  EXPECT_EQ(zones[0].id, 1U);
  EXPECT_NEAR(zones[0].top, 100.4, 1e-9);
  EXPECT_NEAR(zones[0].bottom, 100.0, 1e-9);
  EXPECT_EQ(zones[0].base_from, candle_at(20, {}).open_time);
  EXPECT_EQ(zones[0].base_to, candle_at(21, {}).open_time);
  EXPECT_EQ(zones[0].impulse_to, candle_at(24, {}).open_time);
  EXPECT_EQ(zones[0].known_at, candle_at(25, {}).open_time);  // when candle 24 has closed
  const auto tests = testing::only<ZoneTestOutput>(out);
  ASSERT_EQ(tests.size(), 2U);
  EXPECT_EQ(tests[0].zone, 1U);
  EXPECT_EQ(tests[0].outcome, analysis::zones::TestOutcome::kOpen);
  EXPECT_EQ(tests[1].outcome, analysis::zones::TestOutcome::kBounce);
  EXPECT_EQ(tests[1].number, 1U);
}

TEST_F(BanksTest, switched_off_they_are_silent_and_leave_nothing_in_a_snapshot) {
  zones_.reset();
  structure_.reset();
  ZoneBank zones{zones_};
  StructureBank structure{structure_};
  EXPECT_TRUE(feed(zones, instrument_, 0, 27).empty());
  EXPECT_TRUE(feed(structure, instrument_, 0, 27).empty());
  core::ByteWriter writer;
  zones.snapshot(writer);
  structure.snapshot(writer);
  EXPECT_TRUE(writer.bytes().empty());
}

TEST_F(BanksTest, a_restored_bank_goes_on_with_the_same_ids) {
  ZoneBank first{zones_};
  StructureBank structure{structure_};
  static_cast<void>(feed(first, instrument_, 0, 25));
  static_cast<void>(feed(structure, instrument_, 0, 25));
  core::ByteWriter writer;
  first.snapshot(writer);
  structure.snapshot(writer);
  core::ByteReader reader{writer.bytes()};
  ZoneBank second{zones_};
  StructureBank other{structure_};
  ASSERT_TRUE(second.restore(reader, instrument_));
  ASSERT_TRUE(other.restore(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  const auto zones = testing::only<ZoneOutput>(feed(second, instrument_, 25, 27));
  ASSERT_EQ(zones.size(), 2U);
  EXPECT_EQ(zones[0].id, 1U);
  EXPECT_EQ(zones[0].event, analysis::zones::ZoneEventKind::kTested);
  const auto expected = feed(structure, instrument_, 25, 27);
  EXPECT_EQ(feed(other, instrument_, 25, 27).size(), expected.size());
}

TEST_F(BanksTest, structure_is_said_when_its_candle_has_closed) {
  StructureBank bank{structure_};
  const auto said = testing::only<StructureOutput>(feed(bank, instrument_, 0, 27));
  ASSERT_FALSE(said.empty());
  // 00:00 to 04:00 is the four hours before candle 4: their high 101 and low 99.
  const auto previous = std::ranges::find(said, analysis::structure::Kind::kPreviousHighLow, &StructureOutput::kind);
  ASSERT_NE(previous, said.end());
  EXPECT_EQ(previous->time, candle_at(4, {}).open_time);
  EXPECT_EQ(previous->known_at, candle_at(5, {}).open_time);
  EXPECT_EQ(previous->top, 101);
  EXPECT_EQ(previous->bottom, 99);
}

TEST_F(BanksTest, what_only_repeats_the_candles_is_left_out) {
  using analysis::structure::Period;
  const auto on = settings_on(*structure_, Timeframe::k4h);
  EXPECT_FALSE(on.periods.wanted[static_cast<std::size_t>(Period::kFourHours)]);
  EXPECT_TRUE(on.periods.wanted[static_cast<std::size_t>(Period::kDay)]);
  for (const auto& hours : on.sessions.hours) EXPECT_EQ(hours.start, hours.end);
  const auto week = settings_on(*structure_, Timeframe::k1w);
  EXPECT_FALSE(week.periods.wanted[static_cast<std::size_t>(Period::kWeek)]);
  EXPECT_TRUE(week.periods.wanted[static_cast<std::size_t>(Period::kMonth)]);
  EXPECT_NE(settings_on(*structure_, Timeframe::k1h).sessions.hours[1].start,
            settings_on(*structure_, Timeframe::k1h).sessions.hours[1].end);
}

}  // namespace
}  // namespace tidemark::engine
