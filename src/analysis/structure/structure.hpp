#pragma once

#include <span>
#include <vector>

#include "analysis/structure/abc.hpp"
#include "analysis/structure/dealing_range.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/structure/fibonacci.hpp"
#include "analysis/structure/final_order_blocks.hpp"
#include "analysis/structure/four_swings.hpp"
#include "analysis/structure/labels.hpp"
#include "analysis/structure/levels.hpp"
#include "analysis/structure/settings.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::structure {

/// Market structure of one series: (settings, state, candle) -> events. What was said is never changed; what becomes of
/// a finding is an event of its own. Batch is the same code fed from an array. Each candle costs a constant; nothing is
/// allocated after construction but what `out` needs to grow. Not thread-safe, except that const methods may run at the
/// same time.
class Structure {
 public:
  static constexpr int kLogicVersion = 1;

  /// `settings` have passed check_settings().
  explicit Structure(const StructureSettings& settings = {});

  /// Feeds one closed candle and appends what it made known. A candle with NaN or infinity among its numbers, or beyond
  /// kInputMax, is refused: nothing is said and nothing changes.
  void update(const core::CandleF& candle, std::vector<Event>& out);
  /// update() on each candle in turn.
  void update_all(std::span<const core::CandleF> candles, std::vector<Event>& out);

  [[nodiscard]] const StructureSettings& settings() const { return settings_; }
  [[nodiscard]] const History& history() const { return history_; }
  [[nodiscard]] const SwingTracker& swings() const { return swings_; }
  [[nodiscard]] Side trend() const { return labels_.trend(); }
  [[nodiscard]] const Sessions& sessions() const { return sessions_; }
  [[nodiscard]] const DealingRange& dealing_range() const { return range_; }

  [[nodiscard]] const Levels& levels() const { return levels_; }
  [[nodiscard]] const Fibonacci& fibonacci() const { return fibonacci_; }

  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of these settings; the object must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  [[nodiscard]] bool wants(Kind kind) const { return has_kind(settings_.kinds, kind); }
  void say_fractals(const Telling& tell, const FractalHits& hits);
  void update_breaks(const Telling& tell, const SwingTracker::Said& said);

  StructureSettings settings_;
  History history_;
  SwingTracker swings_;
  std::uint64_t fractals_{0};
  Labeler labels_;
  LastSwingBreaks breaks_;
  FourSwingBreaks four_swings_;
  FairValueGaps gaps_;
  OrderBlocks blocks_;
  FinalOrderBlocks final_blocks_;
  Liquidity liquidity_;
  PreviousHighLow periods_;
  Sessions sessions_;
  DealingRange range_;
  Levels levels_;
  Fibonacci fibonacci_;
  AbcPatterns abc_;
};

}  // namespace tidemark::analysis::structure
