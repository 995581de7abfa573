#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "venues/binance/fields.hpp"
#include "venues/binance/parse_rule.hpp"

namespace tidemark::venues::binance {

/// Levels a side beyond which a book message is refused.
inline constexpr std::size_t kLevelsMax = 100'000;

/// Without surrounding blanks.
[[nodiscard]] std::string_view trim(std::string_view token) noexcept;
/// Text between the quotes; empty when the token is not a string. Escapes are left as they are.
[[nodiscard]] std::string_view unquote(std::string_view token) noexcept;

/// Reads `[["price","qty"],…]`; further entries of a level are passed over. `levels` is overwritten.
[[nodiscard]] ParseRule read_levels(std::string_view token, core::Scale scale, std::vector<core::BookLevel>& levels);

/// Milliseconds or, from 10^14 on, microseconds since the epoch.
[[nodiscard]] ParseRule read_time(std::string_view token, core::Timestamp& out) noexcept;
[[nodiscard]] ParseRule read_unsigned(std::string_view token, std::uint64_t& out) noexcept;
/// A decimal in quotes or bare.
[[nodiscard]] ParseRule read_decimal(std::string_view token, int decimals, std::int64_t& out) noexcept;

/// Takes typed values out of Fields and remembers the first rule that was broken, so that a message is read straight
/// through and judged once at the end.
class FieldReader {
 public:
  FieldReader(const Fields& fields, core::Scale scale) : fields_{fields}, scale_{scale} {}

  [[nodiscard]] ParseRule rule() const { return rule_; }
  [[nodiscard]] bool ok() const { return rule_ == ParseRule::kParsed; }

  template <class Key>
  core::Price price(Key key) {
    return {decimal(fields_.get(key), scale_.price_decimals)};
  }
  template <class Key>
  core::Qty qty(Key key) {
    return {decimal(fields_.get(key), scale_.qty_decimals)};
  }
  /// Rounded half away from zero at the scale (mark prices).
  template <class Key>
  core::Price rounded_price(Key key) {
    return {rounded(fields_.get(key))};
  }
  template <class Key>
  core::Timestamp time(Key key) {
    core::Timestamp out;
    note(read_time(fields_.get(key), out));
    return out;
  }
  template <class Key>
  std::uint64_t number(Key key) {
    std::uint64_t out = 0;
    note(read_unsigned(fields_.get(key), out));
    return out;
  }
  template <class Key>
  core::Side taker_of_maker_flag(Key key) {
    return taker(fields_.get(key));
  }
  void levels(std::string_view token, std::vector<core::BookLevel>& out) { note(read_levels(token, scale_, out)); }
  void note(ParseRule rule) {
    if (rule != ParseRule::kParsed && rule_ == ParseRule::kParsed) rule_ = rule;
  }

 private:
  std::int64_t decimal(std::string_view token, int decimals) {
    std::int64_t out = 0;
    note(read_decimal(token, decimals, out));
    return out;
  }
  std::int64_t rounded(std::string_view token);
  core::Side taker(std::string_view token);

  const Fields& fields_;
  core::Scale scale_;
  ParseRule rule_{ParseRule::kParsed};
};

}  // namespace tidemark::venues::binance
