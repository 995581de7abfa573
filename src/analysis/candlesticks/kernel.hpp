#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/candlesticks/facts.hpp"
#include "analysis/candlesticks/gauge_bank.hpp"
#include "analysis/candlesticks/hits.hpp"
#include "analysis/candlesticks/shape.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::candlesticks {

/// The patterns that can share one set of running sums, and where these begin. With the default settings that is all of
/// them; other periods may move two patterns' sums apart that agreed before.
struct Plan {
  Origins origins{};
  PatternSet patterns{0};
};
/// Every pattern in exactly one plan.
[[nodiscard]] std::vector<Plan> make_plans(const Settings& settings);

/// One plan at work, candle by candle: measure the candle (Shape), judge it by the gauges (Facts), combine the facts of
/// the last candles (patterns/). Allocates nothing after construction. Candles given are finite.
class Kernel {
 public:
  Kernel(const Settings& settings, const Plan& plan);

  PatternHits update(const core::CandleF& candle);
  /// What update() would say of a candle still forming; changes nothing.
  [[nodiscard]] PatternHits peek(const core::CandleF& forming) const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  friend class BatchKernel;

  static constexpr std::size_t kSlots = 8;  ///< a power of two above kFurthestAgo
  struct Slot {
    Shape shape;
    Means means;
  };
  class View;

  /// update(), in whichever form it is compiled.
  PatternHits take(const core::CandleF& candle);
  [[nodiscard]] const Slot& slot_ago(std::size_t candles) const { return slots_[(next_ - candles) % kSlots]; }
  /// The facts with those of `candle` as the newest.
  [[nodiscard]] Facts<std::uint8_t> facts_with(const Slot& candle) const;
  /// The patterns that may speak at the coming candle.
  [[nodiscard]] PatternSet ready_now() const;
  [[nodiscard]] static PatternHits hits_of(const Facts<std::uint8_t>& facts, PatternSet ready);

  GaugeBank gauges_;
  Facts<std::uint8_t> facts_;
  PatternSet patterns_;
  std::size_t next_{0};            ///< slots_[next_ % kSlots] is the coming candle's and holds its averages already
  std::vector<PatternSet> ready_;  ///< by number of candles before; the last holds for all after
  Settings settings_;
  std::array<Slot, kSlots> slots_;
};

}  // namespace tidemark::analysis::candlesticks
