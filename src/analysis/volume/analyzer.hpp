#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/volume/flow_divergence.hpp"
#include "analysis/volume/patterns.hpp"
#include "analysis/volume/settings.hpp"
#include "analysis/volume/slot_means.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"

namespace tidemark::analysis::volume {

/// What a series' volume shows: (settings, state, candle) -> findings. The patterns (patterns.hpp) speak from the
/// candle after warm_up() judged ones on; a candle whose slot of the day is not warm (slot_means.hpp) is not judged and
/// no yardstick of others. The OBV and A/D divergences (flow_divergence.hpp) see every candle. What was said depends on
/// this candle and earlier ones only and never changes. Allocates nothing after construction. Not thread-safe.
class VolumeAnalyzer {
 public:
  /// `settings` have passed check_settings() and for_market(); an undecided basis is raw.
  VolumeAnalyzer(const Settings& settings, core::Timeframe timeframe);

  /// The most that one candle can complete.
  static constexpr std::size_t kMost = 8 + FlowDivergence::kMost;

  /// Feeds one closed candle, and says what it completes, in the order of Kind; the span is good until the next call. A
  /// candle with NaN or infinity among its five numbers, or beyond kInputMax, is refused: nothing is said and the state
  /// is as before.
  std::span<const Finding> update(const core::CandleF& candle);

  /// Accumulating kBullish, distributing kBearish, neither kNone: as of the last judged candle.
  [[nodiscard]] Side flow_state() const { return static_cast<Side>(flow_.state.side); }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  /// Judged candles before the first finding of a pattern.
  [[nodiscard]] int warm_up() const { return warm_up_; }

  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of these settings and this timeframe; the analyzer must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  void judge(const core::CandleF& candle, double volume);
  /// Of `period` volumes, the newest of them `age` candles ago, in that order.
  [[nodiscard]] double sum_of_volumes(std::size_t age) const;
  [[nodiscard]] std::size_t period() const { return static_cast<std::size_t>(settings_.period); }
  void judge_all(const Scene& scene);
  void say(const Verdict& verdict) {
    if (verdict) said_[count_++] = *verdict;
  }

  Settings settings_;
  core::Timeframe timeframe_;
  int warm_up_;
  SlotMeans slots_;
  structure::History history_;  ///< judged candles
  Tail volumes_;
  Tail multipliers_;
  Tail sums_;        ///< Scene::sums, as far back as the rules ask
  double ratio_{0};  ///< of the last candle, 0 when it was not judged
  DivergenceRule divergence_;
  DryUpRule dry_up_;
  FlowRule flow_;
  BreakRule break_;
  ExhaustionRule exhaustion_;
  FlowDivergence lines_;
  std::array<Finding, kMost> said_;
  std::size_t count_{0};
};

/// A finding and the place in the series of the candle that completed it.
struct Placed {
  std::size_t candle{0};
  Finding finding;
};

/// Batch: the streaming code fed from an array. `settings` have passed check_settings().
[[nodiscard]] std::vector<Placed> find_all(const Settings& settings, core::Timeframe timeframe,
                                           std::span<const core::CandleF> candles);

}  // namespace tidemark::analysis::volume
