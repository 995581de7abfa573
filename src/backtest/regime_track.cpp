#include "backtest/regime_track.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "analysis/chart_patterns/pattern.hpp"

namespace tidemark::backtest {
namespace {

std::unique_ptr<analysis::Indicator> regime_row() {
  const analysis::IndicatorInfo& row = *analysis::find_indicator("REGIME");
  std::vector<double> defaults;
  for (const analysis::ParameterInfo& one : row.parameters) defaults.push_back(one.fallback);
  return row.make(defaults);
}

}  // namespace

RegimeTrack::RegimeTrack(core::Timeframe run, core::Scale scale)
    : row_{regime_row()},
      timeframe_{std::max(run, core::Timeframe::k1h)},
      length_{core::duration_of(run)},
      scale_{scale} {}

/// An hour that lacks its last candles is closed when the next one begins.
bool RegimeTrack::begin(const core::Candle& candle) {
  const bool changed = !is_closed_ && close();
  forming_ = candle;
  forming_.open_time = core::open_time_of(candle.open_time, timeframe_);
  end_ = forming_.open_time + core::duration_of(timeframe_);
  is_closed_ = false;
  return changed;
}

bool RegimeTrack::close() {
  is_closed_ = true;
  std::array<double, analysis::kOutputsMax> values{};
  if (row_->update(core::to_double(forming_, scale_), values) != analysis::Indicator::Ready::kReady) return false;
  const std::string_view before =
      std::exchange(regime_, analysis::chart_patterns::name_of(analysis::chart_patterns::Regime{
                                 .trend = static_cast<std::int8_t>(values[0]), .volatile_ = values[1] > 0}));
  return regime_ != before;
}

}  // namespace tidemark::backtest
