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

/// `tidemark explain`: why, and why not. A trace is read from the store; one that is not there (those without a signal
/// are not kept), and the last decision on a symbol, is taken again from the stored candles of the 28 days before it,
/// which standard error says. Exit codes: 3 when there is no such decision or no candles.
int run_explain(const ExplainOptions& options, const Console& console);

}  // namespace tidemark::app
