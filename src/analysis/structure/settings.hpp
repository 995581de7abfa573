#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "analysis/kernel/knobs.hpp"
#include "analysis/structure/abc.hpp"
#include "analysis/structure/breaks.hpp"
#include "analysis/structure/fair_value_gaps.hpp"
#include "analysis/structure/levels.hpp"
#include "analysis/structure/liquidity.hpp"
#include "analysis/structure/order_blocks.hpp"
#include "analysis/structure/periods.hpp"
#include "analysis/structure/sessions.hpp"
#include "analysis/structure/swings.hpp"
#include "core/result.hpp"

namespace tidemark::analysis::structure {

/// Which definition of breaks, and of the order blocks they leave, is used.
enum class BreakRule : std::uint8_t {
  kLastSwing,   ///< breaks.hpp, order_blocks.hpp: known with the candle that breaks (LuxAlgo)
  kFourSwings,  ///< four_swings.hpp, final_order_blocks.hpp: on final swings (smart-money-concepts)
};
inline constexpr std::array<std::string_view, 2> kBreakRuleNames{"last_swing", "four_swings"};

/// Whether every fractal is said: a third of all candles is one.
enum class FractalEvents : std::uint8_t { kSuppress, kPublish };
inline constexpr std::array<std::string_view, 2> kFractalEventsNames{"suppress", "publish"};

/// Everything that can be tuned about structure. check_settings() names what is out of range.
struct StructureSettings {
  SwingSettings swings;
  FractalEvents fractals{FractalEvents::kSuppress};
  BreakRule break_rule{BreakRule::kLastSwing};
  BreakBy break_by{BreakBy::kClose};
  GapSettings gaps;
  BlockSettings blocks;
  LiquiditySettings liquidity;
  PeriodSettings periods;
  SessionSettings sessions;
  LevelSettings levels;
  AbcSettings abc;
  double equilibrium_band{0.025};  ///< DealingRange, 0 … 0.5
  /// The kinds that anyone hears; others are not looked for, but for those the wanted ones come with (swings and the
  /// trend are always said, the two kinds of breaks together).
  KindSet kinds{kAllKinds};

  /// The reading of joshyattridge/smart-money-concepts 0.0.27. `liquidity_range` is in price, see liquidity.hpp.
  [[nodiscard]] static StructureSettings smart_money(int swing_length, double liquidity_range);
  /// The reading of LuxAlgo's Smart Money Concepts script; `length` is its swing length, 50 there, or its internal 5.
  [[nodiscard]] static StructureSettings lux_algo(int length);
};

/// The named rule sets on input: "tidemark" (the defaults), "smart_money", "lux_algo".
inline constexpr std::array<std::string_view, 3> kStructureRuleNames{"tidemark", "smart_money", "lux_algo"};

[[nodiscard]] std::span<const Knob<StructureSettings>> knobs_of(const StructureSettings& settings);
[[nodiscard]] core::Status check_settings(const StructureSettings& settings);

}  // namespace tidemark::analysis::structure
