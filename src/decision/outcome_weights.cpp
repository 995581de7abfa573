#include "decision/outcome_weights.hpp"

#include <algorithm>

namespace tidemark::decision {

void OutcomeWeights::add(const Signal& ended) {
  all_.add(ended);
  for (std::size_t type = 0; type < kFactorTypeCount; ++type) {
    if ((ended.types >> type & 1U) != 0) types_[type].add(ended);
  }
  if (all_.ended - derived_from_ < kEvery) return;
  derived_from_ = all_.ended;
  derived_types_ = types_;
  derived_all_ = all_;
  renew();
}

void OutcomeWeights::renew() {
  now_ = given_;
  const double overall = derived_all_.rate();
  if (derived_from_ == 0 || overall <= 0) return;
  Weights weights = given_;
  for (std::size_t type = 0; type < kFactorTypeCount; ++type) {
    const HitTally& tally = derived_types_[type];
    const double rate = (tally.hits + kPrior * overall) / (tally.ended + kPrior);
    weights.share[type] *= std::clamp(rate / overall, 0.5, 2.0);
  }
  auto shares = normalized(weights);
  if (!shares) return;
  now_ = *shares;
  now_.source = WeightSource::kMeasured;
  now_.outcomes = derived_from_;
}

}  // namespace tidemark::decision
