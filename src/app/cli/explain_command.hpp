#pragma once

#include <optional>
#include <string>

#include "app/cli/console.hpp"
#include "core/time.hpp"

namespace tidemark::app {

struct ExplainOptions {
  std::string what;                   ///< a trace's id, or a symbol
  std::optional<core::Timestamp> at;  ///< of a symbol: the last decision taken by then; absent: the newest
  std::optional<std::string> config_dir;
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark explain`: why, and why not. A trace is read from the store; of a symbol the decision is taken again from
/// its stored candles, those of the 28 days before it. Exit codes: 3 when there is no such trace or no candles.
int run_explain(const ExplainOptions& options, const Console& console);

}  // namespace tidemark::app
