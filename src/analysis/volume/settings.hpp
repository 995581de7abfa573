#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "analysis/kernel/knobs.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"

namespace tidemark::analysis::volume {

/// What volume is held against (slot_means.hpp).
enum class Basis : std::uint8_t {
  kByMarket,   ///< by time of day for forex, whose volume counts ticks; raw elsewhere (for_market())
  kRaw,        ///< as it comes
  kTimeOfDay,  ///< divided by the running mean of the same time of day
};
inline constexpr std::array<std::string_view, 3> kBasisNames{"by_market", "raw", "time_of_day"};

/// All that can be tuned about the volume analysis, each with its default and its range. A ratio is volume over the
/// mean volume of the `period` candles before the one judged, which is never part of its own yardstick. An ATR is
/// Wilder's average true range as of the candle before.
struct Settings {
  int period{20};      ///< candles behind mean volume, money flow and closing extremes, 2 … 500
  int atr_period{14};  ///< candles of the average true range, 1 … 500

  double spike_flag{2};     ///< a spike is above this ratio, 1 … 1000
  double ratio_medium{2};   ///< strength by ratio: below it weak, from it medium …, 1 … 1000
  double ratio_strong{3};   ///< … from it strong …, ratio_medium … 1000
  double ratio_extreme{5};  ///< … from it extreme, ratio_strong … 1000

  int divergence_candles{20};    ///< price and volume are held against each other over, 3 … 500
  double divergence_trend{0.6};  ///< least correlation with time of both, 0 … 1
  double divergence_rearm{0.3};  ///< below it, in either, a divergence has ended, 0 … divergence_trend

  double climax_volume{2};  ///< least ratio, 0 … 1000
  double climax_move{0.5};  ///< most that the close moves, in ATR, 0 … 100
  double climax_run{2};     ///< least run before it, in ATR, 0 … 1000
  int climax_candles{5};    ///< candles of that run, 1 … 500

  int dry_candles{5};     ///< candles that are dry, 1 … 500
  double dry_ratio{0.5};  ///< most of their mean volume over that of the `period` before them, 0 … 1
  double dry_rearm{0.8};  ///< above it a dry-up has ended, dry_ratio … 1000

  double flow_enter{0.2};   ///< accumulation begins at this money flow, distribution at its negative, 0 … 1
  double flow_leave{0.05};  ///< at or below it, it has ended, 0 … flow_enter

  int base_candles{20};         ///< candles of a consolidation, 2 … 500
  double base_width{3};         ///< most of its height, in ATR, 0 … 1000
  double breakout_volume{1.5};  ///< least ratio of a breakout, 0 … 1000
  int fake_candles{3};          ///< candles after a break within which its failure is a fake-out, 1 … 500

  double exhaustion_volume{0.7};  ///< most ratio, 0 … 1
  double exhaustion_run{3};       ///< least run, in ATR, 0 … 1000
  int exhaustion_candles{10};     ///< candles of that run, 1 … 500

  int swing_left{2};    ///< candles before a fractal of the swings, 0 … 500
  int swing_right{2};   ///< candles after it, 1 … 500
  double swing_leg{1};  ///< least leg between two swings, in ATR, 0 … 100

  Basis basis{Basis::kByMarket};
  int slot_minutes{30};  ///< length of a slot of the day, 1 … 1440
  int slot_days{20};     ///< days whose mean a slot remembers, 1 … 1000
  int slot_warm_up{5};   ///< days a slot learns before its candles are judged, 1 … 1000

  friend bool operator==(const Settings&, const Settings&) = default;
};

/// The same settings with Basis::kByMarket decided.
[[nodiscard]] Settings for_market(Settings settings, core::MarketType market);

[[nodiscard]] std::span<const Knob<Settings>> knobs_of(const Settings& settings);

/// Every value within its range; the message names parameter, value and range (kInvalidArgument, bad_parameter).
[[nodiscard]] core::Status check_settings(const Settings& settings);

/// `base` with the parameters of "name=value,name=value" in place; errors as of parse_parameters() and
/// check_settings().
[[nodiscard]] core::Result<Settings> parse_settings(const Settings& base, std::string_view text);

}  // namespace tidemark::analysis::volume
