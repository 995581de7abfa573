#include "backtest/candle_merge.hpp"

#include <optional>

namespace tidemark::backtest {

CandleMerge::CandleMerge(std::span<CandleSource* const> sources) {
  for (CandleSource* source : sources) readings_.push_back({.source = source, .piece = {}});
}

core::Result<std::span<const NumberedCandle>> CandleMerge::next() {
  // Only now may those that were handed out go.
  for (const NumberedCandle& one : together_) readings_[one.number].piece = readings_[one.number].piece.subspan(1);
  together_.clear();
  std::optional<core::Timestamp> earliest;
  for (Reading& reading : readings_) {
    if (reading.piece.empty() && !reading.over) {
      const auto more = reading.source->next();
      if (!more) return std::unexpected(more.error());
      reading.piece = *more;
      reading.over = more->empty();
    }
    if (reading.piece.empty()) continue;
    const core::Timestamp open = reading.piece.front().open_time;
    if (!earliest || open < *earliest) earliest = open;
  }
  for (std::size_t i = 0; i < readings_.size(); ++i) {
    const auto& piece = readings_[i].piece;
    if (!piece.empty() && piece.front().open_time == *earliest) together_.push_back({i, piece.data()});
  }
  return std::span<const NumberedCandle>{together_};
}

}  // namespace tidemark::backtest
