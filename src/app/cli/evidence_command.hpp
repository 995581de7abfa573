#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"
#include "app/evidence/evidence.hpp"

namespace tidemark::app {

enum class EvidenceOutput : std::uint8_t {
  kTables,    ///< one table per market and family
  kMarkdown,  ///< the whole document, as docs/evidence.md
  kJson,      ///< one document with every number
};

struct EvidenceOptions {
  std::vector<std::string> inputs;       ///< candle files, or stored symbols
  std::optional<std::string> symbol;     ///< of the files: tells their market; else their names' first word does
  std::optional<std::string> timeframe;  ///< needed where a file does not show it
  evidence::Options measure;
  EvidenceOutput output{EvidenceOutput::kTables};
  std::string store;  ///< empty: configuration's
};

/// `tidemark evidence`: how often each pattern occurs in each series and what followed, against random candles and
/// against shuffled series. Exit codes as of `analyze`.
int run_evidence(const EvidenceOptions& options, const Console& console);

}  // namespace tidemark::app
