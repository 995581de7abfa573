#include "ops/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tidemark::ops {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

}  // namespace

// Values below 2^kSubBits have a bucket each. Above, the value's top kSubBits + 1 bits choose the bucket: with the top
// bit always set, the kSubBits below it number the sub-bucket and the shift numbers the power of two.
std::size_t Histogram::bucket_of(std::uint64_t ns) noexcept {
  constexpr std::uint64_t kLast = (std::uint64_t{1} << kTopBit) - 1;
  const std::uint64_t value = std::min(ns, kLast);
  const auto width = static_cast<int>(std::bit_width(value));
  if (width <= kSubBits) return static_cast<std::size_t>(value);
  const int shift = width - kSubBits - 1;
  return (static_cast<std::size_t>(shift) << kSubBits) + static_cast<std::size_t>(value >> shift);
}

std::uint64_t Histogram::upper_edge(std::size_t bucket) noexcept {
  constexpr std::size_t kSub = std::size_t{1} << kSubBits;
  if (bucket < 2 * kSub) return bucket;
  const std::size_t shift = (bucket >> kSubBits) - 1;
  const std::size_t top = bucket - (shift << kSubBits);
  return ((static_cast<std::uint64_t>(top) + 1) << shift) - 1;
}

void Histogram::record(std::int64_t ns) noexcept {
  // A clock may step back between two readings; such a duration counts as none.
  const std::int64_t value = std::max<std::int64_t>(ns, 0);
  buckets_[bucket_of(static_cast<std::uint64_t>(value))].fetch_add(1, kRelaxed);
  sum_.fetch_add(static_cast<std::uint64_t>(value), kRelaxed);
  std::int64_t seen = max_.load(kRelaxed);
  while (value > seen && !max_.compare_exchange_weak(seen, value, kRelaxed)) {
  }
  count_.fetch_add(1, kRelaxed);
}

double Histogram::sum_ns() const noexcept {
  return static_cast<double>(sum_.load(kRelaxed));
}

std::int64_t Histogram::quantile_ns(double q) const noexcept {
  std::uint64_t total = 0;
  for (const auto& bucket : buckets_) total += bucket.load(kRelaxed);
  if (total == 0) return 0;
  // Nearest rank: the smallest value that at least q of all values do not exceed.
  const double exact = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(total));
  const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(exact), 1, total);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    below += buckets_[i].load(kRelaxed);
    if (below >= rank) return std::min(static_cast<std::int64_t>(upper_edge(i)), std::max<std::int64_t>(max_ns(), 0));
  }
  return max_ns();
}

std::vector<Histogram::Bucket> Histogram::octaves() const {
  std::array<std::uint64_t, kTopBit + 1> counts{};  // [n]: values of n bits
  for (std::size_t i = 0; i < kBuckets; ++i) {
    counts[static_cast<std::size_t>(std::bit_width(upper_edge(i)))] += buckets_[i].load(kRelaxed);
  }
  const auto is_used = [](std::uint64_t count) { return count != 0; };
  const auto first = std::ranges::find_if(counts, is_used);
  const auto last = std::find_if(counts.rbegin(), counts.rend(), is_used).base();
  std::vector<Bucket> all;
  for (auto it = first; it < last; ++it) {
    all.push_back({(std::int64_t{1} << (it - counts.begin())) - 1, *it});
  }
  return all;
}

void Histogram::reset() noexcept {
  for (auto& bucket : buckets_) bucket.store(0, kRelaxed);
  count_.store(0, kRelaxed);
  sum_.store(0, kRelaxed);
  max_.store(0, kRelaxed);
}

}  // namespace tidemark::ops
