#include "app/file_candles.hpp"

#include <utility>

#include "pipeline/series_check.hpp"
#include "venues/file/candle_file.hpp"

namespace tidemark::app {
namespace {

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// What was assumed about the file and what was left out of it, the first place of each.
std::vector<std::string> notes_of(const venues::file::CandleFile& file,
                                  const std::vector<pipeline::RejectedCandle>& rejected) {
  std::vector<std::string> notes = file.notes;
  if (file.problem_count != 0) {
    std::string note =
        counted(file.problem_count, "row") + " of " + std::to_string(file.rows_read) + " could not be read";
    if (!file.problems.empty()) {
      note += "; the first, line " + std::to_string(file.problems.front().line) + ": " + file.problems.front().text;
    }
    notes.push_back(std::move(note));
  }
  if (!rejected.empty()) {
    notes.push_back(counted(rejected.size(), "candle") + " left out as invalid; the first, " +
                    core::format_iso(rejected.front().candle.open_time) + ": " +
                    std::string{core::name_of(rejected.front().finding.code)});
  }
  return notes;
}

}  // namespace

core::Result<FileCandles> read_file_candles(const std::string& path, const std::optional<std::string>& symbol,
                                            std::optional<core::Timeframe> timeframe) {
  FileCandles result;
  result.name = path == "-" ? "standard input" : path;
  core::Instrument& instrument = result.instrument;
  instrument.venue = "file";
  if (symbol) {
    auto name = core::parse_symbol(*symbol);
    if (!name) return core::forward_error(name);
    instrument.symbol = name->symbol;
    if (!name->venue.empty()) instrument.venue = name->venue;
  }
  auto file = venues::file::read_candle_file(
      {.path = path, .symbol = instrument.symbol, .timeframe = timeframe, .utc_offset = {}});
  if (!file) return core::forward_error(file);
  instrument.market_type = core::guess_market_type(instrument.symbol);
  instrument.calendar = core::calendar_of(instrument.market_type);
  instrument.scale = file->scale;
  result.timeframe = file->timeframe;
  auto checked = pipeline::check_series(instrument, file->timeframe, std::move(file->candles), {});
  result.candles = std::move(checked.accepted);
  // Without a symbol the market's hours are not known, and a weekend would look like a gap.
  if (symbol) result.gaps = std::move(checked.gaps);
  result.notes = notes_of(*file, checked.rejected);
  if (result.candles.empty()) {
    return core::fail(
        core::ErrorKind::kRefused, "nothing_accepted",
        "there is no valid candle in it" + (result.notes.empty() ? std::string{} : ": " + result.notes.back()),
        result.name);
  }
  return result;
}

}  // namespace tidemark::app
