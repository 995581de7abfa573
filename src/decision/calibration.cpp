#include "decision/calibration.hpp"

#include "analysis/confidence/pattern_confidence.hpp"

namespace tidemark::decision {

void HitTally::add(const Signal& ended_signal) {
  hits += ended_signal.status == SignalStatus::kTarget ? 1 : 0;
  ++ended;
  sum_results += ended_signal.result();
}

void HitTally::add(const HitTally& other) {
  hits += other.hits;
  ended += other.ended;
  sum_results += other.sum_results;
}

void Calibration::add(const Signal& ended) {
  const auto bucket = static_cast<std::size_t>(analysis::confidence::strength_of(ended.confidence));
  tallies_[static_cast<std::size_t>(ended.type)][bucket].add(ended);
  renew();
}

void Calibration::add(const Calibration& other) {
  for (std::size_t type = 0; type < kSignalTypeCount; ++type) {
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) tallies_[type][bucket].add(other.tallies_[type][bucket]);
  }
  renew();
}

HitTally Calibration::of(SignalType type) const {
  HitTally sum;
  for (const HitTally& one : tallies_[static_cast<std::size_t>(type)]) sum.add(one);
  return sum;
}

HitTally Calibration::of_bucket(std::size_t bucket) const {
  HitTally sum;
  for (const auto& of_type : tallies_) sum.add(of_type[bucket]);
  return sum;
}

HitTally Calibration::all() const {
  HitTally sum;
  for (std::size_t type = 0; type < kSignalTypeCount; ++type) sum.add(of(static_cast<SignalType>(type)));
  return sum;
}

void Calibration::renew() {
  const HitTally whole = all();
  for (std::size_t type = 0; type < kSignalTypeCount; ++type) {
    HitTally tally = of(static_cast<SignalType>(type));
    if (tally.ended < kLeast) tally = whole;
    success_[type] = tally.ended < kLeast ? 0 : tally.interval().low;
  }
}

}  // namespace tidemark::decision
