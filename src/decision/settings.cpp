#include "decision/settings.hpp"

#include <bit>

namespace tidemark::decision {
namespace {

using analysis::choice_knob;
using analysis::knob;
using analysis::knob_in;
using analysis::real_knob;
using analysis::whole_knob;

constexpr std::string_view kWho = "decision";
using S = DecisionSettings;
using C = ConfluenceSettings;

constexpr std::array kKnobs{
    knob_in<&S::confluence, &C::tolerance_pips>(real_knob("tolerance_pips", "Levels cluster within", 0, 1000, "pips")),
    knob_in<&S::confluence, &C::max_distance_pips>(
        real_knob("max_distance_pips", "Zones count within", 0, 1000, "pips")),
    knob_in<&S::confluence, &C::fibonacci_bonus>(
        real_knob("fibonacci_bonus", "Bonus of a Fibonacci level at a zone", 1, 2)),
    knob_in<&S::confluence, &C::bonus_pips>(real_knob("bonus_pips", "Bonus within", 0, 1000, "pips")),
    knob<&S::reach_atr>(real_knob("reach_atr", "Levels looked at", 0.1, 1000, "ATR")),
    knob<&S::structure_weight>(real_knob("structure_weight", "Weight of structure", 0, 1)),
    knob<&S::momentum_weight>(real_knob("momentum_weight", "Weight of momentum", 0, 1)),
    knob<&S::liquidity_weight>(real_knob("liquidity_weight", "Weight of liquidity", 0, 1)),
    knob<&S::confluence_weight>(real_knob("confluence_weight", "Weight of confluence", 0, 1)),
    knob<&S::weak_from>(real_knob("weak_from", "Weak from", 0, 1)),
    knob<&S::plain_from>(real_knob("plain_from", "Buy or sell from", 0, 1)),
    knob<&S::strong_from>(real_knob("strong_from", "Strong from", 0, 1)),
    knob<&S::confluence_min>(real_knob("confluence_min", "Least confluence", 0, 1)),
    knob<&S::filters_min>(real_knob("filters_min", "Least share of entry filters", 0, 1)),
    knob<&S::confidence_min>(real_knob("confidence_min", "Least confidence", 0, 100)),
    knob<&S::risk_reward_min>(real_knob("risk_reward_min", "Least reward for the risk", 0, 100)),
    knob<&S::repeat_minutes>(whole_knob("repeat_minutes", "Until a side repeats", 0, 10080, "minutes")),
    knob<&S::spread_max_pips>(real_knob("spread_max_pips", "Most spread", 0, 1000, "pips")),
    knob<&S::volatility_min>(real_knob("volatility_min", "Volatility from", 0, 100, "%")),
    knob<&S::volatility_max>(real_knob("volatility_max", "Volatility until", 0, 100, "%")),
    knob<&S::confirming_body>(real_knob("confirming_body", "Body of a confirming candle", 0, 1)),
    knob<&S::sweep_candles>(whole_knob("sweep_candles", "A sweep counts for", 0, 1000)),
    knob<&S::stop_atr>(real_knob("stop_atr", "Stop without a level", 0.1, 100, "ATR")),
    knob<&S::stop_min_atr>(real_knob("stop_min_atr", "Stop from", 0.1, 100, "ATR")),
    knob<&S::stop_max_atr>(real_knob("stop_max_atr", "Stop until", 0.1, 100, "ATR")),
    knob<&S::stop_buffer_atr>(real_knob("stop_buffer_atr", "Stop beyond its level", 0, 100, "ATR")),
    knob<&S::fallback_target>(real_knob("fallback_target", "Target without a level", 0.1, 100, "risks")),
    knob<&S::expiry_minutes>(whole_knob("expiry_minutes", "A signal lives", 1, 43200, "minutes")),
    knob<&S::risk_percent>(real_knob("risk_percent", "Most of equity at risk", 0.01, 100, "%")),
    knob<&S::weight_mode>(choice_knob("weight_mode", "Weights", kWeightModeNames)),
    knob<&S::traces>(choice_knob("traces", "Traces of", kTracePolicyNames)),
};

core::Status ordered(std::string_view low_name, double low, std::string_view high_name, double high) {
  if (low <= high) return {};
  return core::fail(
      core::ErrorKind::kInvalidArgument, "bad_parameter",
      std::string{kWho} + ": parameter " + std::string{low_name} + " must not be above " + std::string{high_name});
}

}  // namespace

std::span<const analysis::Knob<DecisionSettings>> knobs_of(const DecisionSettings& /*settings*/) {
  return kKnobs;
}

core::Status check_settings(const DecisionSettings& s) {
  if (auto status = analysis::check_knobs(kWho, s, knobs_of(s)); !status) return status;
  if (s.structure_weight + s.momentum_weight + s.liquidity_weight + s.confluence_weight <= 0) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter",
                      std::string{kWho} + ": one of the readings' weights must be above 0");
  }
  if (auto status = ordered("weak_from", s.weak_from, "plain_from", s.plain_from); !status) return status;
  if (auto status = ordered("plain_from", s.plain_from, "strong_from", s.strong_from); !status) return status;
  if (auto status = ordered("stop_min_atr", s.stop_min_atr, "stop_max_atr", s.stop_max_atr); !status) return status;
  return ordered("volatility_min", s.volatility_min, "volatility_max", s.volatility_max);
}

core::Result<DecisionSettings> settings_of(const DecisionOverrides& overrides) {
  DecisionSettings settings;
  for (const auto& [name, value] : overrides.parameters) {
    auto status = analysis::set_knob(kWho, settings, knobs_of(settings), name, value);
    if (!status) return core::forward_error(status);
  }
  if (auto status = check_settings(settings); !status) return core::forward_error(status);
  return settings;
}

std::uint64_t configuration_version(const DecisionSettings& settings, const Weights& weights) {
  // FNV-1a over the bits of every number.
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](double value) {
    for (auto bits = std::bit_cast<std::array<std::uint8_t, sizeof value>>(value); const std::uint8_t byte : bits) {
      hash = (hash ^ byte) * 0x100000001b3;
    }
  };
  for (const auto& one : kKnobs) add(one.get(settings));
  for (const double share : weights.share) add(share);
  return hash;
}

}  // namespace tidemark::decision
