#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "analysis/batch/line.hpp"
#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/directional.hpp"

/// Recursions side by side. In a chain each value is made of the one before, so a step can only begin when the last one
/// has ended, and a processor that could do a hundred things meanwhile waits. Here four chains of a kind share each
/// instruction, and the kinds take turns, four candles each, so that one works while the others wait.
namespace tidemark::analysis::batch {

/// Four chains abreast, or four candles of a chain.
using Four __attribute__((vector_size(4 * sizeof(double)))) = double;

/// A kind of chain. `Block` is its streaming form (kernel/blocks.hpp), with which every chain begins; advance() is one
/// step of four chains that have begun, in the block's order of operations, from states and constants of the blocks.
template <class StreamingForm, std::size_t kInputCount, std::size_t kStateCount = 1>
struct ChainKind {
  using Block = StreamingForm;
  static constexpr std::size_t kInputs = kInputCount;
  static constexpr std::size_t kStates = kStateCount;
  using Inputs = std::array<Four, kInputs>;
  using State = std::array<Four, kStates>;

  /// What the block answers; anything while it has no answer.
  static double next(Block& block, const std::array<double, kInputs>& x) { return answer(block.next(x[0])); }
  static double answer(Answer<double> value) { return value.value_or(0); }
};

struct EmaKind : ChainKind<Ema, 1> {
  [[gnu::always_inline]] static inline void advance(State& value, const Four& k, const Inputs& x, Four& out) {
    out = value[0] = (x[0] - value[0]) * k + value[0];
  }
};

/// What is not a number leaves the average as it is.
struct WilderMeanKind : ChainKind<WilderMean, 1> {
  static double next(Block& block, const std::array<double, 1>& x) {
    if (!std::isnan(x[0])) return answer(block.next(x[0]));
    return block.begun() ? block.states()[0] : answer(block.next(0));
  }
  [[gnu::always_inline]] static inline void advance(State& value, const Four& n, const Inputs& x, Four& out) {
    const Four next = (value[0] * (n - 1.0) + x[0]) / n;
    // Unequal to itself, lane by lane, is what is not a number.
    // NOLINTNEXTLINE(misc-redundant-expression)
    out = value[0] = x[0] == x[0] ? next : value[0];
  }
};

struct WilderSumKind : ChainKind<WilderSum, 1> {
  [[gnu::always_inline]] static inline void advance(State& sum, const Four& n, const Inputs& x, Four& out) {
    out = sum[0] = sum[0] - sum[0] / n + x[0];
  }
};

/// Inputs: the newest value of the window and its oldest.
struct RollingSumKind : ChainKind<RollingSum, 2> {
  [[gnu::always_inline]] static inline void advance(State& sum, const Four& /*none*/, const Inputs& x, Four& out) {
    out = sum[0] + x[0];
    sum[0] = out - x[1];
  }
};

struct TotalKind : ChainKind<RunningTotal, 1> {
  [[gnu::always_inline]] static inline void advance(State& total, const Four& /*none*/, const Inputs& x, Four& out) {
    out = total[0] = total[0] + x[0];
  }
};

/// Inputs: the newest value and the one that has just left the window.
struct WeightedSumKind : ChainKind<WeightedSum, 2, 2> {
  [[gnu::always_inline]] static inline void advance(State& sums, const Four& n, const Inputs& x, Four& out) {
    sums[0] = sums[0] + x[0] - x[1];
    out = sums[1] + x[0] * n;
    sums[1] = out - sums[0];
  }
};

/// Row by row becomes column by column.
[[gnu::always_inline]] inline void transpose(std::array<Four, 4>& rows) {
  const auto [a, b, c, d] = rows;
  const Four ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6);
  const Four ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
  const Four cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6);
  const Four cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  rows[0] = __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5);
  rows[1] = __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);
  rows[2] = __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7);
  rows[3] = __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);
}

/// All chains of a kind.
template <class Kind>
class Chains {
 public:
  struct Chain {
    typename Kind::Block block;
    std::int64_t from;  ///< the first value it is given, counted from the series' first candle
    std::int64_t lag;   ///< how many candles its block is behind the newest one
    std::array<const double*, Kind::kInputs> in{};  ///< where a block begins, at cursor 0
    double* out{nullptr};
  };

  void add(const Chain& chain) { chains_.push_back(chain); }
  [[nodiscard]] std::vector<Chain>& all() { return chains_; }

  /// A block of every chain, one value after the other, as they begin.
  void run_alone(std::size_t cursor, std::int64_t newest) {
    for (Chain& chain : chains_) {
      const std::int64_t first = newest - chain.lag;
      for (std::size_t i = 0; i < kBlock; ++i) {
        if (first + static_cast<std::int64_t>(i) < chain.from) continue;
        std::array<double, Kind::kInputs> x;
        for (std::size_t k = 0; k < x.size(); ++k) x[k] = chain.in[k][cursor + i];
        chain.out[cursor + i] = Kind::next(chain.block, x);
      }
    }
  }
  /// From now on four by four; every chain has begun. An empty place of the last four takes its inputs from `idle` and
  /// leaves what comes of them in `waste`.
  void join(const double* idle, double* waste) {
    for (std::size_t c = 0; c < chains_.size(); ++c) {
      if (c % 4 == 0) {
        fours_.emplace_back();
        for (auto& in : fours_.back().in) in.fill(idle);
        fours_.back().out.fill(waste);
      }
      fours_.back().put(c % 4, chains_[c]);
    }
  }
  /// The four candles at `at` of every chain.
  [[gnu::always_inline]] void run_four(std::size_t at) {
    for (ChainFour& four : fours_) four.run(at);
  }

 private:
  /// Four chains.
  struct alignas(sizeof(Four)) ChainFour {
    typename Kind::State state{};
    Four constant{1, 1, 1, 1};
    std::array<std::array<const double*, 4>, Kind::kInputs> in{};
    std::array<double*, 4> out{};

    void put(std::size_t place, const Chain& chain) {
      const auto states = chain.block.states();
      for (std::size_t s = 0; s < states.size(); ++s) state[s][place] = states[s];
      if constexpr (requires { chain.block.constant(); }) constant[place] = chain.block.constant();
      for (std::size_t k = 0; k < in.size(); ++k) in[k][place] = chain.in[k];
      out[place] = chain.out;
    }
    [[gnu::always_inline]] void run(std::size_t at) {
      std::array<std::array<Four, 4>, Kind::kInputs> x;
      for (std::size_t k = 0; k < x.size(); ++k) {
        for (std::size_t c = 0; c < 4; ++c) std::memcpy(&x[k][c], in[k][c] + at, sizeof(Four));
        transpose(x[k]);
      }
      std::array<Four, 4> y;
      typename Kind::State now = state;
      const Four of = constant;
      for (std::size_t i = 0; i < 4; ++i) {
        typename Kind::Inputs inputs;
        for (std::size_t k = 0; k < x.size(); ++k) inputs[k] = x[k][i];
        Kind::advance(now, of, inputs, y[i]);
      }
      state = now;
      transpose(y);
      for (std::size_t c = 0; c < 4; ++c) std::memcpy(out[c] + at, &y[c], sizeof(Four));
    }
  };

  std::vector<Chain> chains_;
  std::vector<ChainFour> fours_;
};

}  // namespace tidemark::analysis::batch
