#include "venues/simulated/parameters.hpp"

#include <algorithm>
#include <charconv>

#include "net/url.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::string_view kDigits = "^[0-9]{1,20}$";

bool is_known(std::string_view name, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == name) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

std::string as_text(std::size_t count) {
  return std::to_string(count);
}

}  // namespace

ApiResult<Parameters> Parameters::read(std::string_view query, std::string_view body) {
  std::vector<net::NameValue> values;
  for (const std::string_view part : {query, body}) {
    if (part.empty()) continue;
    auto pairs = net::parse_query(part);
    if (!pairs && pairs.error().code == "repeated_parameter") {
      return refuse(-1101, "Duplicate values for parameter '" + pairs.error().place + "'.");
    }
    if (!pairs) return refuse(-1100, "Illegal characters found in a parameter.");
    values.insert(values.end(), pairs->begin(), pairs->end());
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto same = [&](const net::NameValue& other) { return other.name == values[i].name; };
    // The same name in query and body: the query's is used.
    values.erase(std::remove_if(values.begin() + static_cast<std::ptrdiff_t>(i) + 1, values.end(), same), values.end());
  }
  return Parameters{std::move(values)};
}

std::string_view Parameters::text(std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &net::NameValue::name);
  return found == values_.end() ? std::string_view{} : std::string_view{found->value};
}

ApiResult<std::string> Parameters::required(std::string_view name) const {
  if (!has(name)) return missing_parameter(name);
  return std::string{text(name)};
}

ApiResult<std::optional<std::uint64_t>> Parameters::number(std::string_view name) const {
  const std::string_view digits = text(name);
  if (digits.empty()) return std::optional<std::uint64_t>{};
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return illegal_characters(name, kDigits);
  return std::optional{value};
}

ApiResult<std::optional<core::Timestamp>> Parameters::time(std::string_view name) const {
  const auto value = number(name);
  if (!value) return std::unexpected(value.error());
  if (!*value) return std::optional<core::Timestamp>{};
  constexpr std::uint64_t kLast = 4'102'444'800'000;  // the year 2100: room for sums
  return std::optional{core::Timestamp::from_ms(static_cast<std::int64_t>(std::min(**value, kLast)))};
}

ApiResult<std::size_t> Parameters::limit(std::size_t standard, std::size_t most) const {
  const auto value = number("limit");
  if (!value) return std::unexpected(value.error());
  if (!*value) return standard;
  if (**value == 0) return invalid_data("limit");
  return static_cast<std::size_t>(std::min<std::uint64_t>(**value, most));
}

std::optional<ApiError> Parameters::unread(std::string_view known) const {
  const auto read = static_cast<std::size_t>(
      std::ranges::count_if(values_, [&](const net::NameValue& v) { return is_known(v.name, known); }));
  if (read == values_.size()) return std::nullopt;
  if (known.empty()) {
    return ApiError{400, -1101, "Too many parameters; expected '0' and received '" + as_text(values_.size()) + "'."};
  }
  return ApiError{400, -1104,
                  "Not all sent parameters were read; read '" + as_text(read) + "' parameter(s) but was sent '" +
                      as_text(values_.size()) + "'."};
}

}  // namespace tidemark::venues::simulated
