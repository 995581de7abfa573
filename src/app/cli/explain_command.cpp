#include "app/cli/explain_command.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "api/decision_record.hpp"
#include "api/encode_trace.hpp"
#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/trace_text.hpp"
#include "app/decision_run.hpp"
#include "app/deriving_store.hpp"
#include "app/engine_setup.hpp"
#include "decision/decider.hpp"
#include "net/json_reader.hpp"
#include "ops/config.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

/// Days of candles before a decision: enough for the structure of 4h charts.
constexpr core::Duration kPast = core::days(28);

Result<core::Instrument> instrument_of(storage::Store& store, const core::SymbolName& name) {
  auto all = store.instruments();
  if (!all) return core::forward_error(all);
  const auto found = std::ranges::find_if(*all, [&](const core::Instrument& one) {
    return one.symbol == name.symbol && (name.venue.empty() || one.venue == name.venue);
  });
  if (found != all->end()) return *found;
  return core::fail(ErrorKind::kNotFound, "no_data",
                    "nothing of " + name.symbol + " is stored; get some with: tidemark import FILE --symbol " +
                        name.symbol + " --timeframe 1m");
}

/// The candles a decision is taken on: 1m, else 5m.
Result<std::pair<storage::SeriesKey, storage::CandlePage>> candles_of(storage::Store& store, const std::string& symbol,
                                                                      std::optional<core::Timestamp> at) {
  std::optional<core::Error> unknown;
  for (const core::Timeframe base : {core::Timeframe::k1m, decision::Decider::kLongestBase}) {
    auto series = resolve_series(store, symbol, base);
    if (!series) {
      if (!unknown) unknown = std::move(series.error());
      continue;
    }
    std::optional<core::Timestamp> end;
    if (at) end = *at - core::duration_of(base) + core::nanoseconds(1);
    auto newest = store.candles({.series = *series, .from = {}, .to = end, .limit = 1});
    if (!newest) return core::forward_error(newest);
    if (newest->candles.empty()) continue;
    auto page = read_all(store, *series, newest->candles.back().open_time - kPast, end);
    if (!page) return core::forward_error(page);
    return std::pair{std::move(*series), std::move(*page)};
  }
  if (unknown) return std::unexpected(*unknown);
  return core::fail(ErrorKind::kNotFound, "no_data", "there are no candles of " + symbol + " that early");
}

/// A decision taken again.
struct Taken {
  core::Instrument instrument;
  std::shared_ptr<const decision::Trace> trace;
  std::string from;  ///< what it was taken from, in words
};

Result<Taken> take_again(storage::Store& store, const std::string& symbol, std::optional<core::Timestamp> at,
                         const engine::EngineConfig& config) {
  auto candles = candles_of(store, symbol, at);
  if (!candles) return core::forward_error(candles);
  const auto& [series, page] = *candles;
  auto instrument = instrument_of(store, {series.venue, series.symbol});
  if (!instrument) return core::forward_error(instrument);
  instrument->scale = page.scale;
  std::shared_ptr<const decision::Trace> trace;
  run_decisions(config, *instrument, series.timeframe, page.candles, [&](const engine::Output& output) {
    if (const auto* decision = std::get_if<engine::DecisionOutput>(&output)) trace = decision->trace;
  });
  if (trace == nullptr) {
    return core::fail(ErrorKind::kRefused, "no_decision", "no decision follows from the stored candles", series.symbol);
  }
  return Taken{std::move(*instrument), std::move(trace),
               std::to_string(page.candles.size()) + " stored " + std::string{core::name_of(series.timeframe)} +
                   " candles since " + core::format_iso(page.candles.front().open_time)};
}

std::string text_of(const Taken& taken, const Console& console) {
  console.err << "taken again from " << taken.from
              << "; a program that had seen more, or other data beside them, may have come to slightly other figures\n";
  return api::encode_trace(taken.instrument, *taken.trace);
}

/// By its id: from the store; one that gave no signal is not stored, and taken again.
Result<std::string> explain_trace(storage::Store& store, const ExplainOptions& options,
                                  const engine::EngineConfig& config, const Console& console) {
  auto name = api::parse_trace_id(options.what);
  if (!name) return core::forward_error(name);
  auto instrument = instrument_of(store, name->symbol);
  if (!instrument) return core::forward_error(instrument);
  if (!name->when) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_trace_id",
                      "only a running program knows its latest decision; name the symbol alone to have it taken again");
  }
  auto trace = store.trace({instrument->venue, instrument->symbol}, *name->when);
  if (trace) return std::move(trace->trace);
  if (trace.error().kind != ErrorKind::kNotFound) return core::forward_error(trace);
  const core::Timestamp last = name->when->to - core::nanoseconds(1);
  const auto taken = take_again(store, instrument->key(), last, config);
  // A live candle is known a moment after its end, of which the candle that is stored says nothing.
  constexpr core::Duration kReceipt = core::seconds(10);
  if (taken && last - taken->trace->known_at <= kReceipt) return text_of(*taken, console);
  return core::fail(ErrorKind::kNotFound, "trace_unknown",
                    "no decision of " + instrument->key() + " is known of that moment; the last one before it gives: " +
                        "tidemark explain " + instrument->key() + " --at " + core::format_iso(name->when->from));
}

/// The last decision by a time: as it was taken, when that is stored, else taken again.
Result<std::string> explain_symbol(storage::Store& store, const ExplainOptions& options,
                                   const engine::EngineConfig& config, const Console& console) {
  const auto taken = take_again(store, options.what, options.at, config);
  if (!taken) return std::unexpected(taken.error());
  const core::Timestamp known_at = taken->trace->known_at;
  auto stored =
      store.trace({taken->instrument.venue, taken->instrument.symbol}, {known_at, known_at + core::milliseconds(1)});
  if (stored) return std::move(stored->trace);
  return text_of(*taken, console);
}

}  // namespace

int run_explain(const ExplainOptions& options, const Console& console) {
  const auto loaded = ops::load_config({.dir = options.config_dir, .environment = ops::process_environment()});
  if (!loaded) return report_error(console, loaded.error().front());
  auto config = engine_config_of(loaded->config);
  if (!config) return report_error(console, config.error());
  if (!config->decision) config->decision.emplace();
  config->decision->settings.traces = decision::TracePolicy::kAll;
  config->decision->reports = engine::ConfluenceReports::kSuppress;
  auto store = open_for_reading(options.store);
  if (!store) return report_error(console, store.error());
  const bool is_trace = options.what.find('@') != std::string::npos;
  const auto text =
      is_trace ? explain_trace(**store, options, *config, console) : explain_symbol(**store, options, *config, console);
  if (!text) return report_error(console, text.error());
  if (options.format == OutputFormat::kJson) {
    console.out << *text << '\n';
    return code_of(ExitCode::kDone);
  }
  const auto trace = net::parse_json(*text);
  if (!trace) return report_error(console, trace.error());
  write_trace_tree(*trace, console.out);
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
