#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/kernel/knobs.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"

namespace tidemark::analysis::zones {

/// What a candle must close beyond to confirm that price has left the base.
enum class BreakoutLevel : std::uint8_t {
  kNone,     ///< nothing: breakout_confirmation is off
  kBase,     ///< the base's extreme
  kFractal,  ///< the nearest fractal's beyond it, when there is one, else the base's
};
inline constexpr std::array<std::string_view, 3> kBreakoutLevelNames{"none", "base", "fractal"};

/// Everything that can be tuned about supply and demand zones, under the names of the specification. The defaults are
/// the specification's; market_defaults() are those that were chosen by measurement (docs/zones.md). check_settings()
/// names what is out of range.
struct ZoneSettings {
  // The base.
  double consolidation_threshold{0.5};  ///< most range of a base candle, ATR
  double body_size_threshold{0.3};      ///< most body of a base candle, ATR
  double max_base_range{0.8};           ///< most range of the base, ATR
  int min_base_candles{2};
  int max_base_candles{10};
  int atr_period{14};
  // The impulse.
  double move_threshold{2};  ///< how far it must leave the base, ATR
  int min_move_candles{3};   ///< candles it takes at least
  int max_move_candles{10};  ///< candles within which it must have left
  double momentum_threshold{
      0.6};  ///< least share of its candles in its direction, and least body share of the breaking one
  double volume_multiplier{1.5};  ///< volume against the average that counts as strong
  BreakoutLevel breakout_confirmation{BreakoutLevel::kBase};
  // The boundaries.
  double widening{0};  ///< of the far edge, ATR
  // Their life.
  int max_zones_per_timeframe{100};
  double zone_expiry_hours{168};
  int min_life_candles{100};      ///< zones live at least so many candles, whatever their hours
  double overlap_tolerance{0.1};  ///< share of the smaller zone
  double test_proximity_pips{2};
  double pip_size{0};  ///< price of a pip; 0: a basis point of the close
  int break_confirmation_bars{3};
  int flip_confirmation_bars{5};
  double rejection_threshold{0.3};  ///< least rejection strength of a bounce

  friend bool operator==(const ZoneSettings&, const ZoneSettings&) = default;
};

/// How near price must come for a test, in price, while the market closes at `close`.
[[nodiscard]] inline double proximity_of(const ZoneSettings& settings, double close) {
  const double pip = settings.pip_size > 0 ? settings.pip_size : std::fabs(close) * 1e-4;
  return settings.test_proximity_pips * pip;
}

[[nodiscard]] std::span<const Knob<ZoneSettings>> knobs_of(const ZoneSettings& settings);
/// kInvalidArgument, bad_parameter: names parameter, value and range, or the two that contradict each other.
[[nodiscard]] core::Status check_settings(const ZoneSettings& settings);

/// Parameters by name that differ from the market's defaults.
using ZoneOverrides = std::vector<std::pair<std::string, double>>;

/// The settings for an instrument: its market's defaults with `overrides`, and its pip where that is a price (where it
/// is a basis point of the price, pip_size stays 0). kInvalidArgument: unknown_parameter, with a did-you-mean, or as
/// check_settings().
[[nodiscard]] core::Result<ZoneSettings> settings_of(const core::Instrument& instrument,
                                                     const ZoneOverrides& overrides);

/// The defaults for a market, chosen so that its charts show zones a trader can use; measured in docs/zones.md.
[[nodiscard]] ZoneSettings market_defaults(core::MarketType market);

}  // namespace tidemark::analysis::zones
