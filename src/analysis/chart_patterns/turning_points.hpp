#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "analysis/chart_patterns/settings.hpp"
#include "analysis/chart_patterns/shape.hpp"
#include "analysis/structure/swings.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis::chart_patterns {

/// The last swings of one scale, highs and lows in turn, the newest of which may still be carried further. Within the
/// object, without a heap.
class TurningPoints {
 public:
  static constexpr std::size_t kCapacity = 64;

  /// What became known of a swing: a new one is appended, a further extreme takes the newest one's place.
  void add(const structure::Swing& swing);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// 0 is the newest; i < size().
  [[nodiscard]] const structure::Swing& newest(std::size_t i) const { return swings_[(head_ - i) % kCapacity]; }

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  std::array<structure::Swing, kCapacity> swings_{};
  std::size_t head_{kCapacity};  ///< place of the newest; kept at or above kCapacity
  std::size_t size_{0};
};

/// Which way up a family looks: tops are written once, bottoms are tops seen upside down.
enum class Facing : std::int8_t { kUpright = 1, kUpsideDown = -1 };

/// What a family looks at: turning points and closes, prices times the sign of its facing.
struct View {
  const structure::History& history;
  const TurningPoints& points;
  const Settings& settings;
  double atr{0};  ///< > 0
  Facing facing{Facing::kUpright};

  [[nodiscard]] double sign() const { return static_cast<double>(facing); }
  [[nodiscard]] std::size_t size() const { return points.size(); }
  /// The i-th newest turning point.
  [[nodiscard]] Anchor point(std::size_t i) const {
    const structure::Swing& swing = points.newest(i);
    return {swing.at, sign() * swing.price};
  }
  /// Whether the newest turning point is a top, as seen.
  [[nodiscard]] bool ends_high() const {
    return (points.newest(0).end == structure::End::kHigh) == (facing == Facing::kUpright);
  }
  [[nodiscard]] double close(std::int64_t index) const { return sign() * history.at(index).close; }
  [[nodiscard]] std::int64_t now() const { return history.newest(); }
  [[nodiscard]] bool holds_from(std::int64_t index) const { return index >= history.oldest(); }

  /// The shape as it stands in the chart: turned back when seen upside down.
  [[nodiscard]] Shape in_chart(Shape shape) const;
};

/// Whether `length` candles are neither too few nor too many.
[[nodiscard]] inline bool fits_length(const Settings& settings, std::int64_t length) {
  return length >= settings.min_length && length <= settings.max_length;
}
/// `share` of a length in candles, at least `least`.
[[nodiscard]] std::int64_t share_of(double share, std::int64_t length, std::int64_t least = 8);
/// 1 in the middle of a tolerance, 0 at its edge and beyond.
[[nodiscard]] double closeness(double deviation, double tolerance);
/// Candles from the ends of two lines, which are of the same candle, until they meet; none when they do not.
[[nodiscard]] std::optional<std::int64_t> candles_to_apex(const Line& upper, const Line& lower);
/// Level from one candle to another.
[[nodiscard]] inline Line level(Moment from, Moment to, double price) {
  return {{from, price}, {to, price}};
}

}  // namespace tidemark::analysis::chart_patterns
