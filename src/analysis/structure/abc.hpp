#pragma once

#include <cstdint>
#include <optional>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

struct AbcSettings {
  double least_retracement{0.382};
  double most_retracement{0.786};
  int expiry{200};  ///< candles from C after which an undecided pattern is given up
  std::size_t open_max{8};
};

/// ABC pattern: an impulse from swing A to swing B, given back to swing C by 38.2 to 78.6 % of it, projected from C by
/// the length of AB. kFormed when C has formed. kConfirmed: the first close beyond B. kCompleted: after that traded at
/// the projection, C + (B - A). kInvalidated: a candle trades beyond C; where C then forms anew further out, that is a
/// pattern of its own. kExpired: undecided after `expiry` candles, or the oldest of more than open_max. The event runs
/// from A's candle; top and bottom are B and C, price the projection, measure the share of AB given back, side the
/// direction of AB, origin the number of swing C.
///
/// Source: common usage (measured move, AB=CD); retracement bounds as the product's specification has them.
class AbcPatterns {
 public:
  explicit AbcPatterns(const AbcSettings& settings) : settings_{settings}, open_{settings.open_max} {}

  void update(const Telling& tell, const SwingTracker::Said& said);

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  struct Pattern {
    std::uint64_t id{0};
    std::uint64_t swing{0};  ///< number of C
    Moment a_at{};
    Moment c_at{};
    double a{0};
    double b{0};
    double c{0};
    bool confirmed{false};

    [[nodiscard]] bool rising() const { return b > a; }
    [[nodiscard]] double target() const { return c + (b - a); }
    [[nodiscard]] double share() const { return (b - c) / (b - a); }
    static auto fields(auto& self) {
      return std::tie(self.id, self.swing, self.a_at, self.c_at, self.a, self.b, self.c, self.confirmed);
    }
  };

  static void say(const Telling& tell, State state, const Pattern& pattern, Moment at);
  [[nodiscard]] bool ended(const Telling& tell, Pattern& pattern) const;
  void take(const Telling& tell, const Swing& c);

  AbcSettings settings_;
  std::optional<Swing> a_;  ///< the final swing before B
  std::optional<Swing> b_;  ///< the last final swing
  BoundedList<Pattern> open_;
  std::uint64_t said_{0};
};

}  // namespace tidemark::analysis::structure
