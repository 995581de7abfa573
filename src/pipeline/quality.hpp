#pragma once

#include <cstdint>
#include <vector>

#include "core/bytes.hpp"
#include "core/finding.hpp"
#include "core/time.hpp"

namespace tidemark::pipeline {

struct QualityConfig {
  std::uint16_t window{240};  ///< steps looked back on, 1..10000
  // Weights of the four parts; they are divided by their sum.
  double completeness{0.4};
  double consistency{0.3};
  double timeliness{0.1};
  double plausibility{0.2};
  core::Duration late_after{core::seconds(10)};  ///< a closed candle had this long after its end is late
};

/// What happened around one candle of a series.
struct QualityStep {
  std::uint32_t expected{1};    ///< candles that should exist by the calendar: this one and those missing before it
  std::uint16_t refused{0};     ///< candles refused since the last step (repeats that agree do not count)
  std::uint8_t accepted{1};     ///< 0 or 1
  std::uint8_t late{0};         ///< 1: accepted, but late
  std::uint8_t implausible{0};  ///< 1: accepted with a flag
};

/// The four parts over the window: completeness = accepted / expected; consistency = accepted / (accepted + refused);
/// timeliness = 1 - late / accepted; plausibility = 1 - implausible / accepted; each 0..1 and 1 when undefined (nothing
/// expected), but 0 when candles were expected and none accepted. score = their weighted mean.
[[nodiscard]] core::QualityScore quality_of(std::uint64_t expected, std::uint64_t accepted, std::uint64_t refused,
                                            std::uint64_t late, std::uint64_t implausible, const QualityConfig& config);

/// Rolling sums over the last `window` steps; O(1) a step; allocates at construction only.
class QualityWindow {
 public:
  explicit QualityWindow(const QualityConfig& config);

  void add(const QualityStep& step);
  [[nodiscard]] core::QualityScore score() const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  QualityConfig config_;
  std::vector<QualityStep> ring_;
  std::size_t next_{0};
  std::size_t used_{0};
  std::uint64_t expected_{0};
  std::uint64_t accepted_{0};
  std::uint64_t refused_{0};
  std::uint64_t late_{0};
  std::uint64_t implausible_{0};
};

}  // namespace tidemark::pipeline
