#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backtest/event_run.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// The recorded events of a run, and the instruments they are about. Not movable: the feed refers to the table.
struct EventInput {
  EventInput() = default;
  EventInput(const EventInput&) = delete;
  EventInput& operator=(const EventInput&) = delete;

  std::string name;
  core::InstrumentTable table;
  std::vector<core::InstrumentId> ids;        ///< in the order of the symbols
  std::unique_ptr<backtest::EventFeed> feed;  ///< from the first event on
};

/// A recording, capture or trade file, read as it is run. `symbols` pick the instruments; none: the first one that has
/// a trade. kNotFound, no_data: there is none of one of them. Errors as open_event_source().
[[nodiscard]] core::Result<std::unique_ptr<EventInput>> open_event_input(const std::string& file,
                                                                         const std::vector<std::string>& symbols);

}  // namespace tidemark::app
