#pragma once

#include <array>
#include <cstdint>
#include <tuple>

#include "decision/calibration.hpp"
#include "decision/signal.hpp"
#include "decision/weights.hpp"

namespace tidemark::decision {

/// Weights from what became of signals, walking forward: a weight in force was derived from signals that had ended
/// before, and is derived anew after every kEvery more. Each type's given weight is multiplied by its lift, the hit
/// rate of the signals it contributed to over that of all, both shrunk towards each other as if kPrior more signals had
/// gone at the rate of all; the lift stays within 0.5 … 2. Where nothing was learned, the weights are the given ones.
class OutcomeWeights {
 public:
  static constexpr std::uint32_t kEvery = 20;
  static constexpr double kPrior = 50;

  explicit OutcomeWeights(const Weights& given) : given_{given}, now_{given} {}

  /// A signal that has ended.
  void add(const Signal& ended);
  /// In force now; its source is kMeasured and it says from how many signals once it was derived.
  [[nodiscard]] const Weights& now() const { return now_; }

  [[nodiscard]] bool valid() const { return derived_from_ <= all_.ended; }
  static auto fields(auto& self) {
    return std::tie(self.types_, self.all_, self.derived_types_, self.derived_all_, self.derived_from_);
  }
  /// After fields() were read back: derives what was in force.
  void renew();

 private:
  Weights given_;
  Weights now_;
  std::array<HitTally, kFactorTypeCount> types_{};
  HitTally all_;
  std::array<HitTally, kFactorTypeCount> derived_types_{};  ///< as of the last derivation
  HitTally derived_all_;
  std::uint32_t derived_from_{0};
};

}  // namespace tidemark::decision
