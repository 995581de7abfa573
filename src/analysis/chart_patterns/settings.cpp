#include "analysis/chart_patterns/settings.hpp"

#include <array>
#include <cstddef>
#include <expected>

#include "analysis/parse_parameters.hpp"

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr std::string_view kWho = "chart_patterns";
constexpr std::string_view kAtr = "ATR";
constexpr std::string_view kShare = "of height";

constexpr std::array kKnobs{
    knob<&Settings::atr_period>(whole_knob("atr_period", "ATR period", 1, 1000)),
    knob<&Settings::minor_swing>(real_knob("minor_swing", "Least leg of small patterns", 0.5, 100, kAtr)),
    knob<&Settings::major_swing>(real_knob("major_swing", "Least leg of large patterns", 0.5, 100, kAtr)),
    knob<&Settings::min_length>(whole_knob("min_length", "Least length", 4, 500)),
    knob<&Settings::max_length>(whole_knob("max_length", "Greatest length", 10, 500)),
    knob<&Settings::min_height>(real_knob("min_height", "Least height", 0.5, 100, kAtr)),
    knob<&Settings::level_tolerance>(real_knob("level_tolerance", "Equal levels", 0.001, 0.5, kShare)),
    knob<&Settings::shoulder_tolerance>(real_knob("shoulder_tolerance", "Equal shoulders", 0.001, 1, kShare)),
    knob<&Settings::head_lead>(real_knob("head_lead", "Head beyond the shoulders", 0.01, 1, kShare)),
    knob<&Settings::time_symmetry>(real_knob("time_symmetry", "Longer half over shorter", 1, 20)),
    knob<&Settings::prior_move>(real_knob("prior_move", "Move into a reversal", 0, 10, kShare)),
    knob<&Settings::flat_slope>(real_knob("flat_slope", "Rise of a level boundary", 0.001, 1, kShare)),
    knob<&Settings::convergence>(real_knob("convergence", "End over beginning", 0.05, 0.95)),
    knob<&Settings::parallel>(real_knob("parallel", "Change of width", 0.01, 0.5)),
    knob<&Settings::channel_slope>(real_knob("channel_slope", "Rise of a channel", 0.05, 10, kShare)),
    knob<&Settings::stray>(real_knob("stray", "Closes outside", 0, 1, kShare)),
    knob<&Settings::tight_range>(real_knob("tight_range", "Greatest height of a rectangle", 1, 100, kAtr)),
    knob<&Settings::pole>(real_knob("pole", "Least pole", 1, 100, kAtr)),
    knob<&Settings::pole_candles>(whole_knob("pole_candles", "Longest pole", 1, 100)),
    knob<&Settings::flag_retrace>(real_knob("flag_retrace", "Retracement of the pole", 0.05, 1, "of pole")),
    knob<&Settings::flag_min>(whole_knob("flag_min", "Shortest flag", 3, 100)),
    knob<&Settings::flag_max>(whole_knob("flag_max", "Longest flag", 3, 200)),
    knob<&Settings::rim_tolerance>(real_knob("rim_tolerance", "Equal rims", 0.001, 0.5, kShare)),
    knob<&Settings::curve_fit>(real_knob("curve_fit", "Fit of the curve (R²)", 0, 1)),
    knob<&Settings::roundness>(real_knob("roundness", "Closes in the lower third", 0, 1)),
    knob<&Settings::handle_depth>(real_knob("handle_depth", "Depth of the handle", 0.05, 1, kShare)),
    knob<&Settings::handle_min>(whole_knob("handle_min", "Shortest handle", 2, 100)),
    knob<&Settings::break_margin>(real_knob("break_margin", "Close beyond the boundary", 0, 10, kAtr)),
    knob<&Settings::volume_period>(whole_knob("volume_period", "Candles of the mean volume", 1, 200)),
    knob<&Settings::volume_multiple>(real_knob("volume_multiple", "Volume of the breakout", 0, 100, "of mean")),
    knob<&Settings::confirm_candles>(whole_knob("confirm_candles", "Candles to confirm", 0, 50)),
    knob<&Settings::wait>(real_knob("wait", "Wait for the breakout", 0.1, 5, "of length")),
    knob<&Settings::outcome_wait>(real_knob("outcome_wait", "Wait for the outcome", 0.1, 10, "of length")),
};

}  // namespace

std::span<const Knob<Settings>> knobs_of(const Settings& /*settings*/) {
  return kKnobs;
}

core::Status check_settings(const Settings& settings) {
  if (auto status = check_knobs(kWho, settings, knobs_of(settings)); !status) return status;
  if (auto status = check_range(kWho, "major_swing", settings.major_swing, {.min = settings.minor_swing, .max = 100},
                                NumberKind::kReal);
      !status) {
    return status;
  }
  if (auto status = check_range(kWho, "max_length", settings.max_length,
                                {.min = static_cast<double>(settings.min_length + 1), .max = 500}, NumberKind::kWhole);
      !status) {
    return status;
  }
  return check_range(kWho, "flag_max", settings.flag_max,
                     {.min = static_cast<double>(settings.flag_min + 1), .max = 200}, NumberKind::kWhole);
}

core::Result<Settings> parse_settings(std::string_view text) {
  std::array<ParameterInfo, kKnobs.size()> parameters;
  for (std::size_t i = 0; i < kKnobs.size(); ++i) parameters[i] = kKnobs[i].info;
  const auto values = parse_parameters({.owner = kWho, .parameters = parameters}, text);
  if (!values) return std::unexpected(values.error());
  Settings settings;
  for (std::size_t i = 0; i < kKnobs.size(); ++i) kKnobs[i].set(settings, (*values)[i]);
  if (auto status = check_settings(settings); !status) return core::forward_error(status);
  return settings;
}

}  // namespace tidemark::analysis::chart_patterns
