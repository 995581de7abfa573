#pragma once

#include <algorithm>
#include <initializer_list>

#include "analysis/catalogue.hpp"
#include "analysis/kernel/tail.hpp"
#include "analysis/structure/history.hpp"
#include "analysis/volume/finding.hpp"
#include "analysis/volume/settings.hpp"

namespace tidemark::analysis::volume {

/// What a rule is shown: the candle that has just closed, and the candles before it.
struct Scene {
  const structure::History& history;  ///< its newest candle is the one judged
  const Tail& volumes;                ///< on the settings' basis; newest(0) is the candle's
  const Tail& sums;                   ///< of the last `period` volumes; newest(0) is the candle's and those before it
  const Tail& multipliers;            ///< money flow multipliers, -1 … 1; newest(0) is the candle's
  double ratio{0};                    ///< volume over the mean of the `period` before; 0 without such a mean
  double atr{0};                      ///< as of the candle before; 0 in a market that does not move
  core::Duration candle;              ///< its length

  [[nodiscard]] const core::CandleF& ago(int candles) const { return history.at(history.newest() - candles); }
  [[nodiscard]] const core::CandleF& now() const { return history.last(); }
  /// Change of the close over the last candles, in price.
  [[nodiscard]] double change(int candles) const { return now().close - ago(candles).close; }
  /// A distance in ATRs; atr > 0. Finite, whatever the prices.
  [[nodiscard]] double in_atr(double distance) const { return std::clamp(distance / atr, -kInputMax, kInputMax); }
  /// A finding about the newest candle that spans so many candles, all but the rule's own numbers filled in.
  [[nodiscard]] Finding finding(Kind kind, Side side, int candles) const;
};

/// Where x lies on the way from `from` (0) to `to` (1).
[[nodiscard]] inline double share(double x, double from, double to) {
  if (from == to) return x >= to ? 1 : 0;
  return std::clamp((x - from) / (to - from), 0.0, 1.0);
}

/// 100 times the mean of evidence of 0 … 1.
[[nodiscard]] inline double confidence_of(std::initializer_list<double> evidence) {
  double sum = 0;
  for (const double one : evidence) sum += one;
  return 100 * sum / static_cast<double>(evidence.size());
}

/// By volume ratio: from ratio_extreme extreme, from ratio_strong strong, from ratio_medium medium, below weak.
[[nodiscard]] Strength strength_of_ratio(double ratio, const Settings& settings);
/// In quarters of the way from the threshold (0) to the most there can be (1): weak, medium, strong, extreme.
[[nodiscard]] Strength strength_of_share(double share);

}  // namespace tidemark::analysis::volume
