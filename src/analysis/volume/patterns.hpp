#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "analysis/kernel/flow_state.hpp"
#include "analysis/volume/scene.hpp"

/// The eight volume patterns, one rule each. Everywhere: "ratio" is the candle's volume over the mean volume of the
/// `period` (20) candles before it, the candle judged left out; "ATR" is Wilder's average true range over atr_period
/// (14) as of the candle before; a close without an ATR or a mean above 0 to hold it against completes nothing that
/// needs one. Volume is on the settings' basis. Each is said at the close of the candle that completes it, once; those
/// that last are said when they begin and again only after they have ended. Strength "by ratio" is weak below
/// ratio_medium (2), medium from there, strong from ratio_strong (3), extreme from ratio_extreme (5); "by share" it is
/// weak, medium, strong, extreme in the four quarters from the threshold to the most there can be. Confidence is 100
/// times the mean of the evidence named, each share from 0 to 1. The defaults stand in brackets; ranges in
/// settings.hpp.
namespace tidemark::analysis::volume {

using Verdict = std::optional<Finding>;

/// Spike: ratio above spike_flag (2). Bullish when the candle closed above its open, bearish below. Strength by ratio.
/// Evidence: how far the ratio has come from spike_flag to ratio_extreme; share of the `period` volumes before that are
/// below this one. Measure: the ratio. Source: the product's specification (2, 3 and 5 times the mean of 20).
[[nodiscard]] Verdict judge_spike(const Scene& scene, const Settings& settings);

/// Divergence: over the last divergence_candles (20, this one included) the closes trend and volume fades against
/// them: the correlation of the closes with time is at least divergence_trend (0.6) in size, that of the volumes at
/// most its negative. A rise that volume does not carry is bearish, a fall that dries up bullish. It has ended when
/// either is nearer to 0 than divergence_rearm (0.3), or the trend has turned. Strength by share of the weaker of the
/// two, from divergence_trend to 1. Evidence: the size of both correlations. Measure: the correlation of volume, -1
/// … 1. Source: R. Edwards, J. Magee, Technical Analysis of Stock Trends: volume goes with the trend.
struct DivergenceRule {
  [[nodiscard]] Verdict judge(const Scene& scene, const Settings& settings);
  static auto fields(auto& self) { return std::tie(self.said); }
  [[nodiscard]] bool valid() const { return said >= Side::kBearish && said <= Side::kBullish; }

  Side said{Side::kNone};
};

/// Climax: ratio at least climax_volume (2) on a small move, the close at most climax_move (0.5) ATR from the close
/// before, after the closes ran at least climax_run (2) ATR in the climax_candles (5) before it: much effort, no
/// result, the run is exhausted. A run up is bearish (a buying climax), a run down bullish (a selling climax). Strength
/// by ratio. Evidence: ratio from climax_volume to ratio_extreme; how small the move is, from climax_move to 0; the
/// run, from climax_run to twice that. Measure: the move, in ATR, with its sign. Source: R. Wyckoff, effort against
/// result.
[[nodiscard]] Verdict judge_climax(const Scene& scene, const Settings& settings);

/// Dry-up: the mean volume of the last dry_candles (5, this one included) is at most dry_ratio (0.5) of the mean of the
/// `period` before those. Neutral. It has ended above dry_rearm (0.8). Strength by share, from dry_ratio to 0.
/// Evidence: that share; share of the dry candles that are each at most dry_ratio of that mean. Measure: the ratio of
/// the two means, which is its volume_ratio, too. Source: M. Minervini, Trade Like a Stock Market Wizard: volume dries
/// up.
struct DryUpRule {
  [[nodiscard]] Verdict judge(const Scene& scene, const Settings& settings);
  static auto fields(auto& self) { return std::tie(self.said); }

  bool said{false};
};

/// Accumulation and distribution: the money flow over the last `period` candles (this one included), the sum of money
/// flow multiplier ((close - low) - (high - close)) / (high - low) times volume, divided by the sum of volume, reaches
/// flow_enter (0.2): accumulation, bullish; or its negative: distribution, bearish. The state ends at or below
/// flow_leave (0.05) on its side (flow_state.hpp) and is said when it begins. Strength by share, from flow_enter to
/// twice that. Evidence: the flow, from 0 to twice flow_enter; share of those candles whose multiplier is on that side.
/// Measure: the money flow, -1 … 1. Source: M. Chaikin's money flow.
struct FlowRule {
  [[nodiscard]] Verdict judge(const Scene& scene, const Settings& settings);
  static auto fields(auto& self) { return std::tie(self.state); }

  FlowState state;
};

/// Breakout: the base_candles (20) candles before this one were a consolidation, their highest high at most base_width
/// (3) ATR above their lowest low, none of them a breakout itself; and this one closes beyond them on a ratio of at
/// least breakout_volume (1.5). Above is bullish, below bearish. Strength by ratio. Evidence: ratio from
/// breakout_volume to ratio_extreme; how far beyond it closed, from 0 to 1 ATR; how tight the base is, from base_width
/// to half of it. Measure: distance of the close beyond the boundary, in ATR. Source: Edwards and Magee: a breakout is
/// valid on volume.
///
/// Fake-out: within fake_candles (3) after a candle closed beyond such a consolidation, on volume or not, a candle
/// closes back inside the boundary, and volume takes sides: the break had a ratio below breakout_volume, or the return
/// has at least the volume of the break. A failed rise is bearish, a failed fall bullish. The first return decides; a
/// later break takes the place of an earlier one. Strength by ratio. Evidence: how much volume the break lacked, from
/// breakout_volume to 0; volume of the return over that of the break, from 0 to 2; how deep it closed inside, from 0 to
/// 1 ATR of the break. Measure: volume of the return over that of the break. Source: R. Wyckoff's spring and upthrust.
struct BreakRule {
  struct Verdicts {
    Verdict breakout;
    Verdict fake_out;
  };
  [[nodiscard]] Verdicts judge(const Scene& scene, const Settings& settings);
  static auto fields(auto& self) {
    return std::tie(self.breakout, self.pending, self.side, self.boundary, self.atr, self.ratio, self.volume);
  }
  [[nodiscard]] bool valid() const { return side >= Side::kBearish && side <= Side::kBullish; }

  std::int64_t breakout{-1};  ///< index of the last breakout candle
  std::int64_t pending{-1};   ///< index of the candle that broke out and may yet have failed; -1 none
  Side side{Side::kNone};     ///< where it broke to
  double boundary{0};
  double atr{0};
  double ratio{0};
  double volume{0};

 private:
  [[nodiscard]] Verdict judge_return(const Scene& scene, const Settings& settings);
};

/// Exhaustion: the close is beyond all closes of the `period` candles before, at the end of a run of at least
/// exhaustion_run (3) ATR over exhaustion_candles (10), on a ratio of at most exhaustion_volume (0.7): a new extreme
/// that nobody trades. A run up is bearish, a run down bullish. It has ended when the run is shorter or has turned.
/// Strength by share, from exhaustion_volume to 0. Evidence: that share; the run, from exhaustion_run to twice that.
/// Measure: the run, in ATR, with its sign. Source: Wyckoff: no demand, no supply.
struct ExhaustionRule {
  [[nodiscard]] Verdict judge(const Scene& scene, const Settings& settings);
  static auto fields(auto& self) { return std::tie(self.said); }
  [[nodiscard]] bool valid() const { return said >= Side::kBearish && said <= Side::kBullish; }

  Side said{Side::kNone};
};

/// Candles before the first that is judged: all rules begin together, when the longest has what it needs.
[[nodiscard]] int warm_up_of(const Settings& settings);

}  // namespace tidemark::analysis::volume
