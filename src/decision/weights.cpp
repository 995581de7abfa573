#include "decision/weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/kernel/check_range.hpp"
#include "analysis/kernel/knobs.hpp"
#include "core/instrument.hpp"

namespace tidemark::decision {
namespace {

constexpr std::string_view kWho = "decision weights";
/// Most that one weight may be; only proportions matter.
constexpr double kWeightMax = 1000;

/// Before normalization.
constexpr std::array<double, kFactorTypeCount> spec_shares() {
  std::array<double, kFactorTypeCount> share{};
  constexpr std::array kOthers{FactorType::kRsi,        FactorType::kMacd,
                               FactorType::kSwingLevel, FactorType::kSupportResistance,
                               FactorType::kTimeframe,  FactorType::kMomentum};
  for (const FactorType type : kOthers) share[index_of(type)] = 0.05 / static_cast<double>(kOthers.size());
  share[index_of(FactorType::kFibonacci)] = 0.25;
  share[index_of(FactorType::kVolume)] = 0.15;
  share[index_of(FactorType::kCandlestick)] = 0.15;
  share[index_of(FactorType::kAbcPattern)] = 0.20;
  share[index_of(FactorType::kSupplyDemand)] = 0.25;
  return share;
}

double sum_of(const std::array<double, kFactorTypeCount>& shares) {
  return std::accumulate(shares.begin(), shares.end(), 0.0);
}

}  // namespace

core::Result<Weights> normalized(const Weights& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < kFactorTypeCount; ++i) {
    auto status = analysis::check_range(kWho, kFactorTypeNames[i], weights.share[i], {.min = 0, .max = kWeightMax},
                                        analysis::NumberKind::kReal);
    if (!status) return core::forward_error(status);
    sum += weights.share[i];
  }
  if (!(sum > 0)) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter",
                      std::string{kWho} + ": at least one must be above 0");
  }
  Weights result = weights;
  for (double& share : result.share) share /= sum;
  // Rounding must not carry a full score beyond 1.
  const auto largest = std::ranges::max_element(result.share);
  while (sum_of(result.share) > 1) *largest = std::nextafter(*largest, 0.0);
  return result;
}

Weights default_weights() {
  return *normalized(Weights{.share = spec_shares()});
}

core::Result<WeightOverride> parse_weight(std::string_view text) {
  WeightOverride parsed;
  const auto equals = text.rfind('=');
  const auto colon = text.substr(0, equals).rfind(':');
  std::string_view name = text.substr(0, equals);
  if (colon != std::string_view::npos) {
    auto symbol = core::parse_symbol(text.substr(0, colon));
    if (!symbol) return core::forward_error(symbol);
    parsed.symbol = std::move(symbol->symbol);
    name = text.substr(colon + 1, equals - colon - 1);
  }
  const auto found = std::ranges::find(kFactorTypeNames, name);
  if (found == kFactorTypeNames.end()) {
    auto refused = analysis::unknown_parameter(kWho, name, kFactorTypeNames);
    return core::forward_error(refused);
  }
  parsed.type = static_cast<FactorType>(found - kFactorTypeNames.begin());
  const analysis::ParameterInfo info{.name = *found, .title = *found, .min = 0, .max = kWeightMax, .integer = false};
  auto value = analysis::parse_value(kWho, info,
                                     equals == std::string_view::npos ? std::string_view{} : text.substr(equals + 1));
  if (!value) return core::forward_error(value);
  auto status = analysis::check_range(kWho, *found, *value, {.min = 0, .max = kWeightMax}, analysis::NumberKind::kReal);
  if (!status) return core::forward_error(status);
  parsed.weight = *value;
  return parsed;
}

core::Result<Weights> weights_for(std::string_view symbol, const std::vector<WeightOverride>& overrides) {
  Weights weights{.share = spec_shares()};
  for (const std::string_view of : {std::string_view{}, symbol}) {
    for (const WeightOverride& one : overrides) {
      if (one.symbol != of) continue;
      weights.share[index_of(one.type)] = one.weight;
      weights.source = WeightSource::kConfigured;
    }
  }
  return normalized(weights);
}

}  // namespace tidemark::decision
