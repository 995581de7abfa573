#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "decision/factor.hpp"

namespace tidemark::decision {

/// Where weights come from.
enum class WeightSource : std::uint8_t {
  kDefault,     ///< the specification's
  kConfigured,  ///< the user's, for this symbol or for all
  kMeasured,    ///< derived from what became of earlier signals (outcome_weights.hpp)
};
inline constexpr std::array<std::string_view, 3> kWeightSourceNames{"default", "configured", "measured"};

/// Share of each factor type in the confluence score. All >= 0; they sum to 1.
struct Weights {
  std::array<double, kFactorTypeCount> share{};
  WeightSource source{WeightSource::kDefault};
  std::uint32_t outcomes{0};  ///< of kMeasured: ended signals they were derived from

  [[nodiscard]] double of(FactorType type) const { return share[index_of(type)]; }
  friend bool operator==(const Weights&, const Weights&) = default;
};

/// The same proportions with sum 1. kInvalidArgument, bad_parameter: a share that is negative or not finite, or none
/// above 0.
[[nodiscard]] core::Result<Weights> normalized(const Weights& weights);

/// fibonacci 0.25, volume 0.15, candlestick 0.15, abc_pattern 0.20, supply_demand 0.25, the six others share 0.05, all
/// over their sum of 1.05; the four further types 0.
[[nodiscard]] Weights default_weights();

/// A weight by name: of all symbols, or of one.
struct WeightOverride {
  std::string symbol;  ///< canonical; empty: of all
  FactorType type{};
  double weight{0};  ///< before normalization, on the scale of the defaults (which sum to 1.05)

  friend bool operator==(const WeightOverride&, const WeightOverride&) = default;
};
/// "TYPE=WEIGHT" or "SYMBOL:TYPE=WEIGHT". kInvalidArgument, bad_parameter or unknown_parameter, with a did-you-mean.
[[nodiscard]] core::Result<WeightOverride> parse_weight(std::string_view text);

/// The defaults with the overrides of all symbols, then those of this one, normalized. Errors as normalized().
[[nodiscard]] core::Result<Weights> weights_for(std::string_view symbol, const std::vector<WeightOverride>& overrides);

}  // namespace tidemark::decision
