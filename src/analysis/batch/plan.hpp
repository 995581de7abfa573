#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "analysis/batch/chains.hpp"
#include "analysis/batch/line.hpp"
#include "analysis/batch/widest.hpp"
#include "analysis/kernel/price_source.hpp"
#include "core/candle.hpp"

#if defined(__clang__)
#define TIDEMARK_INDEPENDENT_ITERATIONS
#else
/// Before a loop none of whose iterations reads what another has written.
#define TIDEMARK_INDEPENDENT_ITERATIONS _Pragma("GCC ivdep")
#endif

namespace tidemark::analysis::batch {

/// How several indicators are worked out together over an array of candles. Each says of which lines its values are
/// made; what two of them need is worked out once. Lines without memory are worked out many candles abreast, and those
/// that feed on themselves run side by side (chains.hpp).
///
/// A block of candles goes through all steps before the next one. A chain that feeds on another would have to wait for
/// it; it works on the block before instead. So each line has a delay in blocks, and all chains run in one loop.
///
/// First the lines and outputs are laid out, then run() is called once. Lines have values, of no meaning, also before
/// their first: an output says from which candle on it counts.
class Plan {
 public:
  Plan();

  [[nodiscard]] Line open() const { return Line{kOpen, 0}; }
  [[nodiscard]] Line high() const { return Line{kHigh, 0}; }
  [[nodiscard]] Line low() const { return Line{kLow, 0}; }
  [[nodiscard]] Line close() const { return Line{kClose, 0}; }
  [[nodiscard]] Line volume() const { return Line{kVolume, 0}; }

  /// `formula` of the values of `of` at each candle and the constants `with`: a Line, or an array of them for a formula
  /// that gives an array. The formula captures nothing; the same formula of the same lines is worked out once.
  template <std::size_t kIn, std::size_t kWith, class Formula>
  auto map(const std::array<Line, kIn>& of, const std::array<double, kWith>& with, Formula formula);
  template <std::size_t kIn, class Formula>
  auto map(const std::array<Line, kIn>& of, Formula formula) {
    return map(of, std::array<double, 0>{}, formula);
  }
  /// A formula of a whole block, that begins at x with candle `first`; its line goes to y.
  using BlockFormula = void (*)(const double* x, double* y, std::int64_t first, double with);
  struct Block {
    int past;       ///< candles before the block that are read
    int from;       ///< the line's first candle, counted from the first of `of`
    double with{};  ///< a constant
  };
  Line map_block(Line of, const Block& block, BlockFormula formula);

  // The chains, each in the order of operations of its block.
  Line ema(Line x, int period, int skip, double k);
  Line wilder_mean(Line x, int period);
  Line wilder_sum(Line x, int period);
  Line rolling_sum(Line x, int period);
  Line weighted_sum(Line x, int period);
  Line total(Line x);

  /// The values of `line` from the candle `from` on, NaN before, go into the next column of run().
  void add_output(Line line, int from);
  [[nodiscard]] std::size_t outputs() const { return outputs_.size(); }

  /// Each output into its column, which has a place for each candle. All candles are acceptable().
  void run(std::span<const core::CandleF> candles, std::span<const std::span<double>> columns);

 private:
  enum Input : std::uint32_t { kOpen, kHigh, kLow, kClose, kVolume, kZero, kWaste, kInputCount };

  /// A line's values: those of the past that someone reads, then the room in which the cursor moves.
  struct Store {
    std::int64_t from{0};    ///< first candle with a value
    std::int64_t delay{0};   ///< blocks by which it can be read later than the candles come
    std::int64_t offset{0};  ///< blocks by which it is written later: of a chain, one less
    std::size_t past{0};
    std::vector<double> values;
  };
  /// A step that works lines out of lines, a block at a time.
  struct Step {
    Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    virtual ~Step() = default;
    /// Once the stores stand still.
    virtual void bind(Plan& plan) = 0;
    virtual void run(std::size_t cursor, std::int64_t newest) = 0;
  };
  template <class Formula, std::size_t kIn, std::size_t kWith, std::size_t kOut>
  struct MapStep;
  struct BlockStep;
  /// What has been laid out already: what it is made of, and its first line.
  struct Known {
    const void* what;
    std::vector<Line> of;
    std::vector<double> with;
    Line line;
  };
  template <class Kind>
  struct Laid {
    typename Chains<Kind>::Chain chain;
    std::array<Line, Kind::kInputs> in;
    Line out;
  };
  template <class Kind>
  struct Bank {
    std::vector<Laid<Kind>> laid;
    Chains<Kind> chains;
  };
  using Banks = std::tuple<Bank<WilderMeanKind>, Bank<WilderSumKind>, Bank<EmaKind>, Bank<RollingSumKind>,
                           Bank<WeightedSumKind>, Bank<TotalKind>>;
  struct Output {
    Line line;
    std::int64_t from;
  };

  /// The address of kMark is what tells one formula or kind from another.
  template <class What>
  static constexpr char kMark{};

  [[nodiscard]] const Line* known(const void* what, std::span<const Line> of, std::span<const double> with) const;
  /// A new line; the first of `count` in a row.
  Line new_lines(std::size_t count, std::int64_t from, std::int64_t delay, std::int64_t offset);
  [[nodiscard]] std::int64_t from(Line line) const { return stores_[line.index_].from + line.ago_; }
  [[nodiscard]] std::int64_t latest_from(std::span<const Line> of) const;
  [[nodiscard]] std::int64_t largest_delay(std::span<const Line> of) const;
  /// Sees to it that a step of this delay finds the line's past.
  void will_read(Line line, std::int64_t delay, std::size_t past = 0);
  [[nodiscard]] double* reading(Line line, std::int64_t delay);
  [[nodiscard]] double* writing(Line line);

  template <class Kind>
  Line chain(std::array<Line, Kind::kInputs> in, typename Kind::Block block, std::vector<double> with,
             std::int64_t begins, std::int64_t answers, std::int64_t settled);

  void bind();
  void load(std::span<const core::CandleF> candles, std::size_t first);
  void hand_out(std::int64_t iteration, std::span<const std::span<double>> columns, std::size_t count) const;
  void run_chains(std::int64_t newest);
  void run_chains_abreast();
  void move_on();

  std::vector<Store> stores_;
  std::vector<std::unique_ptr<Step>> steps_;
  std::vector<Known> known_;
  Banks banks_;
  std::vector<Output> outputs_;
  std::int64_t settled_{0};  ///< candles after which every chain has begun
  std::int64_t delay_{0};    ///< the largest
  std::size_t room_{0};      ///< candles that the cursor passes before the past is moved back
  std::size_t cursor_{0};
  bool abreast_{false};
};

template <class Formula, std::size_t kIn, std::size_t kWith, std::size_t kOut>
struct Plan::MapStep final : Step {
  MapStep(const std::array<Line, kIn>& lines, const std::array<double, kWith>& constants, Line first,
          std::int64_t later)
      : of{lines}, with{constants}, line{first}, delay{later} {}

  void bind(Plan& plan) override {
    for (std::size_t k = 0; k < kIn; ++k) in[k] = plan.reading(of[k], delay);
    for (std::size_t k = 0; k < kOut; ++k) out[k] = plan.writing(Line{line.index_ + static_cast<std::uint32_t>(k), 0});
  }
  void run(std::size_t cursor, std::int64_t /*newest*/) override {
    run_widest([this, cursor] {
      // Copies, which no value that is written can change.
      const std::array<const double*, kIn> x = in;
      const std::array<double, kWith> constants = with;
      const std::array<double*, kOut> y = out;
      TIDEMARK_INDEPENDENT_ITERATIONS
      for (std::size_t i = cursor; i < cursor + kBlock; ++i) {
        const auto value = [&]<std::size_t... k, std::size_t... w>(std::index_sequence<k...>,
                                                                   std::index_sequence<w...>) {
          return Formula{}(x[k][i]..., constants[w]...);
        }(std::make_index_sequence<kIn>{}, std::make_index_sequence<kWith>{});
        if constexpr (kOut == 1) {
          y[0][i] = value;
        } else {
          for (std::size_t k = 0; k < kOut; ++k) y[k][i] = value[k];
        }
      }
    });
  }

  std::array<Line, kIn> of;
  std::array<double, kWith> with;
  Line line;
  std::int64_t delay;
  std::array<const double*, kIn> in{};
  std::array<double*, kOut> out{};
};

template <std::size_t kIn, std::size_t kWith, class Formula>
auto Plan::map(const std::array<Line, kIn>& of, const std::array<double, kWith>& with, Formula /*formula*/) {
  static_assert(std::is_empty_v<Formula>, "a formula is the same for all that use it: constants come in `with`");
  using Value = decltype([]<std::size_t... k, std::size_t... w>(std::index_sequence<k...>, std::index_sequence<w...>) {
    return Formula{}((static_cast<void>(k), 0.0)..., (static_cast<void>(w), 0.0)...);
  }(std::make_index_sequence<kIn>{}, std::make_index_sequence<kWith>{}));
  constexpr std::size_t kOut = [] {
    if constexpr (std::is_same_v<Value, double>)
      return std::size_t{1};
    else
      return std::tuple_size_v<Value>;
  }();
  const auto lines_from = [](Line first) {
    std::array<Line, kOut> lines;
    for (std::size_t k = 0; k < kOut; ++k) lines[k] = Line{first.index_ + static_cast<std::uint32_t>(k), 0};
    if constexpr (kOut == 1)
      return lines[0];
    else
      return lines;
  };
  if (const Line* line = known(&kMark<Formula>, of, with)) return lines_from(*line);
  const std::int64_t delay = largest_delay(of);
  for (const Line line : of) will_read(line, delay);
  const Line first = new_lines(kOut, latest_from(of), delay, delay);
  steps_.push_back(std::make_unique<MapStep<Formula, kIn, kWith, kOut>>(of, with, first, delay));
  known_.push_back({&kMark<Formula>, {of.begin(), of.end()}, {with.begin(), with.end()}, first});
  return lines_from(first);
}

}  // namespace tidemark::analysis::batch
