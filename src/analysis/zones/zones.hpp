#pragma once

#include <span>
#include <vector>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/fibonacci.hpp"
#include "analysis/structure/labels.hpp"
#include "analysis/structure/swings.hpp"
#include "analysis/zones/bases.hpp"
#include "analysis/zones/impulses.hpp"
#include "analysis/zones/life.hpp"
#include "analysis/zones/settings.hpp"
#include "analysis/zones/zone.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::zones {

/// Supply and demand zones of one series: (settings, state, candle) -> events. Bases (bases.hpp) that price leaves with
/// an impulse (impulses.hpp) become zones (strength.hpp), which are followed through their life (life.hpp). Zones of
/// the same kind that share more than overlap_tolerance of the smaller one are merged: the stronger one stays as it is,
/// the other is not said, or ends as merged into it; of equally strong ones the older stays. When
/// max_zones_per_timeframe are followed, broken ones make room first, then the weakest. A flipped zone's successor has
/// its boundaries, the opposite kind and its id as origin; where a stronger zone lies there already, that one is the
/// successor. A zone is aligned with Fibonacci when, as it is created, a level of an active leg of the default swings
/// (structure/fibonacci.hpp) lies in it or within test_proximity_pips of it.
///
/// What was said is never changed. Each candle costs a constant and what the followed zones need; nothing is allocated
/// after construction but what `out` needs to grow. Not thread-safe, except that const methods may run at the same
/// time.
///
/// Source: the product's specification of supply and demand zones (bases, impulses, boundaries, life), after the
/// trading practice taught by S. Seiden; where it leaves a choice, the header of the part says what was chosen.
class Zones {
 public:
  static constexpr int kLogicVersion = 2;  ///< 2: Zone::fibonacci

  /// `settings` have passed check_settings().
  explicit Zones(const ZoneSettings& settings = {});

  /// Feeds one closed candle and appends what it made known. A candle with NaN or infinity among its numbers, or beyond
  /// kInputMax, is refused: nothing is said and nothing changes.
  void update(const core::CandleF& candle, std::vector<ZoneEvent>& out);
  /// update() on each candle in turn.
  void update_all(std::span<const core::CandleF> candles, std::vector<ZoneEvent>& out);

  [[nodiscard]] const ZoneSettings& settings() const { return settings_; }
  /// The zones followed now, broken ones among them, oldest first.
  [[nodiscard]] const BoundedList<FollowedZone>& followed() const { return zones_; }

  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of these settings; the object must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  void follow(const ZoneTelling& tell);
  void flip(const ZoneTelling& tell, const FollowedZone& old);
  std::optional<std::uint64_t> add(const ZoneTelling& tell, Zone zone);
  [[nodiscard]] bool is_aligned(const Zone& zone) const;
  [[nodiscard]] bool make_room(const ZoneTelling& tell, const Zone& zone);

  ZoneSettings settings_;
  History history_;
  structure::SwingTracker swings_;
  structure::Labeler labels_;
  structure::Fibonacci fibonacci_;
  BaseFinder bases_;
  ImpulseFinder impulses_;
  BoundedList<FollowedZone> zones_;
  std::vector<FollowedZone> flipping_;    ///< scratch of follow(), empty between candles
  std::vector<structure::Event> unsaid_;  ///< scratch: what labels and Fibonacci legs say is not said here
  std::uint64_t made_{0};
};

}  // namespace tidemark::analysis::zones
