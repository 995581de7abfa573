#include "engine/indicator_bank.hpp"

#include <cassert>
#include <cstdint>
#include <span>
#include <variant>

namespace tidemark::engine {
namespace {

using Ready = analysis::Indicator::Ready;

IndicatorOutput header(core::InstrumentId instrument, core::Timeframe timeframe, std::size_t index,
                       const analysis::IndicatorSpec& spec, core::CandleState state, core::Timestamp open_time,
                       core::Timestamp now) {
  IndicatorOutput output;
  output.instrument = instrument;
  output.timeframe = timeframe;
  output.indicator = static_cast<std::uint16_t>(index);
  output.state = state;
  output.open_time = open_time;
  output.known_at = now;
  output.count = static_cast<std::uint8_t>(spec.info->outputs.size());
  assert(output.count <= analysis::kOutputsMax);
  return output;
}

/// The output where it will be read, to be filled in there.
IndicatorOutput& appended(std::vector<Output>& out, const IndicatorOutput& output) {
  return std::get<IndicatorOutput>(out.emplace_back(output));
}

}  // namespace

void IndicatorBank::make(Row& row) const {
  row.reserve(specs_.size());
  for (const analysis::IndicatorSpec& spec : specs_) row.push_back(spec.make());
}

void IndicatorBank::update(core::InstrumentId instrument, core::Timeframe timeframe, const core::CandleF& candle,
                           core::Timestamp now, std::vector<Output>& out) {
  Row& row = rows_[core::index_of(timeframe)];
  if (row.empty()) make(row);
  if (!analysis::acceptable(candle)) return;
  for (std::size_t i = 0; i < row.size(); ++i) {
    auto& output =
        appended(out, header(instrument, timeframe, i, specs_[i], core::CandleState::kClosed, candle.open_time, now));
    if (row[i]->feed(candle, std::span{output.values}.first(output.count)) != Ready::kReady) out.pop_back();
  }
}

void IndicatorBank::peek(core::InstrumentId instrument, core::Timeframe timeframe, const core::CandleF& forming,
                         core::Timestamp now, std::vector<Output>& out) const {
  const Row& row = rows_[core::index_of(timeframe)];
  if (!analysis::acceptable(forming)) return;
  for (std::size_t i = 0; i < row.size(); ++i) {
    auto& output =
        appended(out, header(instrument, timeframe, i, specs_[i], core::CandleState::kForming, forming.open_time, now));
    if (row[i]->foresee(forming, std::span{output.values}.first(output.count)) != Ready::kReady) out.pop_back();
  }
}

void IndicatorBank::snapshot(core::ByteWriter& out) const {
  for (const Row& row : rows_) {
    out.put(static_cast<std::uint8_t>(!row.empty()));
    for (const auto& indicator : row) indicator->snapshot(out);
  }
}

bool IndicatorBank::restore(core::ByteReader& in) {
  for (Row& row : rows_) {
    row.clear();
    if (in.get<std::uint8_t>() == 0) continue;
    make(row);
    for (const auto& indicator : row) {
      if (!indicator->restore(in) || !in.ok()) return false;
    }
  }
  return in.ok();
}

}  // namespace tidemark::engine
