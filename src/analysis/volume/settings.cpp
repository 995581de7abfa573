#include "analysis/volume/settings.hpp"

#include <string>
#include <vector>

#include "analysis/parse_parameters.hpp"

namespace tidemark::analysis::volume {
namespace {

constexpr std::string_view kOwner = "volume";
constexpr double kMost = 1000;
constexpr double kCandlesMost = 500;

constexpr std::array kKnobs{
    knob<&Settings::period>(whole_knob("period", "Candles before", 2, kCandlesMost)),
    knob<&Settings::atr_period>(whole_knob("atr_period", "ATR period", 1, kCandlesMost)),
    knob<&Settings::spike_flag>(real_knob("spike_flag", "Spike above", 1, kMost)),
    knob<&Settings::ratio_medium>(real_knob("ratio_medium", "Medium from", 1, kMost)),
    knob<&Settings::ratio_strong>(real_knob("ratio_strong", "Strong from", 1, kMost)),
    knob<&Settings::ratio_extreme>(real_knob("ratio_extreme", "Extreme from", 1, kMost)),
    knob<&Settings::divergence_candles>(whole_knob("divergence_candles", "Divergence over", 3, kCandlesMost)),
    knob<&Settings::divergence_trend>(real_knob("divergence_trend", "Divergence from", 0, 1)),
    knob<&Settings::divergence_rearm>(real_knob("divergence_rearm", "Divergence until", 0, 1)),
    knob<&Settings::climax_volume>(real_knob("climax_volume", "Climax from", 0, kMost)),
    knob<&Settings::climax_move>(real_knob("climax_move", "Climax moves at most", 0, 100, "ATR")),
    knob<&Settings::climax_run>(real_knob("climax_run", "Run before a climax", 0, kMost, "ATR")),
    knob<&Settings::climax_candles>(whole_knob("climax_candles", "Candles of that run", 1, kCandlesMost)),
    knob<&Settings::dry_candles>(whole_knob("dry_candles", "Dry candles", 1, kCandlesMost)),
    knob<&Settings::dry_ratio>(real_knob("dry_ratio", "Dry from", 0, 1)),
    knob<&Settings::dry_rearm>(real_knob("dry_rearm", "Dry until", 0, kMost)),
    knob<&Settings::flow_enter>(real_knob("flow_enter", "Accumulation from", 0, 1)),
    knob<&Settings::flow_leave>(real_knob("flow_leave", "Accumulation until", 0, 1)),
    knob<&Settings::base_candles>(whole_knob("base_candles", "Candles of a consolidation", 2, kCandlesMost)),
    knob<&Settings::base_width>(real_knob("base_width", "Height of a consolidation", 0, kMost, "ATR")),
    knob<&Settings::breakout_volume>(real_knob("breakout_volume", "Breakout from", 0, kMost)),
    knob<&Settings::fake_candles>(whole_knob("fake_candles", "Fake-out within", 1, kCandlesMost)),
    knob<&Settings::exhaustion_volume>(real_knob("exhaustion_volume", "Exhaustion until", 0, 1)),
    knob<&Settings::exhaustion_run>(real_knob("exhaustion_run", "Run of an exhaustion", 0, kMost, "ATR")),
    knob<&Settings::exhaustion_candles>(whole_knob("exhaustion_candles", "Candles of that run", 1, kCandlesMost)),
    knob<&Settings::swing_left>(whole_knob("swing_left", "Candles before a swing", 0, kCandlesMost)),
    knob<&Settings::swing_right>(whole_knob("swing_right", "Candles after a swing", 1, kCandlesMost)),
    knob<&Settings::swing_leg>(real_knob("swing_leg", "Least leg of a swing", 0, 100, "ATR")),
    knob<&Settings::basis>(choice_knob("basis", "Volume", kBasisNames)),
    knob<&Settings::slot_minutes>(whole_knob("slot_minutes", "Slot of the day", 1, 1440, "minutes")),
    knob<&Settings::slot_days>(whole_knob("slot_days", "A slot's memory", 1, kMost, "days")),
    knob<&Settings::slot_warm_up>(whole_knob("slot_warm_up", "A slot's warm-up", 1, kMost, "days")),
};

/// Two thresholds of which the first must not lie above the second.
struct Ordered {
  std::string_view low_name;
  double low;
  std::string_view high_name;
  double high;
};

core::Status check_order(const Ordered& pair) {
  if (pair.low <= pair.high) return {};
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter",
                    std::string{kOwner} + ": parameter " + std::string{pair.low_name} + " is " + number_text(pair.low) +
                        ", but must not be above " + std::string{pair.high_name} + ", which is " +
                        number_text(pair.high));
}

}  // namespace

Settings for_market(Settings settings, core::MarketType market) {
  if (settings.basis == Basis::kByMarket) {
    settings.basis = market == core::MarketType::kForex ? Basis::kTimeOfDay : Basis::kRaw;
  }
  return settings;
}

std::span<const Knob<Settings>> knobs_of(const Settings& /*settings*/) {
  return kKnobs;
}

core::Status check_settings(const Settings& s) {
  if (auto status = check_knobs(kOwner, s, knobs_of(s)); !status) return status;
  for (const Ordered& pair : {Ordered{"ratio_medium", s.ratio_medium, "ratio_strong", s.ratio_strong},
                              Ordered{"ratio_strong", s.ratio_strong, "ratio_extreme", s.ratio_extreme},
                              Ordered{"divergence_rearm", s.divergence_rearm, "divergence_trend", s.divergence_trend},
                              Ordered{"dry_ratio", s.dry_ratio, "dry_rearm", s.dry_rearm},
                              Ordered{"flow_leave", s.flow_leave, "flow_enter", s.flow_enter}}) {
    if (auto status = check_order(pair); !status) return status;
  }
  return {};
}

core::Result<Settings> parse_settings(const Settings& base, std::string_view text) {
  std::vector<ParameterInfo> parameters;
  for (const auto& one : kKnobs) {
    parameters.push_back(one.info);
    parameters.back().fallback = one.get(base);
  }
  const auto values = parse_parameters({.owner = kOwner, .parameters = parameters}, text);
  if (!values) return std::unexpected(values.error());
  Settings settings = base;
  for (std::size_t i = 0; i < kKnobs.size(); ++i) kKnobs[i].set(settings, (*values)[i]);
  if (auto status = check_settings(settings); !status) return core::forward_error(status);
  return settings;
}

}  // namespace tidemark::analysis::volume
