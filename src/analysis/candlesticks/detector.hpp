#pragma once

#include <span>
#include <vector>

#include "analysis/candlesticks/hits.hpp"
#include "analysis/candlesticks/kernel.hpp"
#include "analysis/candlesticks/settings.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::candlesticks {

/// All 61 candlestick patterns over one series: (settings, state, candle) -> hits, equal to TA-Lib 0.6 cell for cell.
/// A value depends on this candle and earlier ones only, and on where the series began (as TA-Lib's do, by rounding).
/// Allocates nothing after construction. Not thread-safe, except that const methods may run at the same time.
class PatternDetector {
 public:
  /// `settings` has passed check_settings().
  explicit PatternDetector(const Settings& settings = {});

  /// Feeds one closed candle. A candle with NaN or infinity among its five numbers, or beyond kInputMax, is refused:
  /// the hits are empty, ready included, and the state is as before.
  PatternHits update(const core::CandleF& candle);
  /// update() on each candle in turn; hits[i] belongs to candles[i]. hits.size() >= candles.size().
  void update_all(std::span<const core::CandleF> candles, std::span<PatternHits> hits);
  /// What update() would say of a candle still forming; changes nothing.
  [[nodiscard]] PatternHits peek(const core::CandleF& forming) const;

  [[nodiscard]] const Settings& settings() const { return settings_; }
  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are not a snapshot of these settings; the detector must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  /// The next candles in one go; false when they are too few, too early or not all acceptable.
  bool update_block(std::span<const core::CandleF> candles, std::span<PatternHits> hits);

  Settings settings_;
  std::vector<Kernel> kernels_;
};

}  // namespace tidemark::analysis::candlesticks
