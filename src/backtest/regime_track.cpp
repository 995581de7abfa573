#include "backtest/regime_track.hpp"

#include <array>
#include <ranges>
#include <utility>

#include "analysis/chart_patterns/pattern.hpp"

namespace tidemark::backtest {
namespace {

constexpr core::Timeframe kLongest = core::Timeframe::k1h;

std::unique_ptr<analysis::Indicator> regime_row() {
  const analysis::IndicatorInfo& row = *analysis::find_indicator("REGIME");
  std::vector<double> defaults;
  for (const analysis::ParameterInfo& one : row.parameters) defaults.push_back(one.fallback);
  return row.make(defaults);
}

}  // namespace

RegimeTrack::Level::Level(core::Timeframe timeframe, core::Timeframe run, core::Scale scale)
    : row_{regime_row()}, timeframe_{timeframe}, length_{core::duration_of(run)}, scale_{scale} {}

/// A candle that lacks its last parts is closed when the next one begins.
bool RegimeTrack::Level::begin(const core::Candle& candle) {
  const bool changed = !is_closed_ && close();
  forming_ = candle;
  forming_.open_time = core::open_time_of(candle.open_time, timeframe_);
  end_ = forming_.open_time + core::duration_of(timeframe_);
  is_closed_ = false;
  return changed;
}

bool RegimeTrack::Level::close() {
  is_closed_ = true;
  std::array<double, analysis::kOutputsMax> values{};
  if (row_->update(core::to_double(forming_, scale_), values) != analysis::Indicator::Ready::kReady) return false;
  const std::string_view before =
      std::exchange(regime_, analysis::chart_patterns::name_of(analysis::chart_patterns::Regime{
                                 .trend = static_cast<std::int8_t>(values[0]), .volatile_ = values[1] > 0}));
  return regime_ != before;
}

RegimeTrack::RegimeTrack(core::Timeframe run, core::Scale scale) : longest_{std::max(run, kLongest), run, scale} {
  for (const core::Timeframe timeframe : std::views::reverse(core::kAllTimeframes)) {
    if (timeframe >= run && timeframe < kLongest) shorter_.emplace_back(timeframe, run, scale);
  }
}

std::string_view RegimeTrack::regime() const {
  std::string_view regime = longest_.regime();
  for (auto level = shorter_.begin(); regime.empty() && level != shorter_.end(); ++level) regime = level->regime();
  return regime;
}

bool RegimeTrack::on_candle_of_all(const core::Candle& candle) {
  const std::string_view before = regime();
  longest_.on_candle(candle);
  for (Level& level : shorter_) level.on_candle(candle);
  if (!longest_.regime().empty()) {
    shorter_.clear();
  } else {
    const auto known = std::ranges::find_if(shorter_, [](const Level& level) { return !level.regime().empty(); });
    if (known != shorter_.end()) shorter_.erase(known + 1, shorter_.end());
  }
  return regime() != before;
}

}  // namespace tidemark::backtest
