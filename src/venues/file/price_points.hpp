#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidemark::venues::file {

/// Decimals of a point of a forex or metal symbol as MetaTrader counts them: 5 for most pairs, 3 for yen quotes and
/// silver, 2 for gold. Empty for other symbols.
[[nodiscard]] std::optional<int> point_decimals(std::string_view symbol) noexcept;

/// True when whole-number prices around `typical` can only be points of this symbol: read as a price it would be absurd
/// (EURUSD 130,584; XAUUSD 172,497), read as points it is an ordinary one.
[[nodiscard]] bool must_be_points(std::string_view symbol, std::int64_t typical) noexcept;

}  // namespace tidemark::venues::file
