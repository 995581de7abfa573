#pragma once

#include <cstdint>
#include <vector>

#include "storage/store.hpp"

namespace tidemark::app {

/// Two candles of one time that are not the same, in the units of Comparison::scale.
struct Difference {
  core::Candle ours;
  core::Candle theirs;
};

/// Most differences kept with their values; the counts go on.
inline constexpr std::size_t kDifferencesShown = 20;

struct Comparison {
  core::Scale scale;  ///< common units of both sides: the finer of the two
  std::uint64_t compared{0};
  std::uint64_t equal{0};
  std::uint64_t differing{0};
  std::uint64_t missing{0};                    ///< theirs has it, ours does not
  std::uint64_t extra{0};                      ///< ours has it within their range, theirs does not
  std::vector<Difference> differences;         ///< the first kDifferencesShown
  std::vector<core::Timestamp> missing_times;  ///< likewise

  [[nodiscard]] bool clean() const { return differing == 0 && missing == 0; }
};

/// Compares open, high, low, close and volume, exactly, over the times of `theirs`. Both sides ascending and unique.
/// kRefused when the two scales have no common one that holds the numbers.
[[nodiscard]] core::Result<Comparison> compare_series(const storage::CandlePage& ours,
                                                      const storage::CandlePage& theirs);

}  // namespace tidemark::app
