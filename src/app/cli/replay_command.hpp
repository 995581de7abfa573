#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"

namespace tidemark::app {

enum class ReplayCheck : std::uint8_t { kNone, kVerify };

struct ReplayOptions {
  std::vector<std::string> recordings;
  std::optional<double> speed;  ///< times real time; as fast as possible when absent
  ReplayCheck check{ReplayCheck::kNone};
  std::string symbol;                    ///< for files that do not name it
  std::optional<std::string> timeframe;  ///< likewise
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark replay`: runs the engine over a recording and prints a hash over everything that left it. With --verify
/// the run is compared with the hash the live run left beside the recording (FILE.hash), or, where there is none, with
/// a second run; exit 4 when they differ.
int run_replay(const ReplayOptions& options, const Console& console);

}  // namespace tidemark::app
