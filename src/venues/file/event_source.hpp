#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"

namespace tidemark::venues::file {

/// How to take files that do not say everything themselves.
struct EventSourceOptions {
  std::string venue{"file"};  ///< venue of instruments made from CSV files
  std::string symbol;         ///< canonical; needed for CSV files, for captures it limits the events to one symbol
  std::optional<core::Timeframe> timeframe;  ///< candle CSV: see CandleFileRequest
  std::optional<core::Duration> utc_offset;
  core::Scale capture_scale{8, 8};  ///< scale of a symbol that a capture names before any exchangeInfo did
};

/// What came of the source so far.
struct EventSourceReport {
  std::string kind;                              ///< "recording", "binance capture", "candle file", "trade file"
  std::vector<std::string> notes;                ///< recognized layouts, assumptions, torn tails
  std::uint64_t messages{0};                     ///< rows, lines or records read
  std::uint64_t events{0};                       ///< events given out
  std::map<std::string, std::uint64_t> refused;  ///< messages without an event, by rule ("too_precise" …)
};

/// Events of one or several files in the order they were received. Single-threaded.
class EventSource {
 public:
  virtual ~EventSource() = default;
  /// False at the end. `out` is overwritten; level vectors keep their capacity when the kind stays the same. An error
  /// ends the source: files cut off or damaged say so with their place.
  [[nodiscard]] virtual core::Result<bool> next(core::Event& out) = 0;
  [[nodiscard]] virtual const EventSourceReport& report() const = 0;
};

/// Opens what `serve --source FILE` and `replay` play: a .tmrec recording; a Binance capture ("<ns> <json>" lines,
/// cryptofeed's "<seconds>: <json>" and "<url> -> <seconds>: <json>" lines, or one JSON message a line); a candle CSV
/// (as closed VenueCandles received at their close) or a trade/quote CSV. The kind is recognized by content. Several
/// paths are merged by received time (a capture's WebSocket, REST and exchangeInfo files). Instruments met are added to
/// `instruments`, which must outlive the source. Errors as read_candle_file(); kUnsupported for captures of other
/// markets.
[[nodiscard]] core::Result<std::unique_ptr<EventSource>> open_event_source(const std::vector<std::string>& paths,
                                                                           const EventSourceOptions& options,
                                                                           core::InstrumentTable& instruments);

}  // namespace tidemark::venues::file
