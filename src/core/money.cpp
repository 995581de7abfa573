#include "core/money.hpp"

#include <algorithm>

namespace tidemark::core {
namespace {

constexpr Int128 kOne = kPow10[kMoneyDecimals];
constexpr std::size_t kWholeDigitsMax = 20;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string digits_of(Int128 value) {
  if (value == 0) return "0";
  std::string text;
  for (; value > 0; value /= 10) text += static_cast<char>('0' + static_cast<int>(value % 10));
  std::ranges::reverse(text);
  return text;
}

/// value * 10^-decimals with all decimals; value >= 0.
std::string fixed_text(Int128 value, int decimals) {
  const Int128 one = kPow10[static_cast<std::size_t>(decimals)];
  std::string text = digits_of(value / one);
  if (decimals == 0) return text;
  const std::string fraction = digits_of(value % one);
  text += '.';
  text.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  return text + fraction;
}

}  // namespace

std::optional<Money> times(Money amount, Rate rate) noexcept {
  constexpr double kLimit = 1e20;
  const double about = to_double(amount) * (static_cast<double>(rate.e8) / static_cast<double>(kRateOne));
  if (about >= kLimit || about <= -kLimit) return std::nullopt;
  return Money{amount.units / kRateOne * rate.e8 + amount.units % kRateOne * rate.e8 / kRateOne};
}

std::string format_money(Money amount) {
  std::string text = fixed_text(abs(amount).units, kMoneyDecimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return amount.units < 0 ? "-" + text : text;
}

std::string format_money(Money amount, int decimals) {
  const Int128 step = kPow10[static_cast<std::size_t>(kMoneyDecimals - decimals)];
  const Int128 rounded = (abs(amount).units + step / 2) / step;
  const std::string text = fixed_text(rounded, decimals);
  return amount.units < 0 && rounded != 0 ? "-" + text : text;
}

std::optional<Money> parse_money(std::string_view text) noexcept {
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
  if (whole.empty() || fraction.empty() || whole.size() > kWholeDigitsMax || fraction.size() > kMoneyDecimals ||
      !all_digits(whole) || !all_digits(fraction)) {
    return std::nullopt;
  }
  Int128 units = 0;
  for (const char c : whole) units = units * 10 + (c - '0');
  units *= kOne;
  Int128 unit = kOne;
  for (const char c : fraction) units += (c - '0') * (unit /= 10);
  return Money{minus ? -units : units};
}

std::optional<Rate> parse_rate(std::string_view text) noexcept {
  int decimals = kRateDecimals;
  if (text.ends_with('%')) {
    text.remove_suffix(1);
    decimals -= 2;
  } else if (text.ends_with("bp")) {
    text.remove_suffix(2);
    decimals -= 4;
  }
  const DecimalParse parsed = parse_decimal(text, decimals);
  if (parsed.error != DecimalError::kNone || parsed.value > kRateOne || parsed.value < -kRateOne) return std::nullopt;
  return Rate{parsed.value};
}

}  // namespace tidemark::core
