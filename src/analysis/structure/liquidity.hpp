#pragma once

#include <array>
#include <cstdint>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

struct LiquiditySettings {
  double atr_multiple{0.1};  ///< how far equal highs may lie apart, in ATR as of the first one's forming
  double range{0};           ///< the same in price; 0: by atr_multiple
  std::size_t open_max{200};
};

/// Liquidity pool: final swing highs (or lows) at nearly the same price, where stop orders gather. The first swing
/// opens a possible pool; each later one at the same end within the tolerance of the first's price, and before price
/// has traded beyond that price by the tolerance, joins the oldest pool that takes it and opens none of its own. With
/// two members it is a pool: kFormed, with more kExtended, known when the joining swing is final. kMitigated is its
/// sweep: the first candle after the first swing to trade beyond its price by the tolerance; part is 1 when that candle
/// closed back on the pool's side (stops taken, price turned away), 0 when it closed beyond. price is the members' mean
/// (of a sweep, the candle's high or low), top and bottom the highest and lowest member, measure their number.
///
/// Source: joshyattridge/smart-money-concepts 0.0.27 (`liquidity`), whose tolerance is a share of the range of the
/// whole series, the future included: give it as `range` for the same table. LuxAlgo's equal highs and lows take 0.1
/// ATR, as does the default. At most open_max at an end are followed; the oldest is given up, with kExpired if it was a
/// pool.
class Liquidity {
 public:
  explicit Liquidity(const LiquiditySettings& settings)
      : settings_{settings},
        ends_{OfEnd{BoundedList<Pool>{settings.open_max}}, OfEnd{BoundedList<Pool>{settings.open_max}}} {}

  void update(const Telling& tell, const SwingTracker::Said& said);

  static auto fields(auto& self) { return std::tie(self.ends_, self.pools_); }

 private:
  struct Pool {
    bool there{false};
    std::uint64_t id{0};  ///< 0 until there are two
    std::uint64_t swing{0};
    Moment from{};
    Moment last{};
    double level{0};  ///< of the first member
    double range{0};
    double sum{0};
    double top{0};
    double bottom{0};
    std::uint32_t members{1};
    bool swept{false};
    bool reclaimed{false};
    Moment swept_at{};
    double swept_price{0};

    static auto fields(auto& self) {
      return std::tie(self.there, self.id, self.swing, self.from, self.last, self.level, self.range, self.sum, self.top,
                      self.bottom, self.members, self.swept, self.reclaimed, self.swept_at, self.swept_price);
    }
  };
  struct OfEnd {
    BoundedList<Pool> pools;
    Pool current{};  ///< of the swing that is not yet final
    bool nearest_known{false};
    double nearest{0};  ///< the nearest price that sweeps one of them

    static auto fields(auto& self) { return std::tie(self.pools, self.current, self.nearest_known, self.nearest); }
  };

  [[nodiscard]] Pool open(const History& history, const Swing& swing) const;
  static bool step(const History& history, std::int64_t index, End end, Pool& pool);
  void sweep(const Telling& tell, End end);
  void settle(const Telling& tell, End end);
  static void renew_nearest(End end, OfEnd& of_end);
  static void note_near(End end, OfEnd& of_end, const Pool& pool);
  static void say(const Telling& tell, State state, End end, const Pool& pool, Moment at);

  LiquiditySettings settings_;
  std::array<OfEnd, 2> ends_;
  std::uint64_t pools_{0};
};

}  // namespace tidemark::analysis::structure
