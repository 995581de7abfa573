#include "engine/pattern_bank.hpp"

#include <bit>
#include <cmath>
#include <span>

namespace tidemark::engine {
namespace {

using analysis::Window;
using analysis::candlesticks::Direction;
using analysis::candlesticks::info_of;
using analysis::candlesticks::Pattern;
using analysis::candlesticks::PatternHits;
using analysis::candlesticks::PatternInfo;
using analysis::candlesticks::PatternSet;
using analysis::confidence::Side;

void push(Window& window, double value) {
  if (window.full()) {
    window.exchange(value);
  } else {
    window.push(value);
  }
}

double mean_of(const Window& window) {
  double sum = 0;
  for (std::size_t i = 0; i < window.size(); ++i) sum += window.newest(i);
  return window.size() == 0 ? 0 : sum / static_cast<double>(window.size());
}

double trend_of(const Window& closes) {
  std::array<double, PatternBank::kTrendCandles> in_order{};
  for (std::size_t i = 0; i < closes.size(); ++i) in_order[i] = closes.newest(closes.size() - 1 - i);
  return analysis::confidence::trend_of(std::span{in_order}.first(closes.size()));
}

Side side_of(const PatternInfo& info, int value) {
  if (info.direction == Direction::kUnsigned) return Side::kNone;
  return value > 0 ? Side::kBullish : Side::kBearish;
}

std::size_t place_of(Side side) {
  const int place = static_cast<int>(side) + 1;
  return static_cast<std::size_t>(place);
}

/// Calls `use(row, value)` for each pattern found.
template <class Use>
void each_hit(const PatternHits& hits, Use use) {
  for (PatternSet left = hits.found(); left != 0; left &= left - 1) {
    const auto pattern = static_cast<Pattern>(std::countr_zero(left));
    use(info_of(pattern), hits.value(pattern));
  }
}

/// The side of most of a candle's patterns.
Side net_side(const PatternHits& hits) {
  int net = 0;
  each_hit(hits, [&net](const PatternInfo& info, int value) { net += static_cast<int>(side_of(info, value)); });
  return analysis::confidence::side_of(net);
}

}  // namespace

double PatternBank::timeframe_boost(core::Timeframe timeframe, Side side) const {
  if (side == Side::kNone) return 0;
  int agreeing = 0;
  int others = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (i == core::index_of(timeframe) || rows_[i] == nullptr) continue;
    ++others;
    agreeing += rows_[i]->side == side ? 1 : 0;
  }
  return analysis::confidence::timeframe_boost(agreeing, others);
}

void PatternBank::tell(const core::Instrument& instrument, core::Timeframe timeframe, const core::Candle& candle,
                       const core::CandleF& measured, const PatternHits& hits, core::Timestamp now,
                       std::vector<Output>& out) const {
  const Row& row = *rows_[core::index_of(timeframe)];
  const double confirmation = analysis::confidence::volume_confirmation(measured.volume, mean_of(row.volumes));
  const double trend = trend_of(row.closes);
  // What all patterns of a side have in common; bearish, none, bullish.
  struct Shared {
    double trend_alignment;
    double timeframes;
  };
  std::array<Shared, 3> shared{};
  for (const Side side : {Side::kBearish, Side::kNone, Side::kBullish}) {
    shared[place_of(side)] = {analysis::confidence::trend_alignment(side, trend), timeframe_boost(timeframe, side)};
  }
  PatternOutput output{.instrument = instrument.id,
                       .timeframe = timeframe,
                       .open_time = candle.open_time,
                       .price = candle.close,
                       .known_at = now,
                       .volume_confirmation = confirmation};
  output.confidence.volume = analysis::confidence::volume_boost(confirmation);
  output.confidence.multiplier = analysis::confidence::timeframe_multiplier(timeframe);
  each_hit(hits, [&](const PatternInfo& info, int value) {
    const Shared& of_side = shared[place_of(side_of(info, value))];
    output.pattern = info.pattern;
    output.value = static_cast<std::int16_t>(value);
    output.trend_alignment = of_side.trend_alignment;
    output.confidence.base = analysis::confidence::base_strength(info.level(), value);
    output.confidence.timeframes = of_side.timeframes;
    out.emplace_back(output);
  });
}

void PatternBank::update(const core::Instrument& instrument, core::Timeframe timeframe, const core::Candle& candle,
                         core::Timestamp now, std::vector<Output>& out) {
  if (!*settings_) return;
  auto& row = rows_[core::index_of(timeframe)];
  if (row == nullptr) row = std::make_unique<Row>(**settings_);
  const core::CandleF measured = core::to_double(candle, instrument.scale);
  const PatternHits hits = row->detector.update(measured);
  row->side = net_side(hits);
  // The side is wanted even where nobody hears the patterns: those of other timeframes are held against it.
  if (!hears_reasons(audience_, timeframe)) return;
  if (hits.found() != 0) tell(instrument, timeframe, candle, measured, hits, now, out);
  push(row->volumes, measured.volume);
  push(row->closes, measured.close);
}

void PatternBank::peek(const core::Instrument& instrument, core::Timeframe timeframe, const core::Candle& forming,
                       core::Timestamp now, std::vector<Output>& out) const {
  const auto& row = rows_[core::index_of(timeframe)];
  if (row == nullptr) return;
  out.emplace_back(FormingPatternsOutput{.instrument = instrument.id,
                                         .timeframe = timeframe,
                                         .hits = row->detector.peek(core::to_double(forming, instrument.scale)),
                                         .open_time = forming.open_time,
                                         .known_at = now});
}

void PatternBank::snapshot(core::ByteWriter& out) const {
  if (!*settings_) return;
  for (const auto& row : rows_) {
    out.put(static_cast<std::uint8_t>(row != nullptr));
    if (row == nullptr) continue;
    row->detector.snapshot(out);
    row->volumes.save(out);
    row->closes.save(out);
    out.put(row->side);
  }
}

bool PatternBank::restore(core::ByteReader& in) {
  if (!*settings_) return true;
  for (auto& row : rows_) {
    row.reset();
    if (in.get<std::uint8_t>() == 0) continue;
    row = std::make_unique<Row>(**settings_);
    if (!row->detector.restore(in) || !row->volumes.load(in) || !row->closes.load(in)) return false;
    row->side = in.get<Side>();
    if (row->side < Side::kBearish || row->side > Side::kBullish) return false;
  }
  return in.ok();
}

}  // namespace tidemark::engine
