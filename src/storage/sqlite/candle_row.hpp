#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/candle.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "core/values.hpp"

namespace tidemark::storage::sqlite {

/// A candle as ohlcv_data holds it: body and wicks instead of close, high and low.
struct CandleRow {
  std::int64_t open_time_s{0};
  std::int64_t open{0};
  std::int64_t body{0};
  std::int64_t upper_wick{0};
  std::int64_t lower_wick{0};
  std::int64_t volume{0};
  std::int64_t taker_buy{0};
  std::int64_t trades{0};
  std::int64_t flags{0};
};

/// The powers of ten from a batch's units to the stored ones; both >= 0.
struct ScaleUp {
  int price_by{0};
  int qty_by{0};
};

/// kRefused "bad_candle" when the candle breaks an invariant of core::Candle, "scale_overflow" when it does not fit the
/// stored units; the message says which, and when.
[[nodiscard]] core::Result<CandleRow> to_row(const core::Candle& candle, core::Timeframe timeframe, ScaleUp up);

/// nullopt when the row, changed by other hands, does not make a candle.
[[nodiscard]] std::optional<core::Candle> to_candle(const CandleRow& row);

}  // namespace tidemark::storage::sqlite
