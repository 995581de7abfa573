#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

#include "app/cli/console.hpp"

namespace tidemark::app {

/// How far long work is, for a person who waits: a bar on one line of standard error that is written over with each
/// percent, and wiped when the line goes. Nothing where nobody watches: a file would keep every state of it.
class ProgressLine {
 public:
  /// `what` is counted: "candles".
  explicit ProgressLine(const Console& console, std::string_view what = "candles");
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `done` of `total`, which is above 0.
  void show(std::uint64_t done, std::uint64_t total);
  /// Makes room for a line that is to stay.
  void wipe();

 private:
  std::ostream* err_;  ///< nullptr: nobody watches
  std::string_view what_;
  std::optional<std::uint64_t> shown_;  ///< percent
};

}  // namespace tidemark::app
