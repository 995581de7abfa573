#include <algorithm>
#include <vector>

#include "core/decimal.hpp"
#include "venues/file/candle_file.hpp"
#include "venues/file/event_sources.hpp"
#include "venues/file/layout.hpp"
#include "venues/file/trade_file.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

/// Events that are all there from the start.
class TableSource final : public EventSource {
 public:
  TableSource(std::vector<core::Event> events, EventSourceReport report)
      : events_{std::move(events)}, report_{std::move(report)} {}

  core::Result<bool> next(core::Event& out) override {
    if (report_.events == events_.size()) return false;
    out = events_[report_.events++];
    return true;
  }
  [[nodiscard]] const EventSourceReport& report() const override { return report_; }

 private:
  std::vector<core::Event> events_;
  EventSourceReport report_;
};

core::Result<core::InstrumentId> add_instrument(const EventSourceOptions& options, core::Scale scale,
                                                const std::string& path, core::InstrumentTable& instruments) {
  core::Instrument instrument;
  instrument.venue = options.venue;
  instrument.symbol = options.symbol;
  instrument.market_type = core::guess_market_type(options.symbol);
  instrument.calendar = core::calendar_of(instrument.market_type);
  instrument.scale = scale;
  const auto id = instruments.add(instrument);
  if (instruments.get(id).scale == scale) return id;
  return fail(ErrorKind::kConflict, "scale_mismatch",
              options.symbol + " is already known with other decimals; give the files of one symbol to one source",
              path);
}

EventSourceReport report_of(std::string kind, const std::string& layout, const std::vector<std::string>& notes,
                            std::uint64_t rows, std::uint64_t problems) {
  EventSourceReport report;
  report.kind = std::move(kind);
  report.notes.push_back("layout: " + layout);
  report.notes.insert(report.notes.end(), notes.begin(), notes.end());
  report.messages = rows;
  if (problems > 0) report.refused["unparsable"] = problems;
  return report;
}

core::Result<EventSourcePtr> candle_source(OpenedFile& file, const EventSourceOptions& options,
                                           core::InstrumentTable& instruments) {
  auto candles = read_candles(*file.source, {file.path, options.symbol, options.timeframe, options.utc_offset});
  if (!candles) return core::forward_error(candles);
  sort_oldest_first(*candles);
  const auto id = add_instrument(options, candles->scale, file.path, instruments);
  if (!id) return std::unexpected(id.error());
  std::vector<core::Event> events;
  events.reserve(candles->candles.size());
  for (const auto& candle : candles->candles) {
    core::Timestamp close{};
    // A candle is known when it closes, not before.
    if (__builtin_add_overflow(candle.open_time.ns, core::duration_of(candles->timeframe).ns, &close.ns)) continue;
    events.emplace_back(core::VenueCandle{.instrument = *id,
                                          .times = {close, close},
                                          .timeframe = candles->timeframe,
                                          .state = core::CandleState::kClosed,
                                          .candle = candle});
  }
  auto report = report_of("candle file", candles->layout, candles->notes, candles->rows_read, candles->problem_count);
  return std::make_unique<TableSource>(std::move(events), std::move(report));
}

core::Result<EventSourcePtr> trade_source(OpenedFile& file, const EventSourceOptions& options,
                                          core::InstrumentTable& instruments) {
  auto trades = read_trades(*file.source, {file.path, options.symbol, {}, options.utc_offset});
  if (!trades) return core::forward_error(trades);
  const auto id = add_instrument(options, trades->scale, file.path, instruments);
  if (!id) return std::unexpected(id.error());
  std::vector<core::Event> events;
  events.reserve(trades->trades.size() + trades->quotes.size());
  for (const auto& trade : trades->trades) events.emplace_back(trade);
  for (const auto& quote : trades->quotes) events.emplace_back(quote);
  for (auto& event : events) set_instrument(event, *id);
  std::ranges::stable_sort(events, {}, [](const core::Event& event) { return core::times_of(event).received; });
  auto report = report_of("trade file", trades->layout, trades->notes, trades->rows_read, trades->problem_count);
  return std::make_unique<TableSource>(std::move(events), std::move(report));
}

}  // namespace

core::Result<EventSourcePtr> make_table_source(OpenedFile file, const EventSourceOptions& options,
                                               core::InstrumentTable& instruments) {
  if (options.symbol.empty()) {
    return fail(ErrorKind::kInvalidArgument, "symbol_needed", "a CSV file does not say its symbol; name it", file.path);
  }
  auto head = byte_source_of(file.head, file.path);
  if (!head) return core::forward_error(head);
  LineReader lines{**head, file.path, file.head.size() + 1};
  const auto detected = detect_layout(lines, options.symbol);
  if (!detected) return std::unexpected(detected.error());
  if (detected->layout.kind == TableKind::kCandles) return candle_source(file, options, instruments);
  return trade_source(file, options, instruments);
}

}  // namespace tidemark::venues::file
