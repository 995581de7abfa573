#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"
#include "core/time.hpp"

namespace tidemark::app {

enum class JournalAction : std::uint8_t { kList, kShow, kNote, kTag, kUntag, kStatistics };

struct JournalOptions {
  JournalAction action{JournalAction::kList};
  std::string id;                 ///< of kShow, kNote, kTag, kUntag
  std::string text;               ///< of kNote
  std::vector<std::string> tags;  ///< of kTag, kUntag
  std::string symbol;             ///< empty: all
  std::string setup;
  std::string tag;
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
  std::uint32_t limit{50};
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark journal`: what became of trades, and what is said about them. JSON as the API's documents JournalEntry and
/// JournalStatistics, of a list one a line.
int run_journal(const JournalOptions& options, const Console& console);

}  // namespace tidemark::app
