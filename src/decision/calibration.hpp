#pragma once

#include <array>
#include <cstdint>
#include <tuple>

#include "analysis/confidence/reliability.hpp"
#include "decision/signal.hpp"

namespace tidemark::decision {

/// How ended signals went. A hit reached its first target before its stop and in time; everything else is none.
struct HitTally {
  std::uint32_t hits{0};
  std::uint32_t ended{0};
  double sum_results{0};  ///< in multiples of the risk

  [[nodiscard]] double rate() const { return ended > 0 ? static_cast<double>(hits) / ended : 0; }
  [[nodiscard]] double mean_result() const { return ended > 0 ? sum_results / ended : 0; }
  /// Wilson, 95 %.
  [[nodiscard]] analysis::confidence::Interval interval() const {
    return analysis::confidence::wilson_interval(hits, ended);
  }
  void add(const Signal& ended_signal);
  void add(const HitTally& other);

  [[nodiscard]] bool valid() const { return hits <= ended; }
  friend bool operator==(const HitTally&, const HitTally&) = default;
  static auto fields(auto& self) { return std::tie(self.hits, self.ended, self.sum_results); }
};

/// Hit rate by signal type and by confidence (very_low below 40, low, medium from 60, high from 75, extreme from 90),
/// of ended signals only.
class Calibration {
 public:
  static constexpr std::size_t kBuckets = 5;

  void add(const Signal& ended);
  void add(const Calibration& other);

  [[nodiscard]] const HitTally& of(SignalType type, std::size_t bucket) const {
    return tallies_[static_cast<std::size_t>(type)][bucket];
  }
  [[nodiscard]] HitTally of(SignalType type) const;
  [[nodiscard]] HitTally of_bucket(std::size_t bucket) const;
  [[nodiscard]] HitTally all() const;

  /// What history says of signals of a type, 0 … 1: the lower end of the interval of its hit rate, of all types while
  /// it has ended fewer than kLeast times, 0 while those are fewer, too: what was not measured counts for nothing.
  [[nodiscard]] double historical_success(SignalType type) const { return success_[static_cast<std::size_t>(type)]; }
  static constexpr std::uint32_t kLeast = 10;

  /// After its fields were loaded.
  void renew();

  friend bool operator==(const Calibration&, const Calibration&) = default;
  static auto fields(auto& self) { return std::tie(self.tallies_); }

 private:
  std::array<std::array<HitTally, kBuckets>, kSignalTypeCount> tallies_{};
  std::array<double, kSignalTypeCount> success_{};  ///< historical_success(); follows from the tallies
};

}  // namespace tidemark::decision
