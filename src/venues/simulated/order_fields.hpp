#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/values.hpp"
#include "venues/simulated/api_error.hpp"
#include "venues/simulated/order_text.hpp"
#include "venues/simulated/parameters.hpp"

namespace tidemark::venues::simulated {

// Parameters that new orders of both markets have.

/// The first `count` values of `Enum` by the names Binance gives them.
template <class Enum>
[[nodiscard]] std::optional<Enum> named(std::string_view text, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (name_of(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

/// -1102, -1117.
[[nodiscard]] ApiResult<core::Side> side_of(const Parameters& parameters);
/// The parameter of that name; empty when it was not sent. -1100.
[[nodiscard]] ApiResult<std::string> client_id_of(const Parameters& parameters, std::string_view name);
/// A decimal parameter in units of 10^-decimals; nothing when it was not sent. -1100; -1111 for more digits than the
/// venue counts; -1013 "Filter failure: `filter`" for more than the scale has.
[[nodiscard]] ApiResult<std::optional<std::int64_t>> decimal_of(const Parameters& parameters, std::string_view name,
                                                                int decimals, std::string_view filter);

}  // namespace tidemark::venues::simulated
