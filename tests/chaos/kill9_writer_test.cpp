// kill -9 at random moments while the store's writer commits in groups on its thread: every flushed candle is there,
// and what else is there is a prefix of what was submitted.

#include <iostream>

#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "ops/system_clock.hpp"
#include "storage/transactional_store.hpp"
#include "storage/writer.hpp"
#include "storage/writer_thread.hpp"
#include "tests/chaos/child.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::chaos {
namespace {

using storage::OpenMode;

constexpr std::int64_t kCandles = 20'000;
const storage::SeriesKey kSeries{.venue = "binance", .symbol = "BTCUSDT", .timeframe = core::Timeframe::k1m};

core::Candle candle_at(std::int64_t index) {
  return {.open_time = core::Timestamp::from_s(1'704'067'200) + core::minutes(index),
          .open = {1000 + index},
          .high = {2000 + index},
          .low = {500},
          .close = {700 + index},
          .volume = {index * 3},
          .taker_buy = {index},
          .trades = static_cast<std::uint32_t>(index)};
}

/// The child: submits one candle after the other from `first` on, with a flush now and then.
int submit_candles(const std::string& file, std::int64_t first, int report) {
  auto store = storage::open_transactional_store(file, OpenMode::kCreate);
  if (!store) return 4;
  const ops::SystemClock clock;
  auto metrics = ops::make_metrics();
  storage::Writer writer{std::move(*store), clock, *metrics, ops::null_logger(), {.capacity_rows = 500}};
  storage::WriterThread thread{writer};
  core::Instrument instrument;
  instrument.venue = kSeries.venue;
  instrument.symbol = kSeries.symbol;
  core::Rng rng{static_cast<std::uint64_t>(first)};
  for (std::int64_t i = first; i < kCandles; ++i) {
    storage::CandleBatch batch{
        .instrument = instrument, .timeframe = core::Timeframe::k1m, .source = "chaos", .candles = {candle_at(i)}};
    if (!writer.submit(std::move(batch))) return 5;
    if (rng.chance(0.02)) {
      if (!writer.flush()) return 6;
      report_acknowledged(report, static_cast<std::uint64_t>(i + 1));
    }
  }
  if (!thread.stop()) return 7;
  report_acknowledged(report, kCandles);
  return 0;
}

TEST(Kill9Writer, keeps_every_flushed_candle_and_nothing_out_of_order) {
  const test::TemporaryFolder folder;
  core::Rng rng{7};
  const int wanted = kills_wanted();
  int killed = 0;
  int databases = 0;
  std::string file;
  std::int64_t first = 0;
  std::uint64_t acknowledged = 0;
  std::int64_t usual_us = 300'000;
  while (killed < wanted) {
    if (file.empty()) {
      file = folder.file("db" + std::to_string(++databases) + ".db");
      first = 0;
      acknowledged = 0;
    }
    Child child = Child::run_function([&](int report) { return submit_candles(file, first, report); });
    child.kill_after_us(static_cast<std::int64_t>(rng.uniform(0, 1) * static_cast<double>(usual_us)));
    acknowledged = std::max(acknowledged, child.acknowledged());
    if (child.end() == Child::End::kKilled) {
      ++killed;
    } else {
      ASSERT_EQ(child.exit_code(), 0) << child.reports();
      ASSERT_EQ(child.acknowledged(), static_cast<std::uint64_t>(kCandles));
    }
    if (acknowledged == 0 && !std::filesystem::exists(file)) continue;
    auto store = storage::open_transactional_store(file, OpenMode::kCreate);
    ASSERT_TRUE(store) << store.error().text();
    const auto sound = (*store)->check();
    ASSERT_TRUE(sound) << sound.error().text();
    std::vector<core::Candle> candles;
    if (auto page = (*store)->candles({.series = kSeries, .from = {}, .to = {}, .limit = 10 * kCandles})) {
      candles = std::move(page->candles);
    }
    ASSERT_GE(candles.size(), acknowledged);
    for (std::size_t i = 0; i < candles.size(); ++i) ASSERT_EQ(candles[i], candle_at(static_cast<std::int64_t>(i)));
    first = static_cast<std::int64_t>(candles.size());
    if (first == kCandles || rng.chance(0.1)) file.clear();
  }
  std::cout << killed << " kills, " << databases << " databases\n";
}

}  // namespace
}  // namespace tidemark::chaos
