#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "core/candle.hpp"
#include "core/result.hpp"

namespace tidemark::backtest {

/// Where the candles of an instrument come from, piece by piece.
class CandleSource {
 public:
  CandleSource() = default;
  CandleSource(const CandleSource&) = delete;
  CandleSource& operator=(const CandleSource&) = delete;
  virtual ~CandleSource() = default;

  /// The next candles: ascending, unique, valid, in the setup's units and timeframe. Empty: there are no more. Valid
  /// until the next call.
  [[nodiscard]] virtual core::Result<std::span<const core::Candle>> next() = 0;
};

/// Candles that are in memory anyway.
class SpanSource final : public CandleSource {
 public:
  explicit SpanSource(std::span<const core::Candle> candles) : candles_{candles} {}
  [[nodiscard]] core::Result<std::span<const core::Candle>> next() override {
    return std::exchange(candles_, std::span<const core::Candle>{});
  }

 private:
  std::span<const core::Candle> candles_;
};

/// A candle, and the number of the source it came from.
struct NumberedCandle {
  std::size_t number{0};
  const core::Candle* candle{nullptr};
};

/// Candles of several sources by time: all that open at the same moment together, in the order of the sources. Not
/// thread-safe.
class CandleMerge {
 public:
  /// The sources must outlive it.
  explicit CandleMerge(std::span<CandleSource* const> sources);

  /// The next ones, valid until the next call; empty at the end.
  [[nodiscard]] core::Result<std::span<const NumberedCandle>> next();

 private:
  struct Reading {
    CandleSource* source;
    std::span<const core::Candle> piece;
    bool over{false};
  };

  std::vector<Reading> readings_;
  std::vector<NumberedCandle> together_;
};

}  // namespace tidemark::backtest
