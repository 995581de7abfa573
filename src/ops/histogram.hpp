#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

namespace tidemark::ops {

/// A histogram of durations in nanoseconds with logarithmic buckets (HDR style: 32 linear sub-buckets per power of two,
/// so a quantile is exact to 3.2 %). 0 ns .. 2^40 ns (18 minutes); larger values count in the last bucket. record() is
/// wait-free and may be called from several threads; quantiles read while others write are approximate by what is in
/// flight.
class Histogram {
 public:
  void record(std::int64_t ns) noexcept;
  [[nodiscard]] std::uint64_t count() const noexcept { return count_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t max_ns() const noexcept { return max_.load(std::memory_order_relaxed); }
  [[nodiscard]] double sum_ns() const noexcept;
  /// Upper edge of the bucket that holds quantile q in [0, 1] (nearest rank), at most max_ns(); 0 when empty.
  [[nodiscard]] std::int64_t quantile_ns(double q) const noexcept;
  struct Bucket {
    std::int64_t upper_ns{0};  ///< largest value that counts here
    std::uint64_t count{0};
  };
  /// The distribution by powers of two, from the first that holds a value to the last, those between included.
  [[nodiscard]] std::vector<Bucket> octaves() const;
  void reset() noexcept;

 private:
  static constexpr int kSubBits = 5;
  static constexpr int kTopBit = 40;
  /// The last one ends at 2^kTopBit - 1, where longer durations count too.
  static constexpr std::size_t kBuckets = static_cast<std::size_t>(kTopBit - kSubBits + 1) << kSubBits;

  [[nodiscard]] static std::size_t bucket_of(std::uint64_t ns) noexcept;
  [[nodiscard]] static std::uint64_t upper_edge(std::size_t bucket) noexcept;

  std::array<std::atomic<std::uint64_t>, kBuckets> buckets_{};
  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::uint64_t> sum_{0};
  std::atomic<std::int64_t> max_{0};
};

}  // namespace tidemark::ops
