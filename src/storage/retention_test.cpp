#include "storage/retention.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

namespace fs = std::filesystem;
using core::Timeframe;
using testing::all_of;
using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::kBtc1m;
using testing::value_of;

std::string read_gzip(const fs::path& file) {
  gzFile in = gzopen(file.c_str(), "rb");
  std::string buffer(1 << 16, '\0');
  const int size = gzread(in, buffer.data(), 1 << 16);
  gzclose(in);
  buffer.resize(static_cast<std::size_t>(std::max(size, 0)));
  return buffer;
}

class Retention : public ::testing::Test {
 protected:
  std::unique_ptr<TransactionalStore> store_ = value_of(open_transactional_store(":memory:", OpenMode::kCreate));
  testing::TemporaryFolder folder_;
  fs::path archive_ = folder_.path() / "archive";
};

// By hand from fixtures.hpp.
TEST_F(Retention, archives_every_field_of_what_it_removes) {
  auto batch = batch_of(candles_at(0, 5));
  batch.candles[1].flags = 3;
  batch.source = "import:my, \"own\".csv";
  value_of(store_->put_candles(batch));
  const auto result = value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(2).open_time, archive_));
  EXPECT_EQ(result.candles, 2U);
  ASSERT_EQ(result.files.size(), 1U);
  EXPECT_EQ(result.files[0].filename(), "binance_BTCUSDT_1m_20240101T000000Z_20240101T000100Z.csv.gz");
  EXPECT_EQ(
      read_gzip(result.files[0]),
      "time,open,high,low,close,volume,trades,taker_buy,flags,source\n"
      "2024-01-01T00:00:00Z,42000,42001.83,41999.79,42001.5,10,10,4,0,\"import:my, \"\"own\"\".csv\"\n"
      "2024-01-01T00:01:00Z,42000.07,42000.4,41998.96,41999.17,10.00001,11,4.00001,3,\"import:my, \"\"own\"\".csv\"\n");
  EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).candles.size(), 3U);
  EXPECT_TRUE(store_->check());
}

TEST_F(Retention, goes_series_by_series_and_touches_one_timeframe) {
  auto eth = btc();
  eth.symbol = "ETHUSDT";
  auto hourly = batch_of({candle_at(0, Timeframe::k1h)});
  hourly.timeframe = Timeframe::k1h;
  value_of(store_->put_candles({batch_of(candles_at(0, 3)), batch_of(candles_at(0, 4), eth), hourly}));
  const auto result = value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(100).open_time, archive_));
  EXPECT_EQ(result.candles, 7U);
  EXPECT_EQ(result.files.size(), 2U);
  const auto left = value_of(store_->series());
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].series.timeframe, Timeframe::k1h);
}

// What was found on a candle is of no use without it.
TEST_F(Retention, takes_patterns_and_indicator_values_along) {
  value_of(store_->put_candles(batch_of(candles_at(0, 4))));
  const auto types = std::make_shared<const std::vector<IndicatorType>>(1, IndicatorType{"OBV", "Real"});
  IndicatorBatch values{.series = kBtc1m, .types = types, .rows = {}};
  for (int n = 0; n < 4; ++n) {
    PatternRecord row{.series = kBtc1m, .pattern = "CDLDOJI", .value = 100, .open_time = candle_at(n).open_time};
    row.known_at = row.open_time;
    row.price_level = "1";
    row.strength = "very_low";
    ASSERT_TRUE(store_->put_patterns({row}));
    values.rows.push_back({row.open_time, 0, 1.0 * n});
  }
  ASSERT_TRUE(store_->put_indicators(values));
  EXPECT_EQ(value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(3).open_time, archive_)).candles, 3U);
  const auto patterns = value_of(store_->patterns({.series = kBtc1m}));
  ASSERT_EQ(patterns.size(), 1U);
  EXPECT_EQ(patterns[0].open_time, candle_at(3).open_time);
  const core::TimeRange all{candle_at(0).open_time, candle_at(100).open_time};
  const auto left = value_of(store_->indicators({.series = kBtc1m, .type = "OBV", .range = all}));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0], (IndicatorValue{candle_at(3).open_time, "Real", 3, 1}));
}

TEST_F(Retention, with_nothing_old_enough_writes_no_file) {
  value_of(store_->put_candles(batch_of(candles_at(0, 3))));
  const auto result = value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(0).open_time, archive_));
  EXPECT_EQ(result.candles, 0U);
  EXPECT_TRUE(fs::is_empty(archive_));
}

TEST_F(Retention, removes_nothing_when_the_archive_cannot_be_written) {
  value_of(store_->put_candles(batch_of(candles_at(0, 3))));
  const fs::path file = folder_.path() / "file";
  value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(0).open_time, archive_));
  fs::rename(archive_, file);
  fs::remove_all(file);
  ASSERT_EQ(std::system(("touch '" + file.string() + "'").c_str()), 0);
  EXPECT_FALSE(archive_and_retain(*store_, Timeframe::k1m, candle_at(2).open_time, file / "below"));
  EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).candles.size(), 3U);
}

TEST_F(Retention, after_a_crash_between_file_and_removal_the_same_file_is_written_again) {
  value_of(store_->put_candles(batch_of(candles_at(0, 3))));
  const auto first = value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(3).open_time, archive_));
  const std::string text = read_gzip(first.files.at(0));
  value_of(store_->put_candles(batch_of(candles_at(0, 3))));  // as if the removal had not been committed
  const auto second = value_of(archive_and_retain(*store_, Timeframe::k1m, candle_at(3).open_time, archive_));
  EXPECT_EQ(second.files, first.files);
  EXPECT_EQ(read_gzip(second.files.at(0)), text);
}

}  // namespace
}  // namespace tidemark::storage
