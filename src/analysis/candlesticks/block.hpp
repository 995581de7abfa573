#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "analysis/candlesticks/kernel.hpp"

namespace tidemark::analysis::candlesticks {

/// The batch form of Kernel: 56 candles at a time, measured and judged eight abreast, their facts in words of 64 bits
/// whose last eight hold the candles before. The patterns are the same code; what is said is the same, bit for bit
/// (tests/laws).
class BatchKernel {
 public:
  static constexpr std::size_t kCandles = 56;

  /// True when the kernel has seen enough candles for every sum to be full and every pattern to speak.
  [[nodiscard]] static bool can_take(const Kernel& kernel);

  explicit BatchKernel(Kernel& kernel) : kernel_{kernel} {}

  /// Kernel::update() on each candle; adds what is said to hits. False, and nothing done, when one of the candles is
  /// not acceptable.
  [[nodiscard]] bool update(std::span<const core::CandleF, kCandles> candles, std::span<PatternHits, kCandles> hits);

 private:
  /// Place p is the candle p before the newest; 56 … 59 are earlier ones. The rest keeps the arrays from falling into
  /// the same few cache sets.
  static constexpr std::size_t kPlaces = 72;
  using Places = std::array<double, kPlaces>;
  enum Field : std::uint8_t { kOpen, kHigh, kLow, kClose, kTop, kBottom, kBody, kUpper, kLower, kRange, kFieldCount };
  template <class Eights>
  class View;

  /// False when one of them is not acceptable.
  bool take(std::span<const core::CandleF, kCandles> candles);
  template <class Eights>
  void run(std::span<PatternHits, kCandles> hits);
  void run_by_four(std::span<PatternHits, kCandles> hits);
  void run_by_eight(std::span<PatternHits, kCandles> hits);
  /// run() with the widest vectors that the machine has.
  void run_widest(std::span<PatternHits, kCandles> hits);
  template <class Eights>
  void measure();
  void take_changes();
  void sum_up();
  template <class Eights>
  void divide();
  template <class Eights>
  void read_facts();
  void hand_out(std::span<PatternHits, kCandles> hits) const;
  void give_back();

  [[nodiscard]] const Places& ranges(RangeType type) const;

  alignas(64) std::array<Places, kFieldCount> fields_;
  alignas(64) std::array<Places, kSettingCount> changes_;
  alignas(64) std::array<Places, kSumsMax> means_;  ///< by sum
  alignas(64) Places shadows_;
  Facts<std::uint64_t> facts_;
  std::array<const double*, kGaugeCount> means_of_{};  ///< by gauge
  Kernel& kernel_;
};

}  // namespace tidemark::analysis::candlesticks
