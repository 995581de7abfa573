#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "analysis/chart_patterns/kinds.hpp"
#include "analysis/kernel/fixed_list.hpp"
#include "analysis/structure/history.hpp"

namespace tidemark::analysis::chart_patterns {

using structure::Moment;

/// A turning point that a pattern hangs on.
struct Anchor {
  Moment at;
  double price{0};

  friend bool operator==(const Anchor&, const Anchor&) = default;
  static auto fields(auto& self) { return std::tie(self.at, self.price); }
};
inline constexpr std::size_t kAnchorsMax = 7;
using Anchors = FixedList<Anchor, kAnchorsMax>;

/// A boundary: straight through two points, from the pattern's first candle to its newest.
struct Line {
  Anchor from;
  Anchor to;

  /// Price per candle.
  [[nodiscard]] double slope() const {
    const auto candles = to.at.index - from.at.index;
    return candles == 0 ? 0 : (to.price - from.price) / static_cast<double>(candles);
  }
  /// Its price at any candle, also beyond its ends.
  [[nodiscard]] double at(std::int64_t index) const {
    return from.price + slope() * static_cast<double>(index - from.at.index);
  }
  friend bool operator==(const Line&, const Line&) = default;
  static auto fields(auto& self) { return std::tie(self.from, self.to); }
};

/// The geometry of a pattern as a family found it: what it hangs on and where it ends.
struct Shape {
  Kind kind{};
  Anchors anchors;  ///< oldest first
  Line upper;
  Line lower;
  double height{0};   ///< of the measured move, price units, > 0
  double quality{0};  ///< 0 … 1: 1 fits perfectly, 0 at the edge of every tolerance
  int in_place{0};    ///< anchors found, of …
  int needed{0};      ///< … those of a whole pattern
  /// A close beyond it on the far side ends the pattern; none: the boundary opposite the breakout does.
  std::optional<double> stop;
  /// A breakout counts from this candle on; none: the pattern still lacks an anchor.
  std::optional<std::int64_t> whole_from;
  std::int64_t expires{0};  ///< index of the last candle on which it may still break out

  [[nodiscard]] std::int64_t length() const { return anchors.back().at.index - anchors.front().at.index; }
  friend bool operator==(const Shape&, const Shape&) = default;
  static auto fields(auto& self) {
    return std::tie(self.kind, self.anchors, self.upper, self.lower, self.height, self.quality, self.in_place,
                    self.needed, self.stop, self.whole_from, self.expires);
  }
  /// Of what a snapshot held.
  [[nodiscard]] bool valid() const {
    return index_of(kind) < kKindCount && !anchors.empty() && height > 0 && needed >= in_place && in_place >= 0;
  }
};
inline constexpr std::size_t kShapesMax = 4;
using Shapes = FixedList<Shape, kShapesMax>;

}  // namespace tidemark::analysis::chart_patterns
