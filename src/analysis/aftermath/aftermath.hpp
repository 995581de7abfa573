#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/candle.hpp"
#include "core/result.hpp"

/// What came after something: how price moved after events, against how it moves after any candle.
namespace tidemark::analysis::aftermath {

/// After how many candles is looked.
inline constexpr std::array<int, 3> kHorizons{1, 5, 20};

struct Options {
  std::uint64_t seed{1};
  std::size_t control{2000};  ///< candles drawn as control, kControlMin … kControlMax; fewer where the series has fewer
  int atr_period{14};         ///< of the average true range moves are told in, 1 … 500
};
inline constexpr std::size_t kControlMin = 100;
inline constexpr std::size_t kControlMax = 1'000'000;
/// kInvalidArgument, bad_parameter, naming parameter, value and range.
[[nodiscard]] core::Status check_options(const Options& options);

/// Moves from one close to the close `horizon` candles later, upwards positive, whatever the event pointed to.
struct Moves {
  std::size_t count{0};
  double mean_percent{0};
  double median_percent{0};
  double mean_atr{0};    ///< in average true ranges (Wilder's) as of the first close
  double median_atr{0};  ///< the mean of the two in the middle of an even number
  double share_up{0};    ///< of those above 0, 0 … 1
};

/// A difference of two means and its 95 % confidence interval.
struct Difference {
  double mean{0};
  double low{0};
  double high{0};

  [[nodiscard]] bool holds_zero() const { return low <= 0 && high >= 0; }
};

/// After the events, and after the control; neither counts events whose later close is not there yet or that came
/// before there was an average true range above 0.
struct After {
  int horizon{0};  ///< candles
  Moves events;
  Moves control;
  /// Events less control. Absent below kLeastForInterval independent events or control candles.
  std::optional<Difference> percent;
  std::optional<Difference> atr;
};

/// Moves after some candles, as far as they are known.
struct Sample {
  std::vector<double> percent;
  std::vector<double> atr;
  std::size_t independent{0};  ///< of those that do not overlap
};

/// Independent observations from which a normal approximation is taken for good enough.
inline constexpr std::size_t kLeastForInterval = 30;

/// Measures one series. The control is drawn once, without replacement, from all candles that have an average true
/// range and a later close, by core::Rng from the seed: the same series and seed give the same numbers everywhere.
///
/// The interval is Welch's with the normal quantile: difference of the means +- 1.96 sqrt(s1^2 / m1 + s2^2 / m2), s^2
/// the sample variances (divided by n - 1). Moves that overlap are not independent, so m is not the number of events
/// but of those that can be picked from the first on, each at least `horizon` candles after the one before. Nothing is
/// done about many comparisons at once: of a hundred intervals, five miss 0 by chance.
class Study {
 public:
  /// `candles` must outlive the study. `options` have passed check_options().
  Study(std::span<const core::CandleF> candles, const Options& options);

  /// One entry per horizon. `events` are indexes of candles, ascending; others are left out.
  [[nodiscard]] std::array<After, kHorizons.size()> after(std::span<const std::size_t> events) const;

  /// What is known of the moves after these candles, and after the control, at one of kHorizons.
  [[nodiscard]] Sample sample(std::span<const std::size_t> candles, int horizon) const;
  [[nodiscard]] const Sample& control(std::size_t horizon_index) const { return control_[horizon_index]; }

 private:
  [[nodiscard]] bool counts(std::size_t candle, int horizon) const;

  std::span<const core::CandleF> candles_;
  std::vector<double> atr_;  ///< of each candle; 0 while there is none
  std::array<Sample, kHorizons.size()> control_;
};

/// Several series taken together: events of some kinds, against the controls of all of them. What happens in two series
/// at once counts as two observations, so where markets move together the intervals are narrower than they should be.
class Pool {
 public:
  explicit Pool(std::size_t kinds) : events_(kinds) {}

  /// Adds a series: `events[kind]` are indexes of its candles, ascending.
  void add(const Study& study, std::span<const std::vector<std::size_t>> events);

  /// By kind, one entry per horizon.
  [[nodiscard]] std::vector<std::array<After, kHorizons.size()>> after() const;

 private:
  std::vector<std::array<Sample, kHorizons.size()>> events_;
  std::array<Sample, kHorizons.size()> control_;
};

}  // namespace tidemark::analysis::aftermath
