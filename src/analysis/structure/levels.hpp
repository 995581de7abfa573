#pragma once

#include <cstdint>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

struct LevelSettings {
  double tolerance{0.5};  ///< how far a touch may lie from a level, in ATR as of the touch
  int expiry{1000};       ///< candles without a touch after which a level is given up
  std::size_t levels_max{50};
};

/// A support or resistance level as it stands.
struct Level {
  std::uint64_t id{0};        ///< 0 until there are two touches
  Side side{Side::kNeutral};  ///< bullish: support, the last close lay above it; bearish: resistance
  Moment first{};
  Moment last{};
  double sum{0};
  double top{0};
  double bottom{0};
  double tolerance{0};  ///< in price, as of the last touch
  std::uint32_t touches{0};
  double price{0};  ///< mean of the touches: sum / touches

  /// touches / (touches + 2): 0.5 for two, nearing 1.
  [[nodiscard]] double strength() const { return static_cast<double>(touches) / (touches + 2.0); }
  [[nodiscard]] bool valid() const { return side <= Side::kNeutral && touches > 0; }
  static auto fields(auto& self) {
    return std::tie(self.id, self.side, self.first, self.last, self.sum, self.top, self.bottom, self.tolerance,
                    self.touches, self.price);
  }
};

/// Support and resistance: final swings whose prices lie within `tolerance` ATR of each other. A swing joins the
/// nearest level (by the mean of its touches) within the tolerance, else it opens one. With the second touch the level
/// is said (kFormed), with each further one again (kExtended), known when the swing is final. It is support while
/// closes lie above it, resistance while below; the first close beyond it by the tolerance of its last touch breaks it
/// (kBroken, with the side it had), and from then on it acts from the other side. kExpired: no touch for `expiry`
/// candles, or the oldest of more than levels_max. price is the mean of the touches, top and bottom the outermost,
/// measure their number, confidence the strength; the age is from `from` to `known`.
///
/// Source: common usage; clustering by a tolerance in ATR so that no scale is built in.
class Levels {
 public:
  explicit Levels(const LevelSettings& settings) : settings_{settings}, levels_{settings.levels_max} {}

  void update(const Telling& tell, const SwingTracker::Said& said);

  [[nodiscard]] const BoundedList<Level>& all() const { return levels_; }
  static auto fields(auto& self) { return std::tie(self.levels_, self.calm_, self.said_); }

 private:
  /// Closes within which, and the candle until which, no level changes.
  struct Calm {
    bool has_above{false};
    double above{0};
    bool has_below{false};
    double below{0};
    std::int64_t until{0};

    static auto fields(auto& self) {
      return std::tie(self.has_above, self.above, self.has_below, self.below, self.until);
    }
  };

  void renew_calm();
  void touch(const Telling& tell, const Swing& swing);
  void watch(const Telling& tell);

  LevelSettings settings_;
  BoundedList<Level> levels_;
  Calm calm_;
  std::uint64_t said_{0};
};

}  // namespace tidemark::analysis::structure
