#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/series_commands.hpp"
#include "app/compare_series.hpp"
#include "app/deriving_store.hpp"
#include "pipeline/aggregate_series.hpp"
#include "pipeline/series_check.hpp"
#include "venues/file/candle_file.hpp"

namespace tidemark::app {
namespace {

/// The valid candles of the file, ascending and unique.
core::Result<storage::CandlePage> read_theirs(const VerifyOptions& options, core::Timeframe timeframe,
                                              const storage::SeriesKey& series) {
  auto file = venues::file::read_candle_file({options.against, series.symbol, timeframe, options.utc_offset});
  if (!file) return core::forward_error(file);
  core::Instrument instrument;
  instrument.symbol = series.symbol;
  instrument.market_type = core::guess_market_type(series.symbol);
  instrument.calendar = core::calendar_of(instrument.market_type);
  instrument.scale = file->scale;
  auto checked = pipeline::check_series(instrument, timeframe, std::move(file->candles), {});
  if (checked.accepted.empty()) {
    return core::fail(core::ErrorKind::kRefused, "nothing_accepted", "not one row is a valid candle", options.against);
  }
  return storage::CandlePage{file->scale, std::move(checked.accepted)};
}

/// Our side built from the coarsest stored shorter timeframe, whatever is stored of this one.
core::Result<storage::CandlePage> aggregate(storage::Store& store, const storage::SeriesKey& series,
                                            core::TimeRange range) {
  auto stored = store.series();
  if (!stored) return core::forward_error(stored);
  // Series are listed shortest first; those the deriving store would make up are built from the shortest themselves.
  for (const auto& info : *stored) {
    if (info.series.venue != series.venue || info.series.symbol != series.symbol) continue;
    if (info.series.timeframe >= series.timeframe) break;
    auto base = read_all(store, info.series, range.from, range.to);
    if (!base) return base;
    const pipeline::Calendar calendar{core::calendar_of(core::guess_market_type(series.symbol))};
    base->candles = pipeline::aggregate_series(base->candles, info.series.timeframe, series.timeframe, calendar);
    return base;
  }
  return core::fail(core::ErrorKind::kNotFound, "no_base", "no shorter timeframe is stored to aggregate from");
}

void print_result_json(const Comparison& result, const storage::SeriesKey& series, const Console& console) {
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object();
    write_series(json, series);
    json.key("compared").unsigned_integer(result.compared);
    json.key("equal").unsigned_integer(result.equal);
    json.key("differing").unsigned_integer(result.differing);
    json.key("missing").unsigned_integer(result.missing);
    json.key("extra").unsigned_integer(result.extra);
    json.key("differences").begin_array();
    for (const Difference& difference : result.differences) {
      json.begin_object();
      write_candle(json.key("ours"), difference.ours, result.scale);
      write_candle(json.key("theirs"), difference.theirs, result.scale);
      json.end_object();
    }
    json.end_array();
    json.key("missing_times").begin_array();
    for (const core::Timestamp time : result.missing_times) json.text(core::format_iso(time));
    json.end_array();
    json.end_object();
  });
}

std::string line_of(const core::Candle& c, core::Scale s) {
  const auto price = [&](core::Price p) { return core::format_decimal(p.ticks, s.price_decimals); };
  return "open " + price(c.open) + " high " + price(c.high) + " low " + price(c.low) + " close " + price(c.close) +
         " volume " + core::format_decimal(c.volume.lots, s.qty_decimals);
}

void print_result_text(const Comparison& result, const storage::SeriesKey& series, const Console& console) {
  console.out << series.venue << ':' << series.symbol << ' ' << core::name_of(series.timeframe) << ": "
              << result.compared << " compared, " << result.equal << " equal, " << result.differing << " differing, "
              << result.missing << " missing, " << result.extra << " extra\n";
  for (const Difference& difference : result.differences) {
    console.out << "  " << core::format_iso(difference.ours.open_time) << "\n    ours   "
                << line_of(difference.ours, result.scale) << "\n    theirs " << line_of(difference.theirs, result.scale)
                << '\n';
  }
  for (const core::Timestamp time : result.missing_times) console.out << "  missing " << core::format_iso(time) << '\n';
}

}  // namespace

int run_verify(const VerifyOptions& options, const Console& console) {
  const auto timeframe = core::parse_timeframe(options.timeframe);
  if (!timeframe) return report_error(console, timeframe.error());
  auto store = open_for_reading(options.store);
  if (!store) return report_error(console, store.error());
  const auto series = resolve_series(**store, options.symbol, *timeframe);
  if (!series) return report_error(console, series.error());
  const auto theirs = read_theirs(options, *timeframe, *series);
  if (!theirs) return report_error(console, theirs.error());
  const core::TimeRange range{theirs->candles.front().open_time,
                              theirs->candles.back().open_time + core::duration_of(*timeframe)};
  const auto ours = options.what == VerifyWhat::kStored ? read_all(**store, *series, range.from, range.to)
                                                        : aggregate(**store, *series, range);
  if (!ours) return report_error(console, ours.error());
  const auto result = compare_series(*ours, *theirs);
  if (!result) return report_error(console, result.error());
  if (options.format == OutputFormat::kJson) {
    print_result_json(*result, *series, console);
  } else {
    print_result_text(*result, *series, console);
  }
  return code_of(result->clean() ? ExitCode::kDone : ExitCode::kDiffers);
}

}  // namespace tidemark::app
