#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/zones/settings.hpp"
#include "analysis/zones/zone.hpp"

namespace tidemark::analysis::zones {

/// Where zones put what they have to say of the newest candle.
struct ZoneTelling {
  const History& history;
  std::vector<ZoneEvent>& out;

  void say(ZoneEventKind kind, const Zone& zone, const std::optional<ZoneTest>& test = std::nullopt) const;
};

/// The newest candle as zones of a kind see it: prices with their sign turned for supply, so that both kinds read
/// alike. Price comes down to the zone from above.
struct Approach {
  double sign;
  double proximity;  ///< how near is a touch
  double near;       ///< the candle's end towards the zone
  double far;        ///< its other end
  double close;
  double volume;
  std::optional<double> atr;
  core::Timestamp young_since;  ///< a zone created from here on is younger than zone_expiry_hours
};
[[nodiscard]] Approach approach_of(ZoneKind kind, const History& history, const ZoneSettings& settings);

/// A zone that is followed, and where it stands between two events. In words for demand; supply mirrors it:
///  - A test begins with the first candle, after one that lay wholly above, that comes within test_proximity_pips of
///  the
///    top. It is a touch, or a penetration once it has traded below the top.
///  - It bounces with the first close above the top and its proximity whose rejection strength reaches
///    rejection_threshold: the way from the test's deepest price to that close, against the ATR: way / (way + ATR).
///  - break_confirmation_bars closes in a row below the bottom break the zone; the test that led there (or, when price
///    jumped over, one of its own) ended in a break.
///  - A broken zone that price comes back to from below, to within the proximity of the bottom, flips when
///    flip_confirmation_bars closes in a row then stay below the bottom. A close above the top ends the chance.
///  - An active or tested zone expires when it is older than zone_expiry_hours and min_life_candles; a broken one is
///  then
///    no longer followed.
class FollowedZone {
 public:
  FollowedZone() = default;
  /// `zone` as created with the newest candle of `history`.
  FollowedZone(const Zone& zone, const History& history, const ZoneSettings& settings);

  /// Feeds the newest candle, as zones of this kind see it. kFlips: the zone has held from the other side and is still
  /// to be said so by who makes the new one. kOver: no longer followed.
  enum class Then : std::uint8_t { kFollow, kFlips, kOver };
  Then step(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle) {
    if (!stays_away(candle)) {
      const auto then = meet(tell, settings, candle);
      calm_ = is_calm();
      if (then) return *then;
    }
    // Of a zone that is young by candles or surely by hours, the hours need not be counted.
    const bool may_be_old =
        tell.history.newest() - created_.index > settings.min_life_candles && created_.time < candle.young_since;
    return may_be_old ? grow_old(tell, settings) : Then::kFollow;
  }

  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] const std::optional<ZoneTest>& test() const { return test_; }
  /// Of a broken zone: the candle that broke it, and how far price went from there, in price.
  [[nodiscard]] Moment broke() const { return broke_; }
  [[nodiscard]] double went() const { return went_; }

  void save(core::ByteWriter& out) const;
  [[nodiscard]] bool load(core::ByteReader& in);

 private:
  /// True where meet() would change nothing, as most candles do: no test is going on, and price keeps its distance.
  [[nodiscard]] bool stays_away(const Approach& candle) const {
    return calm_ && candle.near > top_ + candle.proximity && candle.close >= bottom_;
  }
  [[nodiscard]] bool is_calm() const { return away_ && beyond_ == 0 && !test_ && zone_.live(); }
  /// Fills what stands first from the rest.
  void turn();
  /// Nothing where the zone may still be old.
  std::optional<Then> meet(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle);
  Then grow_old(const ZoneTelling& tell, const ZoneSettings& settings);
  void test(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle);
  void bounce(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle);
  void break_down(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle);
  [[nodiscard]] Then come_back(const ZoneSettings& settings, const Approach& candle);
  void begin_test(const History& history, const ZoneSettings& settings, const Approach& candle);

  // What most candles are answered from stands together, in one line of the cache.
  double top_{0};     ///< the proximal edge, turned as in Approach
  double bottom_{0};  ///< the distal one
  Moment created_;    ///< the zone's
  bool calm_{false};  ///< is_calm()
  Zone zone_;
  std::optional<ZoneTest> test_;
  bool away_{true};         ///< price was wholly outside since the last test
  std::int32_t beyond_{0};  ///< closes in a row beyond the far edge
  Moment broke_{};
  double went_{0};
  bool came_back_{false};
  std::int32_t held_{0};  ///< closes in a row that held from the other side
};

}  // namespace tidemark::analysis::zones
