#pragma once

#include <array>
#include <optional>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/fractals.hpp"
#include "analysis/zones/bases.hpp"
#include "analysis/zones/settings.hpp"
#include "analysis/zones/zone.hpp"

namespace tidemark::analysis::zones {

/// A move that has left a base far enough.
struct Impulse {
  Base base;
  bool up{true};
  Moment from{};
  Moment to{};
  double magnitude{0};  ///< ATR
  double momentum{0};   ///< share of its candles in its direction
  double volume{0};     ///< mean of its candles
};

/// Impulses: price leaves a base. From the candle after the base on, within max_move_candles and after at least
/// min_move_candles, the impulse upwards is there with the first candle for which
///  - a candle since the base has closed above the breakout level (the base's high, or the nearest fractal high above
///  it)
///    with a body of more than momentum_threshold of its range, upwards;
///  - the highest high since the base lies more than move_threshold average true ranges (those of the base) above it;
///  - at least momentum_threshold of the candles since the base closed up.
/// Downwards mirrors it. A close beyond the other end of the base ends the chance of a direction.
class ImpulseFinder {
 public:
  explicit ImpulseFinder(const ZoneSettings& settings) : settings_{settings} {}

  /// Feeds the newest candle to every base that price is leaving; `base` is the one that ends with it. The impulses
  /// that it completes, oldest base first.
  struct Found {
    std::array<Impulse, 4> impulses;
    std::size_t count{0};

    [[nodiscard]] std::span<const Impulse> span() const& { return std::span{impulses}.first(count); }
    [[nodiscard]] std::span<const Impulse> span() const&& = delete;
  };
  Found update(const History& history, const std::optional<Base>& base, const structure::FractalHits& fractals);

  static auto fields(auto& self) { return std::tie(self.leaving_, self.fractal_known_, self.fractal_); }

 private:
  struct Way {
    bool dead{false};
    bool broke{false};
    std::int32_t with{0};  ///< candles in its direction
    double level{0};       ///< to be closed beyond
    double extreme{0};

    static auto fields(auto& self) { return std::tie(self.dead, self.broke, self.with, self.level, self.extreme); }
  };
  struct Leaving {
    Base base{};
    std::int32_t candles{0};
    double volume{0};
    std::array<Way, 2> ways{};  ///< up, down

    static auto fields(auto& self) { return std::tie(self.base, self.candles, self.volume, self.ways); }
  };

  [[nodiscard]] double level_of(const Base& base, structure::End end) const;
  [[nodiscard]] bool step(const core::CandleF& candle, const Leaving& leaving, structure::End end, Way& way) const;

  ZoneSettings settings_;
  BoundedList<Leaving> leaving_{kLeavingMax};
  std::array<bool, 2> fractal_known_{};  ///< by End
  std::array<double, 2> fractal_{};

  static constexpr std::size_t kLeavingMax = 32;
};

}  // namespace tidemark::analysis::zones
