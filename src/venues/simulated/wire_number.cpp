#include "venues/simulated/wire_number.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tidemark::venues::simulated {

std::string fixed_text(std::int64_t value, int decimals, int digits) {
  const bool negative = value < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  std::array<char, 24> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude);
  std::string text{buffer.data(), end};
  const auto places = static_cast<std::size_t>(decimals);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  const auto missing = static_cast<std::size_t>(std::max(digits - decimals, 0));
  if (places + missing > 0) text.insert(text.size() - places, 1, '.');
  text.append(missing, '0');
  if (negative) text.insert(0, 1, '-');
  return text;
}

void WireWriter::levels(const char* key, const std::vector<core::BookLevel>& levels) {
  json_.key(key).begin_array();
  for (const core::BookLevel& level : levels) {
    json_.begin_array();
    price(level.price);
    qty(level.qty);
    json_.end_array();
  }
  json_.end_array();
}

}  // namespace tidemark::venues::simulated
