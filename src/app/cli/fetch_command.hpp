#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"
#include "core/time.hpp"

namespace tidemark::app {

struct FetchOptions {
  std::string venue{"binance"};
  std::string symbol;
  std::string timeframe;
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
  std::optional<std::string> config_dir;
  std::vector<std::string> overrides;
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark fetch`: downloads candles that the store lacks, within the venue's limits. Interrupted, it goes on where
/// it stopped. Exit code 5 when the venue does not answer.
int run_fetch(const FetchOptions& options, const Console& console);

}  // namespace tidemark::app
