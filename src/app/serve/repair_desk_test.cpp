#include "app/serve/repair_desk.hpp"

#include <filesystem>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "engine/testing.hpp"
#include "storage/testing/fixtures.hpp"

namespace tidemark::app {
namespace {

using core::Candle;
using core::CandleFlag;
using core::Timeframe;
using engine::testing::at;

const core::Timestamp kNoon = at("2026-11-26T12:00:00Z");

class RepairDeskTest : public ::testing::Test {
 protected:
  RepairDeskTest() : path{folder.path() / "t.db"}, clock{kNoon + core::minutes(9)} {
    btc = engine::testing::instrument("BTCUSDT");
    store = storage::open_store(path.string(), storage::OpenMode::kCreate).value();
  }

  static Candle minute(int index) {
    Candle candle;
    candle.open_time = kNoon + core::minutes(index);
    candle.open = candle.high = candle.low = candle.close = {100 + index};
    candle.volume = {10};
    return candle;
  }
  void put(Timeframe timeframe, std::vector<Candle> candles) {
    ASSERT_TRUE(store->put_candles(storage::CandleBatch{btc, timeframe, "test", std::move(candles)}));
  }
  /// Runs the desk until it has said something.
  std::vector<engine::Output> said_by(RepairDesk& desk) {
    std::jthread thread{[&](const std::stop_token& stop) { desk.run(stop); }};
    {
      std::unique_lock lock{mutex};
      EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds{20}, [&] { return !said.empty(); }));
    }
    thread.request_stop();
    desk.interrupt();
    thread.join();
    return said;
  }
  [[nodiscard]] RepairDesk::Dependencies dependencies() {
    return {path.string(), clock, ops::null_logger(), [this](std::vector<engine::Output> outputs) {
              const std::lock_guard lock{mutex};
              said = std::move(outputs);
              changed.notify_all();
            }};
  }

  storage::testing::TemporaryFolder folder;
  std::filesystem::path path;
  core::ManualClock clock;
  core::Instrument btc;
  std::unique_ptr<storage::Store> store;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<engine::Output> said;
};

TEST_F(RepairDeskTest, joins_what_was_fetched_with_what_is_stored) {
  put(Timeframe::k1m, {minute(0), minute(1), minute(4), minute(5), minute(6)});
  RepairDesk desk{dependencies()};
  ASSERT_TRUE(desk.submit({btc, {kNoon + core::minutes(2), kNoon + core::minutes(4)}, {minute(2), minute(3)}}));
  const auto outputs = said_by(desk);
  EXPECT_EQ(engine::testing::candles(outputs, Timeframe::k1m, core::CandleState::kClosed).size(), 2U);
  const auto fives = engine::testing::candles(outputs, Timeframe::k5m, core::CandleState::kClosed);
  ASSERT_EQ(fives.size(), 1U);
  EXPECT_EQ(fives[0].candle.volume, core::Qty{50});
  EXPECT_EQ(engine::testing::only<core::Gap>(outputs).at(0).state, core::GapState::kFilled);
}

TEST_F(RepairDeskTest, mends_partial_candles_of_a_new_instrument_whose_base_is_whole) {
  put(Timeframe::k1m, {minute(0), minute(1), minute(2), minute(3), minute(4)});
  Candle partial = minute(0);
  core::set_flag(partial.flags, CandleFlag::kPartial);
  put(Timeframe::k5m, {partial});
  RepairDesk desk{dependencies()};
  desk.put_instrument(btc);
  clock.advance(core::minutes(1));
  const auto fives = engine::testing::candles(said_by(desk), Timeframe::k5m, core::CandleState::kClosed);
  ASSERT_EQ(fives.size(), 1U);
  EXPECT_EQ(fives[0].candle.close, core::Price{104});
  EXPECT_FALSE(core::has_flag(fives[0].candle.flags, CandleFlag::kPartial));
}

TEST_F(RepairDeskTest, refuses_more_than_it_can_hold_and_counts_it) {
  RepairDesk desk{dependencies()};
  for (std::size_t i = 0; i < RepairDesk::kWaitingMax; ++i) {
    ASSERT_TRUE(desk.submit({btc, {kNoon, kNoon + core::minutes(1)}, {minute(0)}}));
  }
  EXPECT_EQ(desk.submit({btc, {kNoon, kNoon + core::minutes(1)}, {}}).error().code, "repairs_waiting");
  EXPECT_EQ(desk.stats().depth, RepairDesk::kWaitingMax);
  EXPECT_EQ(desk.stats().lost, 1U);
}

}  // namespace
}  // namespace tidemark::app
