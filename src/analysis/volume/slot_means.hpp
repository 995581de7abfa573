#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "analysis/volume/settings.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"

namespace tidemark::analysis::volume {

/// Tick volume without its time of day. The tick volume of forex counts quotes, and most of its ups and downs are the
/// clock: London's opening has many times the ticks of the Asian night, every day. So a candle's volume is divided by
/// the mean volume of earlier candles in the same slot of the day (UTC, `slot_minutes` long from midnight; a longer
/// candle belongs to the slot it opens in), and 1 is what this hour usually brings. Causal: the candle joins its slot's
/// mean after it was divided. The mean is the plain one of all candles seen until there are `slot_days` days of them,
/// then each new one moves it by 1 / n of n = slot_days days. Warm-up: a slot gives no value before it has seen
/// slot_warm_up days of candles, nor while its mean is 0 (or next to it: beyond kInputMax nothing is told). From 1d on
/// there is nothing to divide by: raw volume. Slots are UTC, so that a change to summer time moves sessions by an hour
/// against them, which takes slot_days to be forgotten.
class SlotMeans {
 public:
  /// `settings` have passed check_settings(). Allocates nothing after construction.
  SlotMeans(const Settings& settings, core::Timeframe timeframe);

  /// The candle's volume on the settings' basis; nullopt while its slot is not warm.
  [[nodiscard]] std::optional<double> next(const core::CandleF& candle);

  static auto fields(auto& self) { return std::tie(self.slots_); }

 private:
  struct Slot {
    double mean{0};
    std::uint32_t seen{0};  ///< candles, counted up to the memory
    static auto fields(auto& self) { return std::tie(self.mean, self.seen); }
  };

  std::int64_t slot_ns_;
  std::uint32_t memory_;     ///< candles
  std::uint32_t warm_up_;    ///< candles
  std::vector<Slot> slots_;  ///< none: volume stays as it is
};

}  // namespace tidemark::analysis::volume
