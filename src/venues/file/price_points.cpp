#include "venues/file/price_points.hpp"

#include <algorithm>
#include <array>

#include "core/instrument.hpp"

namespace tidemark::venues::file {
namespace {

/// Quote currencies in which a unit of any major currency costs between 0.1 and 5: only there is a price beyond 10,000
/// absurd.
constexpr std::array<std::string_view, 7> kMajors{"USD", "EUR", "GBP", "CHF", "AUD", "CAD", "NZD"};

bool is_major_quote(std::string_view symbol) {
  return symbol.size() == 6 && std::ranges::find(kMajors, symbol.substr(3)) != kMajors.end();
}

}  // namespace

std::optional<int> point_decimals(std::string_view symbol) noexcept {
  const auto market = core::guess_market_type(symbol);
  if (market == core::MarketType::kForex) {
    if (symbol.ends_with("JPY")) return 3;
    if (is_major_quote(symbol)) return 5;
  }
  if (market == core::MarketType::kMetal && is_major_quote(symbol)) {
    if (symbol.starts_with("XAU")) return 2;
    if (symbol.starts_with("XAG")) return 3;
  }
  return std::nullopt;
}

bool must_be_points(std::string_view symbol, std::int64_t typical) noexcept {
  if (!point_decimals(symbol)) return false;
  // Yen pairs stand near 100, gold between 250 and some thousands, silver between 4 and some hundreds.
  if (symbol.starts_with("XAU")) return typical >= 20'000;
  if (symbol.starts_with("XAG")) return typical >= 4'000;
  return typical >= 10'000;
}

}  // namespace tidemark::venues::file
