#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/decimal.hpp"

namespace tidemark::venues::file {

/// A number of a file with the decimals it was written with: units * 10^-decimals. A file's scale is known only after
/// its last row, so rows are kept like this until then.
struct ExactNumber {
  std::int64_t units{0};
  std::uint8_t decimals{0};  ///< 0..18, as few as needed

  friend constexpr bool operator==(ExactNumber, ExactNumber) = default;
};

/// Reads [-+]digits[.digits][e[-+]digits]. Digits beyond the 18th significant one, or beyond the 18th decimal, are
/// rounded half away from zero: only binary floating-point noise is that long. Empty when malformed or from 10^18 on.
[[nodiscard]] std::optional<ExactNumber> parse_exact(std::string_view text) noexcept;

/// The number at `decimals`, rounded half away from zero where it is finer. Empty when it does not fit.
[[nodiscard]] std::optional<std::int64_t> at_scale(ExactNumber number, int decimals) noexcept;

/// The whole number within 10^-6 of this one ("129583.99999999999" is 129584); empty when there is none.
[[nodiscard]] std::optional<std::int64_t> nearly_whole(ExactNumber number) noexcept;

/// Finds the scale that a column of numbers needs and the room it leaves.
class ScaleFinder {
 public:
  /// `sum_of_max`: how many of the largest value must still fit 63 bits when added up (volumes are summed).
  explicit ScaleFinder(std::int64_t sum_of_max) : sum_of_max_{sum_of_max} {}
  void look_at(ExactNumber number);
  /// Most decimals seen, or fewer when the largest number (times sum_of_max) would not fit.
  [[nodiscard]] int decimals() const;
  /// More decimals were seen than fit: finer numbers will be rounded.
  [[nodiscard]] bool rounds() const { return decimals() < needed_; }

 private:
  std::int64_t sum_of_max_;
  int needed_{0};
  std::uint64_t whole_max_{0};
};

}  // namespace tidemark::venues::file
