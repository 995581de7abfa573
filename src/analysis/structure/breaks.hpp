#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

/// What of a candle must lie beyond a level to break it.
enum class BreakBy : std::uint8_t { kClose, kWick };
inline constexpr std::array<std::string_view, 2> kBreakByNames{"close", "wick"};

/// The price of a candle that breaks levels at that end.
[[nodiscard]] constexpr double breaking_price(const core::CandleF& candle, End end, BreakBy by) {
  return by == BreakBy::kClose ? candle.close : price_at(candle, end);
}

/// A level that has just been broken.
struct BrokenLevel {
  End end{End::kHigh};
  Swing swing;         ///< whose high or low it was
  double distance{0};  ///< how far beyond it the candle went
};

/// Break of structure (BOS) and change of character (CHoCH), by the last swing: the first candle that closes (or, as an
/// option, trades) beyond the newest swing high breaks structure upwards, beyond the newest swing low downwards; each
/// swing, and each extension of one, is broken once. In the direction of the break before it (and the very first one)
/// it is a BOS, against it a CHoCH. Known with the candle that breaks. The event runs from the swing's candle to that
/// candle; price is the level, measure the distance beyond it in price.
///
/// Source: the reading of LuxAlgo's Smart Money Concepts script (TradingView, public), which with
/// SwingSettings::lux_algo() is this rule on its pivots. The smart-money-concepts library's rule is four_swings.hpp.
class LastSwingBreaks {
 public:
  explicit LastSwingBreaks(BreakBy by) : by_{by} {}

  /// At most one of each end.
  struct Broken {
    std::array<BrokenLevel, 2> levels;
    std::size_t count{0};

    [[nodiscard]] std::span<const BrokenLevel> span() const& { return std::span{levels}.first(count); }
    [[nodiscard]] std::span<const BrokenLevel> span() const&& = delete;
  };
  Broken update(const Telling& tell, const SwingTracker::Said& said);

  /// The direction of the last break.
  [[nodiscard]] Side direction() const { return direction_; }

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  BreakBy by_;
  std::array<std::optional<Swing>, 2> levels_;  ///< by End: not yet broken
  Side direction_{Side::kNeutral};
  std::array<std::uint64_t, 2> counts_{};  ///< of BOS and CHoCH so far
};

}  // namespace tidemark::analysis::structure
