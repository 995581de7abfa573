// The way a user's own history takes: import of real 1m files, then every longer timeframe built from them compared
// with the venue's own file, bar for bar. Expected numbers are the venue's native candles and the facts of the data's
// manifest.

#include <algorithm>

#include <gtest/gtest.h>

#include "app/compare_series.hpp"
#include "app/deriving_store.hpp"
#include "app/import_series.hpp"
#include "tests/support/shared_data.hpp"
#include "venues/file/candle_file.hpp"

namespace tidemark::app {
namespace {

struct NativeFile {
  const char* symbol;
  const char* base;    ///< 1m file
  const char* native;  ///< the venue's own longer timeframe
  core::Timeframe timeframe;
};

constexpr NativeFile kNativeFiles[] = {
    {"BTCUSDT", "BTCUSDT_1m_2023-03-16_2023-05-01", "BTCUSDT_5m_2023-03-16_2023-05-01", core::Timeframe::k5m},
    {"BTCUSDT", "BTCUSDT_1m_2023-03-16_2023-05-01", "BTCUSDT_15m_2023-04-01_2023-05-01", core::Timeframe::k15m},
    {"BTCUSDT", "BTCUSDT_1m_2023-03-16_2023-05-01", "BTCUSDT_30m_2023-04-01_2023-05-01", core::Timeframe::k30m},
    {"BTCUSDT", "BTCUSDT_1m_2023-03-16_2023-05-01", "BTCUSDT_1h_2023-04-01_2023-05-01", core::Timeframe::k1h},
    {"ETHUSDT", "ETHUSDT_1m_2023-03-16_2023-05-01", "ETHUSDT_5m_2023-03-16_2023-05-01", core::Timeframe::k5m},
    {"ETHUSDT", "ETHUSDT_1m_2023-03-16_2023-05-01", "ETHUSDT_15m_2023-04-01_2023-05-01", core::Timeframe::k15m},
    {"ETHUSDT", "ETHUSDT_1m_2023-03-16_2023-05-01", "ETHUSDT_30m_2023-04-01_2023-05-01", core::Timeframe::k30m},
    {"ETHUSDT", "ETHUSDT_1m_2023-03-16_2023-05-01", "ETHUSDT_1h_2023-04-01_2023-05-01", core::Timeframe::k1h},
    {"SOLUSDT", "SOLUSDT_1m_2023-03-16_2023-05-01", "SOLUSDT_5m_2023-03-16_2023-05-01", core::Timeframe::k5m},
    {"DOGEUSDT", "DOGEUSDT_1m_2023-03-16_2023-05-01", "DOGEUSDT_5m_2023-03-16_2023-05-01", core::Timeframe::k5m},
    {"XRPUSDT", "XRPUSDT_1m_2023-04-01_2023-05-01", "XRPUSDT_5m_2023-04-01_2023-05-01", core::Timeframe::k5m},
};

std::string spot(const std::filesystem::path& shared, const char* name) {
  return (shared / "data" / "bars" / "binance_spot" / (std::string(name) + ".csv.gz")).string();
}

class RealCandles : public testing::TestWithParam<NativeFile> {};

TEST_P(RealCandles, built_from_minutes_equal_the_native_file) {
  TIDEMARK_REQUIRE_SHARED(shared);
  const NativeFile& param = GetParam();
  const test::TemporaryFolder folder;
  auto inner = storage::open_store(folder.file("t.db"), storage::OpenMode::kCreate);
  ASSERT_TRUE(inner) << inner.error().text();
  const auto report = import_series({spot(shared, param.base), {"binance", param.symbol}, core::Timeframe::k1m, {}},
                                    **inner, [](std::uint64_t) {});
  ASSERT_TRUE(report) << report.error().text();
  const auto store = make_deriving_store(std::move(*inner));

  auto file = venues::file::read_candle_file({spot(shared, param.native), param.symbol, param.timeframe, {}});
  ASSERT_TRUE(file) << file.error().text();
  const auto ours = read_all(*store, {"binance", param.symbol, param.timeframe});
  ASSERT_TRUE(ours) << ours.error().text();
  // The native file may begin before the first whole candle of ours or end after the last: only the overlap can be
  // judged.
  const core::Timestamp first = report->first.value();
  const core::Timestamp end = report->last.value() + core::minutes(1);
  std::erase_if(file->candles, [&](const core::Candle& c) {
    return c.open_time < first || c.open_time + core::duration_of(param.timeframe) > end;
  });
  const auto result = compare_series(*ours, {file->scale, file->candles});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_GT(result->compared, 700U);
  EXPECT_EQ(result->equal, result->compared);
  EXPECT_EQ(result->missing, 0U);
}

INSTANTIATE_TEST_SUITE_P(BinanceSpot, RealCandles, testing::ValuesIn(kNativeFiles), [](const auto& instance) {
  return std::string(instance.param.symbol) + "_" + std::string(core::name_of(instance.param.timeframe));
});

TEST(RealOutage, stands_in_the_ledger_with_exact_bounds) {
  TIDEMARK_REQUIRE_SHARED(shared);
  const test::TemporaryFolder folder;
  auto store = storage::open_store(folder.file("t.db"), storage::OpenMode::kCreate);
  ASSERT_TRUE(store) << store.error().text();
  const auto report = import_series({spot(shared, "BTCUSDT_1m_2023-03-16_2023-05-01"), {"binance", "BTCUSDT"}, {}, {}},
                                    **store, [](std::uint64_t) {});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->rows_read, 66087U);
  EXPECT_EQ(report->stored.inserted, 66087U);
  EXPECT_TRUE(report->rejected.empty());
  const auto gaps = (*store)->gaps("BTCUSDT", core::Timeframe::k1m);
  ASSERT_TRUE(gaps) << gaps.error().text();
  ASSERT_EQ(gaps->size(), 1U);
  // MANIFEST: "nothing 12:40 to 13:59" on 2023-03-24, 80 candles.
  EXPECT_EQ(core::format_iso(gaps->front().gap.range.from), "2023-03-24T12:40:00Z");
  EXPECT_EQ(core::format_iso(gaps->front().gap.range.to), "2023-03-24T14:00:00Z");
  EXPECT_EQ(gaps->front().gap.candles, 80U);
}

TEST(RealCandles, importing_twice_changes_nothing) {
  TIDEMARK_REQUIRE_SHARED(shared);
  const test::TemporaryFolder folder;
  auto store = storage::open_store(folder.file("t.db"), storage::OpenMode::kCreate);
  ASSERT_TRUE(store) << store.error().text();
  const ImportRequest request{spot(shared, "BTCUSDT_1h_2023-04-01_2023-05-01"), {"binance", "BTCUSDT"}, {}, {}};
  const auto first = import_series(request, **store, [](std::uint64_t) {});
  const auto second = import_series(request, **store, [](std::uint64_t) {});
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->stored.inserted, 719U);
  EXPECT_EQ(second->stored.unchanged, 719U);
  EXPECT_EQ(second->stored.inserted + second->stored.replaced, 0U);
}

}  // namespace
}  // namespace tidemark::app
