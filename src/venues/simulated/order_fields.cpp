#include "venues/simulated/order_fields.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::string_view kDecimalRange = R"(^([0-9]{1,20})(\.[0-9]{1,20})?$)";
constexpr std::string_view kClientIdRange = R"(^[\.A-Z\:/a-z0-9_-]{1,36}$)";
constexpr int kVenueDecimals = 8;

bool is_decimal_text(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() <= 20 && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, point)) && (point == text.size() || digits(text.substr(point + 1)));
}

bool is_client_id(std::string_view text) {
  constexpr std::string_view kMarks = ".:/_-";
  return text.size() <= 36 && std::ranges::all_of(text, [&](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || kMarks.contains(c);
         });
}

}  // namespace

ApiResult<core::Side> side_of(const Parameters& parameters) {
  const auto side = parameters.required("side");
  if (!side) return std::unexpected(side.error());
  if (*side != "BUY" && *side != "SELL") return refuse(-1117, "Invalid side.");
  return *side == "BUY" ? core::Side::kBuy : core::Side::kSell;
}

ApiResult<std::string> client_id_of(const Parameters& parameters, std::string_view name) {
  std::string id{parameters.text(name)};
  if (!is_client_id(id)) return illegal_characters(name, kClientIdRange);
  return id;
}

ApiResult<std::optional<std::int64_t>> decimal_of(const Parameters& parameters, std::string_view name, int decimals,
                                                  std::string_view filter) {
  const std::string_view text = parameters.text(name);
  if (text.empty()) return std::optional<std::int64_t>{};
  if (!is_decimal_text(text)) return illegal_characters(name, kDecimalRange);
  const auto parsed = core::parse_decimal(text, decimals);
  if (parsed.error == core::DecimalError::kNone) return std::optional{parsed.value};
  if (core::decimals_needed(text).value_or(99) > std::max(kVenueDecimals, decimals)) {
    return refuse(-1111, "Parameter '" + std::string{name} + "' has too much precision.");
  }
  return refuse(-1013, "Filter failure: " + std::string{filter});
}

}  // namespace tidemark::venues::simulated
