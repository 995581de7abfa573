#include "decision/calibration.hpp"

#include <gtest/gtest.h>

namespace tidemark::decision {
namespace {

Signal ended(SignalType type, double confidence, SignalStatus status) {
  return {.type = type,
          .side = Side::kBullish,
          .status = status,
          .confidence = confidence,
          .entry = 100,
          .stop = 98,
          .exit = status == SignalStatus::kTarget ? 103.0 : 98.0};
}

TEST(Calibration, counts_by_type_and_bucket_of_confidence) {
  Calibration table;
  table.add(ended(SignalType::kBuy, 39, SignalStatus::kStopped));
  table.add(ended(SignalType::kBuy, 40, SignalStatus::kTarget));
  table.add(ended(SignalType::kBuy, 90, SignalStatus::kTarget));
  table.add(ended(SignalType::kSell, 74, SignalStatus::kExpired));
  EXPECT_EQ(table.of(SignalType::kBuy, 0), (HitTally{0, 1, -1}));
  EXPECT_EQ(table.of(SignalType::kBuy, 1), (HitTally{1, 1, 1.5}));
  EXPECT_EQ(table.of(SignalType::kBuy, 4), (HitTally{1, 1, 1.5}));
  EXPECT_EQ(table.of(SignalType::kBuy), (HitTally{2, 3, 2}));
  EXPECT_EQ(table.of_bucket(2).ended, 1U);
  EXPECT_EQ(table.all().ended, 4U);
  Calibration twice = table;
  twice.add(table);
  EXPECT_EQ(twice.of(SignalType::kBuy), (HitTally{4, 6, 4}));
}

// Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, Wilson score 0.2553 to 0.3662.
TEST(Calibration, intervals_are_wilsons) {
  const HitTally tally{.hits = 81, .ended = 263};
  EXPECT_NEAR(tally.interval().low, 0.2553, 5e-5);
  EXPECT_NEAR(tally.interval().high, 0.3662, 5e-5);
}

TEST(Calibration, a_type_with_little_history_takes_that_of_all) {
  Calibration table;
  EXPECT_EQ(table.historical_success(SignalType::kBuy), 0);
  for (int i = 0; i < 10; ++i) table.add(ended(SignalType::kSell, 50, SignalStatus::kTarget));
  const double all = 10 / (10 + 1.96 * 1.96);
  EXPECT_NEAR(table.historical_success(SignalType::kBuy), all, 1e-12);
  for (int i = 0; i < 10; ++i) table.add(ended(SignalType::kBuy, 50, SignalStatus::kStopped));
  EXPECT_NEAR(table.historical_success(SignalType::kBuy), 0, 1e-12);
  EXPECT_NEAR(table.historical_success(SignalType::kSell), all, 1e-12);
}

}  // namespace
}  // namespace tidemark::decision
