#pragma once

#include <optional>

#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::pipeline {

/// Pieces shared by the snapshots of this room and of the engine.
void put_candle(core::ByteWriter& out, const core::Candle& candle);
[[nodiscard]] core::Candle get_candle(core::ByteReader& in);

void put_optional(core::ByteWriter& out, const std::optional<core::Timestamp>& time);
[[nodiscard]] std::optional<core::Timestamp> get_optional_time(core::ByteReader& in);

void put_optional(core::ByteWriter& out, const std::optional<core::Candle>& candle);
[[nodiscard]] std::optional<core::Candle> get_optional_candle(core::ByteReader& in);

}  // namespace tidemark::pipeline
