#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace tidemark::api {

inline constexpr std::size_t kBulkSymbolsMax = 2000;

/// {"symbols":["BTCUSDT","binance:ETHUSDT", …]}: 1 … kBulkSymbolsMax texts, which need not be names of anything. Errors
/// are kInvalidArgument or kParse with the offending member as place: bad_json, bad_body, unknown_member,
/// missing_member, bad_symbols, too_many_symbols.
[[nodiscard]] core::Result<std::vector<std::string>> parse_posted_symbols(std::string_view body);

}  // namespace tidemark::api
