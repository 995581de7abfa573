#include "storage/sqlite/candle_row.hpp"

#include <algorithm>
#include <limits>

#include "core/decimal.hpp"

namespace tidemark::storage::sqlite {

using core::Candle;
using core::CandleFlag;
using core::checked_add;
using core::ErrorKind;

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

const char* broken_rule(const Candle& c, core::Timeframe timeframe) {
  if (!core::is_aligned(c.open_time, timeframe)) return "its time is not on the timeframe's grid";
  if (c.low.ticks <= 0) return "its low is not above zero";
  if (c.high < std::max(c.open, c.close)) return "its high is below its body";
  if (c.low > std::min(c.open, c.close)) return "its low is above its body";
  if (c.volume.lots < 0) return "its volume is negative";
  if (c.taker_buy.lots < 0 || c.taker_buy > c.volume) return "its taker-buy volume is not a part of its volume";
  return nullptr;
}

std::unexpected<core::Error> refuse(const char* code, const Candle& candle, const std::string& why) {
  return core::fail(ErrorKind::kRefused, code,
                    "the candle of " + core::format_iso(candle.open_time) + " is refused: " + why);
}

/// A volume marked as overflown stands at the maximum in any units.
std::optional<std::int64_t> scale_volume(std::int64_t lots, const Candle& candle, int by) {
  const auto scaled = core::rescale(lots, by);
  if (!scaled && core::has_flag(candle.flags, CandleFlag::kVolumeOverflow))
    return std::numeric_limits<std::int64_t>::max();
  return scaled;
}

}  // namespace

core::Result<CandleRow> to_row(const Candle& c, core::Timeframe timeframe, ScaleUp up) {
  if (const char* rule = broken_rule(c, timeframe)) return refuse("bad_candle", c, rule);
  CandleRow row{.open_time_s = c.open_time.ns / kNsPerSecond,
                .open = c.open.ticks,
                .body = c.close.ticks - c.open.ticks,
                .upper_wick = c.high.ticks - std::max(c.open, c.close).ticks,
                .lower_wick = std::min(c.open, c.close).ticks - c.low.ticks,
                .volume = c.volume.lots,
                .taker_buy = c.taker_buy.lots,
                .trades = c.trades,
                .flags = c.flags};
  if (up.price_by != 0) {
    // All parts are at most as large as the high: when that fits, they do.
    if (!core::rescale(c.high.ticks, up.price_by))
      return refuse("scale_overflow", c, "its price does not fit the stored units");
    const std::int64_t factor = core::kPow10[static_cast<std::size_t>(up.price_by)];
    row.open *= factor;
    row.body *= factor;
    row.upper_wick *= factor;
    row.lower_wick *= factor;
  }
  if (up.qty_by != 0) {
    const auto volume = scale_volume(c.volume.lots, c, up.qty_by);
    const auto taker_buy = scale_volume(c.taker_buy.lots, c, up.qty_by);
    if (!volume || !taker_buy) return refuse("scale_overflow", c, "its volume does not fit the stored units");
    row.volume = *volume;
    row.taker_buy = *taker_buy;
  }
  return row;
}

std::optional<Candle> to_candle(const CandleRow& row) {
  const auto close = checked_add(row.open, row.body);
  if (!close) return std::nullopt;
  const auto high = checked_add(std::max(row.open, *close), row.upper_wick);
  const auto low = checked_add(std::min(row.open, *close), -row.lower_wick);
  std::int64_t open_time_ns = 0;
  if (!high || !low || __builtin_mul_overflow(row.open_time_s, kNsPerSecond, &open_time_ns)) return std::nullopt;
  return Candle{.open_time = {open_time_ns},
                .open = {row.open},
                .high = {*high},
                .low = {*low},
                .close = {*close},
                .volume = {row.volume},
                .taker_buy = {row.taker_buy},
                .trades = static_cast<std::uint32_t>(row.trades),
                .flags = static_cast<std::uint8_t>(row.flags)};
}

}  // namespace tidemark::storage::sqlite
