#include "analysis/candlesticks/detector.hpp"

#include <algorithm>
#include <string_view>

#include "analysis/candlesticks/block.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

constexpr std::string_view kId = "candlesticks";
constexpr std::int32_t kVersion = 2;

void merge(PatternHits& into, const PatternHits& from) {
  into.ready |= from.ready;
  into.bullish |= from.bullish;
  into.bearish |= from.bearish;
  into.touching |= from.touching;
  into.confirming |= from.confirming;
}

/// What tells one set of settings from another, as numbers.
std::vector<double> numbers_of(const Settings& settings) {
  std::vector<double> numbers;
  for (const CandleSetting& one : settings.candle) {
    numbers.push_back(static_cast<double>(one.range));
    numbers.push_back(one.period);
    numbers.push_back(one.factor);
  }
  numbers.insert(numbers.end(), settings.penetration.begin(), settings.penetration.end());
  return numbers;
}

}  // namespace

PatternDetector::PatternDetector(const Settings& settings) : settings_{settings} {
  for (const Plan& plan : make_plans(settings)) kernels_.emplace_back(settings, plan);
}

PatternHits PatternDetector::update(const core::CandleF& candle) {
  if (!acceptable(candle)) return {};
  PatternHits hits = kernels_.front().update(candle);
  for (Kernel& kernel : std::span{kernels_}.subspan(1)) merge(hits, kernel.update(candle));
  return hits;
}

PatternHits PatternDetector::peek(const core::CandleF& forming) const {
  if (!acceptable(forming)) return {};
  PatternHits hits = kernels_.front().peek(forming);
  for (const Kernel& kernel : std::span{kernels_}.subspan(1)) merge(hits, kernel.peek(forming));
  return hits;
}

bool PatternDetector::update_block(std::span<const core::CandleF> candles, std::span<PatternHits> hits) {
  constexpr std::size_t kBlock = BatchKernel::kCandles;
  if (candles.size() < kBlock || !std::ranges::all_of(kernels_, BatchKernel::can_take)) return false;
  const auto said = hits.first<kBlock>();
  std::ranges::fill(said, PatternHits{});
  for (Kernel& kernel : kernels_) {
    // All kernels are given the same candles, so the first decides for all.
    if (!BatchKernel{kernel}.update(candles.first<kBlock>(), said)) return false;
  }
  return true;
}

void PatternDetector::update_all(std::span<const core::CandleF> candles, std::span<PatternHits> hits) {
  for (std::size_t i = 0; i < candles.size();) {
    if (update_block(candles.subspan(i), hits.subspan(i))) {
      i += BatchKernel::kCandles;
      continue;
    }
    hits[i] = update(candles[i]);
    ++i;
  }
}

void PatternDetector::snapshot(core::ByteWriter& out) const {
  out.put_text(kId);
  out.put(kVersion);
  out.put_doubles(numbers_of(settings_));
  for (const Kernel& kernel : kernels_) kernel.snapshot(out);
}

bool PatternDetector::restore(core::ByteReader& in) {
  const bool same_kind = in.get_text() == kId && in.get<std::int32_t>() == kVersion;
  if (!same_kind || in.get_doubles() != numbers_of(settings_)) return false;
  for (Kernel& kernel : kernels_) {
    if (!kernel.restore(in)) return false;
  }
  return true;
}

}  // namespace tidemark::analysis::candlesticks
