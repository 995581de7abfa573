#include "engine/volume_bank.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::engine {
namespace {

using analysis::volume::Kind;
using core::Timeframe;

/// From Monday 2023-01-02 on: body 1, range 2, white and black in turn, one candle an hour.
core::Candle calm(int index, std::int64_t volume = 100'000) {
  const bool white = index % 2 == 0;
  return {.open_time = testing::at("2023-01-02T00:00:00Z") + core::hours(index),
          .open = {white ? 10'000 : 10'100},
          .high = {10'150},
          .low = {9'950},
          .close = {white ? 10'100 : 10'000},
          .volume = {volume}};
}

class VolumeBankTest : public ::testing::Test {
 protected:
  [[nodiscard]] VolumeBank bank() const { return VolumeBank{settings_, instrument_.market_type}; }
  std::vector<VolumeOutput> feed(VolumeBank& bank, const core::Candle& one, Timeframe timeframe = Timeframe::k1h) {
    std::vector<Output> out;
    bank.update(instrument_, timeframe, core::to_double(one, instrument_.scale),
                one.open_time + core::hours(1) + core::seconds(1), out);
    return testing::only<VolumeOutput>(out);
  }

  core::Instrument instrument_ = testing::instrument("X");
  std::optional<analysis::volume::Settings> settings_{analysis::volume::Settings{}};
};

// By hand, as in tests/cases/volume/spike.case: 250 over a mean of 100.
TEST_F(VolumeBankTest, says_what_a_candle_completes_and_when_it_was_known) {
  VolumeBank bank = this->bank();
  for (int i = 0; i < 24; ++i) EXPECT_TRUE(feed(bank, calm(i)).empty());
  const auto outputs = feed(bank, calm(24, 250'000));
  ASSERT_EQ(outputs.size(), 1U);
  const VolumeOutput& spike = outputs.front();
  EXPECT_EQ(spike.finding.kind, Kind::kSpike);
  EXPECT_EQ(spike.timeframe, Timeframe::k1h);
  EXPECT_DOUBLE_EQ(spike.finding.volume_ratio, 2.5);
  EXPECT_DOUBLE_EQ(spike.finding.price, 101);
  EXPECT_EQ(spike.finding.time, testing::at("2023-01-03T00:00:00Z"));
  EXPECT_EQ(spike.finding.known_at, testing::at("2023-01-03T01:00:00Z"));
  EXPECT_EQ(spike.known_at, testing::at("2023-01-03T01:00:01Z"));
}

TEST_F(VolumeBankTest, timeframes_do_not_mix) {
  VolumeBank bank = this->bank();
  for (int i = 0; i < 24; ++i) static_cast<void>(feed(bank, calm(i)));
  EXPECT_TRUE(feed(bank, calm(24, 900'000), Timeframe::k4h).empty());
  EXPECT_EQ(feed(bank, calm(24, 250'000)).size(), 1U);
}

// A forex hour is held against its own slot of the day, which is not warm on the second day.
TEST_F(VolumeBankTest, forex_is_taken_by_time_of_day) {
  instrument_.market_type = core::MarketType::kForex;
  VolumeBank bank = this->bank();
  for (int i = 0; i < 24; ++i) static_cast<void>(feed(bank, calm(i)));
  EXPECT_TRUE(feed(bank, calm(24, 250'000)).empty());
}

TEST_F(VolumeBankTest, without_settings_it_is_silent) {
  settings_.reset();
  VolumeBank bank = this->bank();
  for (int i = 0; i < 24; ++i) static_cast<void>(feed(bank, calm(i)));
  EXPECT_TRUE(feed(bank, calm(24, 250'000)).empty());
}

TEST_F(VolumeBankTest, a_restored_bank_goes_on_as_if_it_had_never_stopped) {
  VolumeBank bank = this->bank();
  for (int i = 0; i < 24; ++i) static_cast<void>(feed(bank, calm(i)));
  core::ByteWriter writer;
  bank.snapshot(writer);
  VolumeBank other = this->bank();
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(other.restore(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  const auto expected = feed(bank, calm(24, 250'000));
  const auto restored = feed(other, calm(24, 250'000));
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(testing::bytes_of({expected.begin(), expected.end()}),
            testing::bytes_of({restored.begin(), restored.end()}));
  core::ByteReader cut{writer.bytes().first(writer.bytes().size() - 1)};
  EXPECT_FALSE(this->bank().restore(cut));
}

}  // namespace
}  // namespace tidemark::engine
