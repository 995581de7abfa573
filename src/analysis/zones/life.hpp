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

  /// kFlips: the zone has held from the other side and is still to be said so by who makes the new one. kOver: no
  /// longer followed.
  enum class Then : std::uint8_t { kFollow, kFlips, kOver };
  Then step(const ZoneTelling& tell, const ZoneSettings& settings);

  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] Zone& zone() { return zone_; }
  [[nodiscard]] const std::optional<ZoneTest>& test() const { return test_; }
  /// Of a broken zone: the candle that broke it, and how far price went from there, in price.
  [[nodiscard]] Moment broke() const { return broke_; }
  [[nodiscard]] double went() const { return went_; }

  void save(core::ByteWriter& out) const;
  [[nodiscard]] bool load(core::ByteReader& in);

 private:
  struct Reading;  ///< the newest candle as the zone sees it

  [[nodiscard]] Reading read(const History& history, const ZoneSettings& settings) const;
  void test(const ZoneTelling& tell, const ZoneSettings& settings, const Reading& reading);
  void bounce(const ZoneTelling& tell, const ZoneSettings& settings, const Reading& reading);
  void break_down(const ZoneTelling& tell, const ZoneSettings& settings, const Reading& reading);
  [[nodiscard]] Then come_back(const ZoneSettings& settings, const Reading& reading);
  void begin_test(const History& history, const ZoneSettings& settings, const Reading& reading);

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
