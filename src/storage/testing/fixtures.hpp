#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

/// Shared by this room's tests.
namespace tidemark::storage::testing {

using ops::testing::TemporaryFolder;

/// The value of a result that must not be an error.
template <class T>
T value_of(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().text());
  return std::move(*result);
}

inline core::Instrument btc(core::Scale scale = {.price_decimals = 2, .qty_decimals = 5}) {
  core::Instrument i;
  i.venue = "binance";
  i.symbol = "BTCUSDT";
  i.scale = scale;
  return i;
}

/// 2024-01-01T00:00:00Z was a Monday: aligned for every timeframe.
inline constexpr core::Timestamp kStart = core::Timestamp::from_s(1'704'067'200);

/// A valid candle, `index` steps after kStart, every field distinct and dependent on the index.
inline core::Candle candle_at(std::int64_t index, core::Timeframe timeframe = core::Timeframe::k1m) {
  const std::int64_t open = 4'200'000 + index * 7;
  const std::int64_t close = open + (index % 2 == 0 ? 150 : -90);
  return {.open_time = kStart + core::duration_of(timeframe) * index,
          .open = {open},
          .high = {std::max(open, close) + 33},
          .low = {std::min(open, close) - 21},
          .close = {close},
          .volume = {1'000'000 + index},
          .taker_buy = {400'000 + index},
          .trades = static_cast<std::uint32_t>(10 + index % 1000),
          .flags = 0};
}

inline std::vector<core::Candle> candles_at(std::int64_t first, std::int64_t count) {
  std::vector<core::Candle> all;
  for (std::int64_t i = 0; i < count; ++i) all.push_back(candle_at(first + i));
  return all;
}

inline CandleBatch batch_of(std::vector<core::Candle> candles, core::Instrument instrument = btc()) {
  return {.instrument = std::move(instrument),
          .timeframe = core::Timeframe::k1m,
          .source = "test",
          .candles = std::move(candles)};
}

inline const SeriesKey kBtc1m{.venue = "binance", .symbol = "BTCUSDT", .timeframe = core::Timeframe::k1m};

inline CandleQuery all_of(const SeriesKey& series) {
  return {.series = series, .from = {}, .to = {}, .limit = 10'000'000, .order = Order::kOldestFirst};
}

}  // namespace tidemark::storage::testing
