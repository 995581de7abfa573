#include "pipeline/snapshot_fields.hpp"

#include <cstdint>

namespace tidemark::pipeline {

void put_candle(core::ByteWriter& out, const core::Candle& candle) {
  out.put(candle.open_time.ns);
  out.put(candle.open.ticks);
  out.put(candle.high.ticks);
  out.put(candle.low.ticks);
  out.put(candle.close.ticks);
  out.put(candle.volume.lots);
  out.put(candle.taker_buy.lots);
  out.put(candle.trades);
  out.put(candle.flags);
}

core::Candle get_candle(core::ByteReader& in) {
  core::Candle candle;
  candle.open_time.ns = in.get<std::int64_t>();
  candle.open.ticks = in.get<std::int64_t>();
  candle.high.ticks = in.get<std::int64_t>();
  candle.low.ticks = in.get<std::int64_t>();
  candle.close.ticks = in.get<std::int64_t>();
  candle.volume.lots = in.get<std::int64_t>();
  candle.taker_buy.lots = in.get<std::int64_t>();
  candle.trades = in.get<std::uint32_t>();
  candle.flags = in.get<std::uint8_t>();
  return candle;
}

void put_optional(core::ByteWriter& out, const std::optional<core::Timestamp>& time) {
  out.put(static_cast<std::uint8_t>(time.has_value()));
  if (time) out.put(time->ns);
}

std::optional<core::Timestamp> get_optional_time(core::ByteReader& in) {
  if (in.get<std::uint8_t>() == 0) return std::nullopt;
  return core::Timestamp{in.get<std::int64_t>()};
}

void put_optional(core::ByteWriter& out, const std::optional<core::Candle>& candle) {
  out.put(static_cast<std::uint8_t>(candle.has_value()));
  if (candle) put_candle(out, *candle);
}

std::optional<core::Candle> get_optional_candle(core::ByteReader& in) {
  if (in.get<std::uint8_t>() == 0) return std::nullopt;
  return get_candle(in);
}

}  // namespace tidemark::pipeline
