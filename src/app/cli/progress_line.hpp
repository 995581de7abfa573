#pragma once

#include <cstdint>
#include <optional>
#include <ostream>

#include "app/cli/console.hpp"

namespace tidemark::app {

/// How far long work is, for a person who waits: one line on standard error that is written over with each percent, and
/// wiped when the line goes. Nothing where nobody watches: a file would keep every state of it.
class ProgressLine {
 public:
  explicit ProgressLine(const Console& console);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `done` of `total` (above 0) candles.
  void show(std::uint64_t done, std::uint64_t total);

 private:
  std::ostream* err_;                   ///< nullptr: nobody watches
  std::optional<std::uint64_t> shown_;  ///< percent
};

}  // namespace tidemark::app
