#pragma once

#include <cstdint>

namespace tidemark::analysis::confidence {

/// A share and how far the truth may lie from it.
struct Interval {
  double low{0};
  double high{1};
};
/// Wilson's score interval of a success rate, for z standard deviations (1.96: 95 %); 0 … 1 without trials.
[[nodiscard]] Interval wilson_interval(std::uint64_t successes, std::uint64_t trials, double z = 1.96);

/// What a reliability is made of, each 0 … 1.
struct ReliabilityParts {
  double quality{0};         ///< of the pattern itself
  double volume{0};          ///< volume_confirmation()
  double trend{0};           ///< trend_alignment()
  double historical{0};      ///< the lower end of the Wilson interval of successes in a similar regime
  double regime{0};          ///< how well the pattern suits the present regime
  double volume_pattern{0};  ///< whether a volume pattern supports it
};
/// 0 … 100: 40 % technical (the mean of quality, volume and trend), 30 % historical, 20 % regime, 10 % volume pattern.
[[nodiscard]] double reliability_of(const ReliabilityParts& parts);

/// The factors of a signal's confidence, each 0 … 1.
struct SignalFactors {
  double volume{0};
  double trend_alignment{0};  ///< with the higher timeframe
  double market_context{0};
  double historical_success{0};
  double timeframe_convergence{0};
};
/// 0 … 100: volume 30 %, trend alignment 25 %, context 20 %, history 15 %, convergence 10 %.
[[nodiscard]] double signal_confidence_of(const SignalFactors& factors);

}  // namespace tidemark::analysis::confidence
