#pragma once

#include <array>
#include <cstdint>

namespace tidemark::core {

/// Seeded random numbers that are the same on every platform and build (xoshiro256++ seeded by splitmix64, public
/// domain algorithms by Blackman and Vigna). The distributions are our own because the standard library's are not
/// reproducible between implementations. Not for secrets. Not thread-safe; 32 bytes of state, copyable for snapshots.
class Rng {
 public:
  using State = std::array<std::uint64_t, 4>;

  explicit Rng(std::uint64_t seed) noexcept;

  [[nodiscard]] std::uint64_t next() noexcept;
  /// Uniform in [0, 1), 53 bits.
  [[nodiscard]] double uniform() noexcept;
  [[nodiscard]] double uniform(double low, double high) noexcept { return low + (high - low) * uniform(); }
  /// Uniform in [0, bound), without modulo bias; bound >= 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept;
  /// Standard normal (Marsaglia's polar method; the second value of a pair is dropped to keep the state four words).
  [[nodiscard]] double normal() noexcept;
  /// Exponential with mean 1.
  [[nodiscard]] double exponential() noexcept;
  [[nodiscard]] bool chance(double probability) noexcept { return uniform() < probability; }

  /// An independent stream for a named part ("BTCUSDT"), so that adding one part does not change another.
  [[nodiscard]] Rng fork(std::uint64_t label) const noexcept;

  [[nodiscard]] const State& state() const noexcept { return state_; }
  void restore(const State& state) noexcept { state_ = state; }

 private:
  State state_{};
};

}  // namespace tidemark::core
