#pragma once

#include <optional>
#include <tuple>

#include "analysis/kernel/window.hpp"
#include "analysis/zones/settings.hpp"
#include "analysis/zones/zone.hpp"

namespace tidemark::analysis::zones {

/// Which way price came to a base.
enum class LegIn : std::uint8_t { kRally, kDrop };

/// A consolidation that has ended.
struct Base {
  Moment from{};
  Moment to{};
  double high{0};
  double low{0};
  bool has_red{false};
  double red_open{0};  ///< the lowest open of a candle that closed down
  bool has_green{false};
  double green_open{0};  ///< the highest open of a candle that closed up
  double atr{0};         ///< as of its last candle
  double volume{0};      ///< mean of the kVolumeCandles up to its last candle
  LegIn leg_in{LegIn::kRally};

  [[nodiscard]] bool valid() const { return leg_in <= LegIn::kDrop; }
  static auto fields(auto& self) {
    return std::tie(self.from, self.to, self.high, self.low, self.has_red, self.red_open, self.has_green,
                    self.green_open, self.atr, self.volume, self.leg_in);
  }
};

/// Bases: runs of small candles. A candle is small when its body is below body_size_threshold and its range below
/// consolidation_threshold average true ranges, as of that candle. The first candle that is not small ends the run; the
/// base is the longest end of the run with min_base_candles to max_base_candles candles whose combined range is below
/// max_base_range average true ranges, as of its last candle. Price rallied into it when the base opened above the open
/// of min_move_candles candles before, else it dropped.
class BaseFinder {
 public:
  static constexpr std::size_t kVolumeCandles = 20;

  explicit BaseFinder(const ZoneSettings& settings) : settings_{settings} {}

  /// Candles of history it looks back at.
  [[nodiscard]] static std::size_t reach(const ZoneSettings& settings) {
    return static_cast<std::size_t>(settings.max_base_candles) + static_cast<std::size_t>(settings.min_move_candles) +
           2;
  }
  /// The base that the newest candle ended, if any.
  std::optional<Base> update(const History& history);

  static auto fields(auto& self) { return std::tie(self.run_, self.volumes_); }

 private:
  [[nodiscard]] bool is_small(const History& history) const;
  [[nodiscard]] std::optional<Base> base_before(const History& history) const;

  ZoneSettings settings_;
  std::int64_t run_{0};  ///< small candles in a row, up to the newest
  Window volumes_{kVolumeCandles};
};

}  // namespace tidemark::analysis::zones
