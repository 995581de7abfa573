#include "engine/chart_pattern_bank.hpp"

namespace tidemark::engine {

using analysis::chart_patterns::ChartPattern;
using analysis::confidence::Side;

double ChartPatternBank::timeframe_boost(core::Timeframe timeframe, Side side) const {
  if (side == Side::kNone) return 0;
  int agreeing = 0;
  int others = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (i == core::index_of(timeframe) || rows_[i] == nullptr) continue;
    ++others;
    agreeing += rows_[i]->open_side() == side ? 1 : 0;
  }
  return analysis::confidence::timeframe_boost(agreeing, others);
}

void ChartPatternBank::update(const core::Instrument& instrument, core::Timeframe timeframe,
                              const core::CandleF& candle, core::Timestamp now, std::vector<Output>& out) {
  if (!*settings_) return;
  auto& row = rows_[core::index_of(timeframe)];
  if (row == nullptr) row = std::make_unique<Detector>(**settings_);
  said_.clear();
  row->update(candle, said_);
  for (const ChartPattern& pattern : said_) {
    ChartPatternOutput output{.instrument = instrument.id,
                              .timeframe = timeframe,
                              .pattern = std::make_shared<const ChartPattern>(pattern),
                              .confidence = confidence_of(pattern),
                              .known_at = now};
    output.confidence.timeframes = timeframe_boost(timeframe, pattern.side());
    output.confidence.multiplier = analysis::confidence::timeframe_multiplier(timeframe);
    out.emplace_back(std::move(output));
  }
}

void ChartPatternBank::snapshot(core::ByteWriter& out) const {
  if (!*settings_) return;
  for (const auto& row : rows_) {
    out.put(static_cast<std::uint8_t>(row != nullptr));
    if (row != nullptr) row->snapshot(out);
  }
}

bool ChartPatternBank::restore(core::ByteReader& in) {
  if (!*settings_) return true;
  for (auto& row : rows_) {
    row.reset();
    if (in.get<std::uint8_t>() == 0) continue;
    row = std::make_unique<Detector>(**settings_);
    if (!row->restore(in)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::engine
