#include "api/candle_ring.hpp"

#include <map>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using testing::candle;

std::vector<std::int64_t> opens(const CandleRing& ring) {
  std::vector<std::int64_t> list;
  for (std::size_t i = 0; i < ring.size(); ++i) list.push_back(ring[i].open.ticks - 10000);
  return list;
}

TEST(CandleRing, KeepsTheNewest) {
  CandleRing ring{3};
  for (int n = 0; n < 3; ++n) ring.put(candle(n));
  EXPECT_FALSE(ring.trimmed());
  for (int n = 3; n < 8; ++n) ring.put(candle(n));
  EXPECT_THAT(opens(ring), ::testing::ElementsAre(5, 6, 7));
  EXPECT_TRUE(ring.trimmed());
  EXPECT_EQ(ring.back(), candle(7));
}

TEST(CandleRing, ReplacesAndInsertsInOrder) {
  CandleRing ring{4};
  for (const int n : {1, 2, 4, 5}) ring.put(candle(n));
  core::Candle corrected = candle(2);
  corrected.close = {7};
  ring.put(corrected);
  EXPECT_EQ(ring[1].close.ticks, 7);
  ring.put(candle(3));
  EXPECT_THAT(opens(ring), ::testing::ElementsAre(2, 3, 4, 5));
  ring.put(candle(0));
  EXPECT_THAT(opens(ring), ::testing::ElementsAre(2, 3, 4, 5));
}

TEST(CandleRing, CountsWhatOpensBefore) {
  CandleRing ring{3};
  EXPECT_EQ(ring.count_before(candle(0).open_time), 0U);
  for (const int n : {1, 3, 5, 7}) ring.put(candle(n));
  EXPECT_EQ(ring.count_before(candle(3).open_time), 0U);
  EXPECT_EQ(ring.count_before(candle(4).open_time), 1U);
  EXPECT_EQ(ring.count_before(candle(9).open_time), 3U);
}

// Against a std::map cut to its newest entries.
TEST(CandleRing, BehavesLikeASortedMapCutToItsNewest) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& times) {
    constexpr std::size_t kCapacity = 7;
    CandleRing ring{kCapacity};
    std::map<std::int64_t, int> model;
    int number = 0;
    for (const std::uint8_t time : times) {
      core::Candle c = candle(time % 32);
      c.trades = static_cast<std::uint32_t>(++number);
      ring.put(c);
      const bool too_old = model.size() == kCapacity && c.open_time.ns < model.begin()->first;
      if (!too_old) model[c.open_time.ns] = number;
      if (model.size() > kCapacity) model.erase(model.begin());
    }
    RC_ASSERT(ring.size() == model.size());
    std::size_t i = 0;
    for (const auto& [time, trades] : model) {
      RC_ASSERT(ring[i].open_time.ns == time);
      RC_ASSERT(ring[i].trades == static_cast<std::uint32_t>(trades));
      ++i;
    }
  }));
}

}  // namespace
}  // namespace tidemark::api
