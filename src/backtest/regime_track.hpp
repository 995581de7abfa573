#pragma once

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"
#include "core/values.hpp"

namespace tidemark::backtest {

/// What the market was like beside a run, as the engine says it of an instrument (decision/market_state.hpp): the
/// catalogue's REGIME row, with the values it has by itself, on candles of an hour made of the run's, or of the longest
/// timeframe below that has one while the hour has none; on the run's own where those are longer. Not thread-safe.
class RegimeTrack {
 public:
  RegimeTrack(core::Timeframe run, core::Scale scale);

  /// A closed candle of the run, in order of time. True when regime() is another one now.
  bool on_candle(const core::Candle& candle) {
    return shorter_.empty() ? longest_.on_candle(candle) : on_candle_of_all(candle);
  }

  /// "rising_high_volatility" and the like (analysis/chart_patterns/pattern.hpp); empty before there is one.
  [[nodiscard]] std::string_view regime() const;

 private:
  /// One timeframe.
  class Level {
   public:
    Level(core::Timeframe timeframe, core::Timeframe run, core::Scale scale);
    bool on_candle(const core::Candle& candle) {
      bool changed = false;
      if (candle.open_time >= end_) changed = begin(candle);
      forming_.high = std::max(forming_.high, candle.high);
      forming_.low = std::min(forming_.low, candle.low);
      forming_.close = candle.close;
      return candle.open_time + length_ == end_ ? close() : changed;
    }
    [[nodiscard]] std::string_view regime() const { return regime_; }

   private:
    bool begin(const core::Candle& candle);
    bool close();

    std::unique_ptr<analysis::Indicator> row_;
    core::Timeframe timeframe_;
    core::Duration length_;  ///< of the run's candles
    core::Scale scale_;
    core::Candle forming_;
    core::Timestamp end_;  ///< of the forming candle
    bool is_closed_{true};
    std::string_view regime_;
  };

  bool on_candle_of_all(const core::Candle& candle);

  Level longest_;
  std::vector<Level> shorter_;  ///< longest first; those that may still be needed
};

}  // namespace tidemark::backtest
