#pragma once

#include <cassert>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/values.hpp"

namespace tidemark::core {

__extension__ using Int128 = __int128;

/// Decimals of every amount of money, whatever the currency: enough that a price times a quantity of any instrument
/// whose two scales together have at most 18 decimals is exact.
inline constexpr int kMoneyDecimals = 18;

/// An amount of some currency in units of 10^-18. Exact; magnitudes stay below 10^20 of the currency.
struct Money {
  Int128 units{0};

  friend constexpr auto operator<=>(Money, Money) = default;
  friend constexpr Money operator+(Money a, Money b) { return {a.units + b.units}; }
  friend constexpr Money operator-(Money a, Money b) { return {a.units - b.units}; }
  friend constexpr Money operator-(Money a) { return {-a.units}; }
  constexpr Money& operator+=(Money b) {
    units += b.units;
    return *this;
  }
  constexpr Money& operator-=(Money b) {
    units -= b.units;
    return *this;
  }
};

[[nodiscard]] constexpr Money abs(Money amount) {
  return amount.units < 0 ? -amount : amount;
}

/// A share of something in units of 10^-8: a fee of 0.1 % is 100,000, a basis point 10,000.
struct Rate {
  std::int64_t e8{0};

  friend constexpr auto operator<=>(Rate, Rate) = default;
};
inline constexpr int kRateDecimals = 8;
inline constexpr std::int64_t kRateOne = 100'000'000;

/// Whether a price times a quantity of this scale is exact in money.
[[nodiscard]] constexpr bool is_exact_in_money(Scale scale) {
  return scale.price_decimals + scale.qty_decimals <= kMoneyDecimals;
}

/// price * qty, exactly; signed as its parts are. Nothing when it is 10^20 or more, or the scale is too fine.
[[nodiscard]] constexpr std::optional<Money> notional_of(Price price, Qty qty, Scale scale) noexcept {
  if (!is_exact_in_money(scale)) return std::nullopt;
  const std::int64_t factor =
      kPow10[static_cast<std::size_t>(kMoneyDecimals - scale.price_decimals - scale.qty_decimals)];
  constexpr double kLimit = 1e38;
  const double about = static_cast<double>(price.ticks) * static_cast<double>(qty.lots) * static_cast<double>(factor);
  if (about >= kLimit || about <= -kLimit) return std::nullopt;
  return Money{static_cast<Int128>(price.ticks) * qty.lots * factor};
}

/// That share of the amount, cut off below 10^-18. |rate| <= 1.
[[nodiscard]] constexpr Money share_of(Money amount, Rate rate) {
  assert(rate.e8 <= kRateOne && rate.e8 >= -kRateOne);
  const Int128 whole = amount.units / kRateOne;
  const Int128 rest = amount.units % kRateOne;
  return {whole * rate.e8 + rest * rate.e8 / kRateOne};
}

/// amount * rate, for rates beyond one (leverage), cut off below 10^-18. Nothing when it does not fit.
[[nodiscard]] std::optional<Money> times(Money amount, Rate rate) noexcept;

/// amount * part / whole, cut off; 0 <= part <= whole, whole > 0. Exact without overflow: long division of the parts.
[[nodiscard]] constexpr Money part_of(Money amount, std::int64_t part, std::int64_t whole) {
  assert(part >= 0 && part <= whole && whole > 0);
  // amount = q * whole + r with |r| < 2^63: q * part is at most the amount, r * part below 2^126.
  const Int128 quotient = amount.units / whole;
  const Int128 rest = amount.units % whole;
  return {quotient * part + rest * part / whole};
}

/// For statistics and charts only; accounts never come back from doubles.
[[nodiscard]] constexpr double to_double(Money amount) {
  return static_cast<double>(amount.units) / 1e18;
}

/// The shortest exact text: "-12.5", "0".
[[nodiscard]] std::string format_money(Money amount);
/// Rounded half away from zero to so many decimals (0..18), with all of them: "-12.50".
[[nodiscard]] std::string format_money(Money amount, int decimals);
/// [-+]digits[.digits], at most 18 decimals, magnitude below 10^20; nothing when it is not that.
[[nodiscard]] std::optional<Money> parse_money(std::string_view text) noexcept;
/// "0.001", "0.1%", "10bp": a share, exact to 10^-8; nothing when it is not that or its magnitude is above 1.
[[nodiscard]] std::optional<Rate> parse_rate(std::string_view text) noexcept;

}  // namespace tidemark::core
