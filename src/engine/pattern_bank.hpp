#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/kernel/window.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/audience.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// The candlestick patterns of one instrument on every timeframe, each with its confidence as known when its candle
/// closed. A timeframe's detector is made with its first closed candle.
class PatternBank {
 public:
  /// Candles whose mean volume a pattern's is compared with, and closes whose trend it is held against.
  static constexpr std::size_t kVolumeCandles = 20;
  static constexpr std::size_t kTrendCandles = 11;

  /// `settings` must outlive the bank; without settings it is silent.
  explicit PatternBank(const std::optional<analysis::candlesticks::Settings>& settings,
                       Audience audience = Audience::kEveryone)
      : settings_{&settings}, audience_{audience} {}

  /// Appends an output for each pattern that a closed candle completes.
  void update(const core::Instrument& instrument, core::Timeframe timeframe, const core::Candle& candle,
              core::Timestamp now, std::vector<Output>& out);

  /// Appends what a forming candle shows, once its timeframe has a closed one; changes nothing.
  void peek(const core::Instrument& instrument, core::Timeframe timeframe, const core::Candle& forming,
            core::Timestamp now, std::vector<Output>& out) const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  struct Row {
    explicit Row(const analysis::candlesticks::Settings& settings) : detector{settings} {}

    analysis::candlesticks::PatternDetector detector;
    analysis::Window volumes{kVolumeCandles};
    analysis::Window closes{kTrendCandles};
    analysis::confidence::Side side{analysis::confidence::Side::kNone};  ///< what the last closed candle showed
  };

  /// What the candle `measured` shows, with the candles before it in `row`.
  void tell(const core::Instrument& instrument, core::Timeframe timeframe, const core::Candle& candle,
            const core::CandleF& measured, const analysis::candlesticks::PatternHits& hits, core::Timestamp now,
            std::vector<Output>& out) const;
  [[nodiscard]] double timeframe_boost(core::Timeframe timeframe, analysis::confidence::Side side) const;

  const std::optional<analysis::candlesticks::Settings>* settings_;
  Audience audience_;
  std::array<std::unique_ptr<Row>, core::kTimeframeCount> rows_;
};

}  // namespace tidemark::engine
