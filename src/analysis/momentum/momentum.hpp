#pragma once

#include <array>
#include <memory>
#include <optional>

#include "analysis/catalogue.hpp"
#include "analysis/kernel/window.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::momentum {

/// What the momentum of a series was after some candle. Every part and the score run from -1 (falling) to 1 (rising).
struct Momentum {
  double changes{0};       ///< mean over 5, 10 and 20 candles of change / (|change| + ATR x sqrt(candles))
  double rsi{0};           ///< (RSI(14) - 50) / 50
  double macd{0};          ///< histogram / (|histogram| + ATR / 10)
  double acceleration{0};  ///< of the change over 5 candles less the one over the 5 before, as in `changes`
  double score{0};         ///< 0.4 changes + 0.25 rsi + 0.25 macd + 0.1 acceleration

  double rsi_value{50};      ///< 0 … 100
  double histogram{0};       ///< MACD(12, 26, 9), in price
  double atr{0};             ///< Wilder's, 14 candles, in price
  double range_place{0};     ///< percentile of ATR / close among the 100 candles before, 0 … 100 (REGIME)
  int trend{0};              ///< -1 falling, 0 range, 1 rising (REGIME)
  bool volatile_{false};     ///< (REGIME)
  bool regime_known{false};  ///< the three above
};

/// Momentum of one series: (state, closed candle) -> Momentum, from the indicators of the catalogue. The weights are
/// ours: a reading of several periods, the oscillator, and how all that is changing; what they are worth is measured
/// (docs/evidence.md), not assumed. Allocates nothing after construction. Not thread-safe.
class MomentumAnalyzer {
 public:
  static constexpr int kLogicVersion = 1;

  MomentumAnalyzer();

  /// Feeds one closed candle. A candle that is not acceptable() is refused and changes nothing.
  void update(const core::CandleF& candle);
  /// After the newest candle; absent before there is an ATR, RSI and MACD (33 candles).
  [[nodiscard]] const std::optional<Momentum>& now() const { return now_; }

  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of this kind; the object must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  static constexpr std::size_t kLookback = 20;

  [[nodiscard]] double change(std::size_t from, std::size_t candles, double atr) const;

  std::unique_ptr<Indicator> rsi_;
  std::unique_ptr<Indicator> macd_;
  std::unique_ptr<Indicator> atr_;
  std::unique_ptr<Indicator> regime_;
  Window closes_{kLookback + 1};
  std::optional<Momentum> now_;
};

}  // namespace tidemark::analysis::momentum
