#pragma once

#include <cstddef>
#include <cstdint>

namespace tidemark::analysis::batch {

/// Candles that a plan works out in one go: few enough for its lines to stay in the nearest cache.
inline constexpr std::size_t kBlock = 64;

/// One value per candle: a price, or something worked out of other lines. A handle, good for the plan that gave it.
class Line {
 public:
  constexpr Line() = default;

  /// The same line `candles` ago.
  [[nodiscard]] constexpr Line before(int candles) const {
    return Line{index_, ago_ + static_cast<std::uint32_t>(candles)};
  }
  friend constexpr bool operator==(const Line&, const Line&) = default;

 private:
  friend class Plan;
  constexpr Line(std::uint32_t index, std::uint32_t ago) : index_{index}, ago_{ago} {}

  std::uint32_t index_{0};
  std::uint32_t ago_{0};
};

}  // namespace tidemark::analysis::batch
