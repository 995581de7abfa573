#include "analysis/zones/settings.hpp"

#include <array>

namespace tidemark::analysis::zones {
namespace {

using Z = ZoneSettings;

constexpr std::array kKnobs{
    knob<&Z::consolidation_threshold>(real_knob("consolidation_threshold", "Range of a base candle", 0.01, 100, "ATR")),
    knob<&Z::body_size_threshold>(real_knob("body_size_threshold", "Body of a base candle", 0.01, 100, "ATR")),
    knob<&Z::max_base_range>(real_knob("max_base_range", "Range of the base", 0.01, 100, "ATR")),
    knob<&Z::min_base_candles>(whole_knob("min_base_candles", "Least base", 1, 20)),
    knob<&Z::max_base_candles>(whole_knob("max_base_candles", "Longest base", 1, 20)),
    knob<&Z::atr_period>(whole_knob("atr_period", "ATR period", 1, 1000)),
    knob<&Z::move_threshold>(real_knob("move_threshold", "Impulse", 0.1, 100, "ATR")),
    knob<&Z::min_move_candles>(whole_knob("min_move_candles", "Least impulse", 1, 20)),
    knob<&Z::max_move_candles>(whole_knob("max_move_candles", "Longest impulse", 1, 20)),
    knob<&Z::momentum_threshold>(real_knob("momentum_threshold", "Candles in direction", 0, 1, "share")),
    knob<&Z::volume_multiplier>(real_knob("volume_multiplier", "Strong volume", 0.1, 100, "of the average")),
    knob<&Z::breakout_confirmation>(choice_knob("breakout_confirmation", "Breakout", kBreakoutLevelNames)),
    knob<&Z::widening>(real_knob("widening", "Widening of the far edge", 0, 10, "ATR")),
    knob<&Z::max_zones_per_timeframe>(whole_knob("max_zones_per_timeframe", "Zones followed", 1, 10000, "zones")),
    knob<&Z::zone_expiry_hours>(real_knob("zone_expiry_hours", "Expiry", 0.1, 1000000, "hours")),
    knob<&Z::min_life_candles>(whole_knob("min_life_candles", "Least life", 0, 1000000)),
    knob<&Z::overlap_tolerance>(real_knob("overlap_tolerance", "Overlap allowed", 0, 1, "of the smaller zone")),
    knob<&Z::test_proximity_pips>(real_knob("test_proximity_pips", "Proximity of a test", 0, 10000, "pips")),
    knob<&Z::pip_size>(real_knob("pip_size", "Pip", 0, kInputMax, "price")),
    knob<&Z::break_confirmation_bars>(whole_knob("break_confirmation_bars", "Closes that break", 1, 100)),
    knob<&Z::flip_confirmation_bars>(whole_knob("flip_confirmation_bars", "Closes that flip", 1, 100)),
    knob<&Z::rejection_threshold>(real_knob("rejection_threshold", "Rejection of a bounce", 0, 1)),
};

core::Status check_order(std::string_view less, int low, std::string_view more, int high) {
  if (low <= high) return {};
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter",
                    "zones: parameter " + std::string{less} + " is " + std::to_string(low) +
                        ", but must not be above " + std::string{more} + ", " + std::to_string(high));
}

}  // namespace

std::span<const Knob<ZoneSettings>> knobs_of(const ZoneSettings& /*settings*/) {
  return kKnobs;
}

core::Status check_settings(const ZoneSettings& s) {
  if (auto status = check_knobs("zones", s, knobs_of(s)); !status) return status;
  auto bases = check_order("min_base_candles", s.min_base_candles, "max_base_candles", s.max_base_candles);
  if (!bases) return bases;
  return check_order("min_move_candles", s.min_move_candles, "max_move_candles", s.max_move_candles);
}

core::Result<ZoneSettings> settings_of(const core::Instrument& instrument, const ZoneOverrides& overrides) {
  ZoneSettings settings = market_defaults(instrument.market_type);
  settings.pip_size = core::pip_size_of(instrument, 0);  // 0 where it is a share of the price
  for (const auto& [name, value] : overrides) {
    auto status = set_knob("zones", settings, knobs_of(settings), name, value);
    if (!status) return core::forward_error(status);
  }
  if (auto status = check_settings(settings); !status) return core::forward_error(status);
  return settings;
}

ZoneSettings market_defaults(core::MarketType market) {
  ZoneSettings settings;
  switch (market) {
    case core::MarketType::kCryptoSpot:
    case core::MarketType::kCryptoPerpetual:
    case core::MarketType::kForex:
      settings.consolidation_threshold = 0.7;
      settings.body_size_threshold = 0.4;
      settings.max_base_range = 1;
      break;
    case core::MarketType::kMetal:
      settings.consolidation_threshold = 0.65;
      settings.body_size_threshold = 0.4;
      settings.max_base_range = 1;
      break;
    case core::MarketType::kFutures:
    case core::MarketType::kEquity:
      settings.consolidation_threshold = 0.85;
      settings.body_size_threshold = 0.45;
      settings.max_base_range = 1.2;
      break;
  }
  return settings;
}

}  // namespace tidemark::analysis::zones
