#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/kernel/knobs.hpp"
#include "core/result.hpp"
#include "decision/confluence.hpp"
#include "decision/weights.hpp"

namespace tidemark::decision {

/// Which decisions leave a trace.
enum class TracePolicy : std::uint8_t {
  kSignals,  ///< those that gave a signal
  kAll,      ///< every one, with the reason why there is no signal
};
inline constexpr std::array<std::string_view, 2> kTracePolicyNames{"signals", "all"};

/// Whether weights stay as given or follow what became of signals (outcome_weights.hpp).
enum class WeightMode : std::uint8_t { kGiven, kMeasured };
inline constexpr std::array<std::string_view, 2> kWeightModeNames{"given", "measured"};

/// Everything that can be tuned about decisions; check_settings() names what is out of range. The thresholds are
/// choices, not findings: what they give is measured (calibration.hpp, docs/evidence.md).
struct DecisionSettings {
  ConfluenceSettings confluence;
  double reach_atr{10};  ///< levels farther from the price than so many ATR are not looked at

  // The score, -1 … 1: the readings' weights, which are divided by their sum.
  double structure_weight{0.35};
  double momentum_weight{0.25};
  double liquidity_weight{0.15};
  double confluence_weight{0.25};
  double weak_from{0.2};     ///< |score| from which it is weak_buy or weak_sell
  double plain_from{0.3};    ///< … buy or sell
  double strong_from{0.45};  ///< … strong_buy or strong_sell

  // The gates.
  double confluence_min{0.1};  ///< score of the signal's side at the price
  double filters_min{0.6};     ///< share of the applicable entry filters passed
  double confidence_min{40};   ///< 0 … 100
  double risk_reward_min{1.5};
  int repeat_minutes{60};  ///< after a signal ended, until the next of its side

  // The entry filters.
  double spread_max_pips{3};
  double volatility_min{5};  ///< percentile
  double volatility_max{98};
  double confirming_body{0.5};  ///< share of the range
  int sweep_candles{30};

  // The trade proposed. ATR is of 15m.
  double stop_atr{1.5};          ///< distance of a stop that no level protects
  double stop_min_atr{0.5};      ///< least distance of a stop
  double stop_max_atr{3};        ///< most
  double stop_buffer_atr{0.25};  ///< beyond the level that protects it
  double fallback_target{2};     ///< in multiples of the risk, where no level lies ahead
  int expiry_minutes{240};
  double risk_percent{1};  ///< of equity, at the stop, at confidence 100

  WeightMode weight_mode{WeightMode::kGiven};
  TracePolicy traces{TracePolicy::kAll};
};

[[nodiscard]] std::span<const analysis::Knob<DecisionSettings>> knobs_of(const DecisionSettings& settings);
/// kInvalidArgument, bad_parameter: names parameter, value and range, or the two that contradict each other.
[[nodiscard]] core::Status check_settings(const DecisionSettings& settings);

/// What a user may say about decisions: parameters by name that differ from the defaults, and weights.
struct DecisionOverrides {
  std::vector<std::pair<std::string, double>> parameters;
  std::vector<WeightOverride> weights;
};
/// The defaults with the parameters in place. kInvalidArgument: unknown_parameter, or as check_settings().
[[nodiscard]] core::Result<DecisionSettings> settings_of(const DecisionOverrides& overrides);
/// Says which configuration a decision was made with: equal numbers mean equal settings and weights.
[[nodiscard]] std::uint64_t configuration_version(const DecisionSettings& settings, const Weights& weights);

}  // namespace tidemark::decision
