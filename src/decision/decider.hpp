#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/bytes.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "decision/confluence.hpp"
#include "decision/decide.hpp"
#include "decision/evidence.hpp"
#include "decision/market_state.hpp"
#include "decision/outcome_weights.hpp"
#include "decision/settings.hpp"
#include "decision/signal_book.hpp"
#include "decision/trace.hpp"
#include "decision/workspace.hpp"

namespace tidemark::decision {

/// All that decides about one instrument: what is known on each timeframe, the signals it has, and the weights. Fed
/// with closed candles and with what the analyzers said of them; uses nothing that had not been known. Allocates
/// nothing once warm, as its workspace is. Not thread-safe.
class Decider {
 public:
  /// A decision is taken when a candle of so long a timeframe or a shorter one closes.
  static constexpr core::Timeframe kLongestBase = core::Timeframe::k5m;
  /// A quote older than this says nothing of the spread.
  static constexpr core::Duration kQuoteLife = core::minutes(1);
  /// A candle received so long after its end is late: it is learned from, and gives no signal.
  static constexpr core::Duration kLateAfter = core::minutes(1);

  /// `settings` have passed check_settings() and must outlive it; `weights` are normalized().
  Decider(const core::Instrument& instrument, const DecisionSettings& settings, const Weights& weights);

  /// What is known of a timeframe, to be told of its candles and findings; made when first asked for.
  [[nodiscard]] TimeframeEvidence& on(core::Timeframe timeframe);
  /// nullptr before its first candle.
  [[nodiscard]] const TimeframeEvidence* find(core::Timeframe timeframe) const {
    return evidence_[core::index_of(timeframe)].get();
  }
  /// Ask less bid, in price.
  void on_spread(double spread, core::Timestamp now);

  /// A candle of the base timeframe has closed, was received at `now`, and everything that closed with it was told.
  /// Ages are reckoned from candles' ends, so that history fetched late is as old as it is. Follows the open signals,
  /// takes a decision and opens its signal, if it gives one: the answers are `trace` and `changed` of `work`.
  void decide(core::Timeframe base, const core::CandleF& candle, core::Timestamp now, DataState data, Workspace& work);

  /// The confluence of a timeframe's chart from its own factors and those of longer timeframes, after a candle of it
  /// has closed: `confluence` of `work`. False before its first candle.
  bool confluence(core::Timeframe timeframe, core::Timestamp now, Workspace& work) const;
  [[nodiscard]] MarketState market_state() const;

  [[nodiscard]] const Calibration& calibration() const { return book_.calibration(); }
  [[nodiscard]] const SignalBook& signals() const { return book_; }
  /// Of the decisions that were weighed: where only signals leave traces, those from which one might have come.
  [[nodiscard]] const FilterTally& filters() const { return filters_; }
  [[nodiscard]] const Weights& weights() const;

  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of this kind; the object must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  /// Farther than so much from the price nothing is looked at.
  [[nodiscard]] double reach_of(double price, double atr) const;
  void collect(core::Timeframe from, double price, double atr, core::Timestamp now, std::vector<Factor>& factors) const;
  void collect_levels(core::Timeframe from, double price, double atr, std::vector<PlanLevel>& levels) const;
  void count_at(core::Timeframe from, const Frame& frame, double atr, core::Timestamp now, Counting& counting) const;
  [[nodiscard]] Frame frame_at(double price) const;
  [[nodiscard]] std::array<double, 2> convergence() const;
  /// Of timeframes from `from` on, bullish and bearish.
  [[nodiscard]] std::array<double, 2> volume_worth(core::Timeframe from, core::Timestamp now) const;
  /// Where only signals leave traces: whether one may come of it.
  [[nodiscard]] bool may_signal(DecisionInputs& in, core::Timeframe from) const;
  [[nodiscard]] EntryView entry_view(core::Timeframe base, const core::CandleF& candle, core::Timestamp now) const;
  void renew_configuration();
  /// Into the trace.
  void weigh_all(DecisionInputs& in, core::Timeframe from, Workspace& work);

  core::Instrument instrument_;
  const DecisionSettings* settings_;
  Weights given_;
  std::array<std::unique_ptr<TimeframeEvidence>, core::kTimeframeCount> evidence_;
  std::unique_ptr<analysis::Indicator> vwap_;  ///< of the base timeframe
  std::optional<double> vwap_now_;
  std::optional<double> spread_;
  core::Timestamp spread_at_;
  SignalBook book_;
  OutcomeWeights measured_;
  FilterTally filters_;
  std::uint64_t configuration_{0};
};

}  // namespace tidemark::decision
