#include "storage/csv_export.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <zlib.h>

#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::kBtc1m;
using testing::value_of;

std::string read_gzip(const std::string& file) {
  gzFile in = gzopen(file.c_str(), "rb");
  std::string text;
  std::string buffer(1 << 16, '\0');
  for (int n = gzread(in, buffer.data(), 1 << 16); n > 0; n = gzread(in, buffer.data(), 1 << 16)) {
    text.append(buffer, 0, static_cast<std::size_t>(n));
  }
  gzclose(in);
  return text;
}

class CsvExport : public ::testing::Test {
 protected:
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
  testing::TemporaryFolder folder_;
};

// By hand from fixtures.hpp: opens 4200000, 4200007 and 4200014 at 2 decimals, volumes 1000000 + n at 5.
TEST_F(CsvExport, writes_iso_times_and_exact_decimals_oldest_first) {
  value_of(store_->put_candles(batch_of(candles_at(0, 3))));
  std::ostringstream out;
  EXPECT_EQ(value_of(export_csv(*store_, {.series = kBtc1m, .from = {}, .to = {}}, out)), 3U);
  EXPECT_EQ(out.str(),
            "time,open,high,low,close,volume\n"
            "2024-01-01T00:00:00Z,42000,42001.83,41999.79,42001.5,10\n"
            "2024-01-01T00:01:00Z,42000.07,42000.4,41998.96,41999.17,10.00001\n"
            "2024-01-01T00:02:00Z,42000.14,42001.97,41999.93,42001.64,10.00002\n");
}

TEST_F(CsvExport, keeps_the_last_digit_of_numbers_no_double_holds) {
  auto candle = candle_at(0);
  candle.open = candle.high = candle.close = {123'456'789'012'345'678};
  candle.low = {123'456'789'012'345'677};
  candle.volume = {9'007'199'254'740'993};
  value_of(store_->put_candles(batch_of({candle}, btc({.price_decimals = 8, .qty_decimals = 0}))));
  std::ostringstream out;
  value_of(export_csv(*store_, {.series = kBtc1m, .from = {}, .to = {}}, out));
  EXPECT_EQ(out.str(),
            "time,open,high,low,close,volume\n2024-01-01T00:00:00Z,1234567890.12345678,1234567890.12345678,"
            "1234567890.12345677,1234567890.12345678,9007199254740993\n");
}

TEST_F(CsvExport, takes_a_range_and_pages_through_long_series) {
  value_of(store_->put_candles(batch_of(candles_at(0, 45'000))));
  std::ostringstream out;
  const ExportRequest request{.series = kBtc1m, .from = candle_at(1).open_time, .to = candle_at(44'999).open_time};
  EXPECT_EQ(value_of(export_csv(*store_, request, out)), 44'998U);
  std::istringstream lines{out.str()};
  std::string line;
  std::getline(lines, line);
  std::int64_t index = 1;
  while (std::getline(lines, line)) {
    ASSERT_EQ(line.substr(0, 20), core::format_iso(candle_at(index).open_time)) << "line " << index;
    ++index;
  }
  EXPECT_EQ(index, 44'999);
}

TEST_F(CsvExport, a_page_that_ends_exactly_at_the_series_end_is_the_last) {
  value_of(store_->put_candles(batch_of(candles_at(0, 20'000))));
  std::ostringstream out;
  EXPECT_EQ(value_of(export_csv(*store_, {.series = kBtc1m, .from = {}, .to = {}}, out)), 20'000U);
}

TEST_F(CsvExport, compresses_when_the_name_says_so) {
  value_of(store_->put_candles(batch_of(candles_at(0, 3000))));
  const ExportRequest request{.series = kBtc1m, .from = {}, .to = {}};
  value_of(export_csv_file(*store_, request, folder_.file("t.csv")));
  value_of(export_csv_file(*store_, request, folder_.file("t.csv.gz")));
  std::ifstream in(folder_.file("t.csv"));
  const std::string plain{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(read_gzip(folder_.file("t.csv.gz")), plain);
  EXPECT_EQ(std::ranges::count(plain, '\n'), 3001);
  EXPECT_LT(std::filesystem::file_size(folder_.file("t.csv.gz")), plain.size() / 3);
}

TEST_F(CsvExport, of_an_unknown_series_makes_no_file) {
  const auto result = export_csv_file(*store_, {.series = kBtc1m, .from = {}, .to = {}}, folder_.file("t.csv"));
  EXPECT_EQ(result.error().kind, core::ErrorKind::kNotFound);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(CsvExport, to_a_bad_stream_or_place_is_an_error) {
  value_of(store_->put_candles(batch_of(candles_at(0, 3))));
  std::ostringstream bad;
  bad.setstate(std::ios::badbit);
  const ExportRequest request{.series = kBtc1m, .from = {}, .to = {}};
  EXPECT_EQ(export_csv(*store_, request, bad).error().kind, core::ErrorKind::kIo);
  EXPECT_FALSE(export_csv_file(*store_, request, folder_.file("none/t.csv")));
}

}  // namespace
}  // namespace tidemark::storage
