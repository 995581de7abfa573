#include "app/cli/analyze_input.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/cli/open_store.hpp"
#include "app/deriving_store.hpp"
#include "app/file_candles.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

bool names_a_file(const std::string& input) {
  if (input == "-") return true;
  const auto ends = [&input](std::string_view ending) { return input.ends_with(ending); };
  if (ends(".csv") || ends(".gz") || ends(".txt")) return true;
  std::error_code ignored;
  return std::filesystem::is_regular_file(input, ignored);
}

Result<std::optional<core::Timeframe>> asked_timeframe(const AnalyzeOptions& options) {
  if (!options.timeframe) return std::nullopt;
  auto timeframe = core::parse_timeframe(*options.timeframe);
  if (!timeframe) return core::forward_error(timeframe);
  return *timeframe;
}

std::vector<core::CandleF> to_doubles(const std::vector<core::Candle>& candles, core::Scale scale) {
  std::vector<core::CandleF> result;
  result.reserve(candles.size());
  for (const auto& candle : candles) result.push_back(core::to_double(candle, scale));
  return result;
}

Result<AnalyzeInput> read_file(const AnalyzeOptions& options, std::optional<core::Timeframe> timeframe) {
  auto file = read_file_candles(options.input, options.symbol, timeframe);
  if (!file) return core::forward_error(file);
  return AnalyzeInput{.name = std::move(file->name),
                      .symbol = options.symbol ? std::optional{file->instrument.symbol} : std::nullopt,
                      .timeframe = file->timeframe,
                      .market = file->instrument.market_type,
                      .scale = file->instrument.scale,
                      .candles = to_doubles(file->candles, file->instrument.scale),
                      .gaps = std::move(file->gaps),
                      .notes = std::move(file->notes)};
}

/// The timeframe to read when none was asked for: the only one there is, else the user must say.
Result<core::Timeframe> only_timeframe(storage::Store& store, const core::SymbolName& name) {
  auto series = store.series();
  if (!series) return core::forward_error(series);
  std::vector<core::Timeframe> found;
  for (const auto& info : *series) {
    const bool fits = info.series.symbol == name.symbol && (name.venue.empty() || info.series.venue == name.venue);
    const bool known = std::ranges::find(found, info.series.timeframe) != found.end();
    if (fits && info.candles != 0 && !known) found.push_back(info.series.timeframe);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return core::fail(ErrorKind::kNotFound, "no_data",
                      "no candles of " + name.symbol +
                          " are stored, and there is no file of that name; get some with: " +
                          "tidemark import FILE --symbol " + name.symbol + " --timeframe TF");
  }
  std::ranges::sort(found);
  std::string names;
  for (const auto tf : found) names += (names.empty() ? "" : ", ") + std::string{core::name_of(tf)};
  return core::fail(ErrorKind::kInvalidArgument, "timeframe_needed",
                    name.symbol + " is there in several timeframes; add --timeframe with one of " + names);
}

Result<AnalyzeInput> read_stored(const AnalyzeOptions& options, std::optional<core::Timeframe> timeframe) {
  auto name = core::parse_symbol(options.input);
  if (!name) {
    return core::fail(ErrorKind::kNotFound, "no_such_input",
                      "'" + options.input + "' is neither a file that is there nor a symbol");
  }
  auto store = open_for_reading(options.store);
  if (!store) return core::forward_error(store);
  auto chosen = timeframe ? Result<core::Timeframe>{*timeframe} : only_timeframe(**store, *name);
  if (!chosen) return core::forward_error(chosen);
  auto series = resolve_series(**store, options.input, *chosen);
  if (!series) return core::forward_error(series);
  auto page = read_all(**store, *series);
  if (!page) return core::forward_error(page);
  if (page->candles.empty()) {
    return core::fail(ErrorKind::kNotFound, "no_data",
                      "no candles of " + series->symbol + " " + std::string{core::name_of(*chosen)} +
                          " are stored; get some with: tidemark import FILE --symbol " + series->symbol +
                          " --timeframe " + std::string{core::name_of(*chosen)});
  }
  AnalyzeInput input{.name = series->venue + ":" + series->symbol,
                     .symbol = series->symbol,
                     .timeframe = *chosen,
                     .market = core::guess_market_type(series->symbol),
                     .scale = page->scale,
                     .candles = to_doubles(page->candles, page->scale),
                     .gaps = {},
                     .notes = {},
                     .stored = *series};
  const auto instruments = (*store)->instruments();
  if (!instruments) return std::unexpected(instruments.error());
  for (const auto& instrument : *instruments) {
    if (instrument.venue == series->venue && instrument.symbol == series->symbol) input.market = instrument.market_type;
  }
  auto gaps = (*store)->gaps(series->symbol, *chosen);
  if (!gaps) return core::forward_error(gaps);
  for (const auto& record : *gaps) {
    const bool open = record.gap.state != core::GapState::kFilled;
    if (record.series == *series && open && !record.gap.trades) input.gaps.push_back(record.gap);
  }
  return input;
}

}  // namespace

Result<AnalyzeInput> read_analyze_input(const AnalyzeOptions& options) {
  auto timeframe = asked_timeframe(options);
  if (!timeframe) return core::forward_error(timeframe);
  return names_a_file(options.input) ? read_file(options, *timeframe) : read_stored(options, *timeframe);
}

}  // namespace tidemark::app
