#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/finding.hpp"

namespace tidemark::venues::file {

/// A row that does not follow the file's layout. `line` counts from 1.
struct RowProblem {
  std::uint64_t line{0};
  core::FindingCode code{core::FindingCode::kUnparsable};
  std::string text;

  friend bool operator==(const RowProblem&, const RowProblem&) = default;
};

/// Most problems kept with their text; `problem_count` goes on counting.
inline constexpr std::size_t kRowProblemsMax = 10'000;

}  // namespace tidemark::venues::file
