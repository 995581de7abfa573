#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "api/chart_pattern_series.hpp"
#include "api/encode_chart_patterns.hpp"
#include "api/encode_patterns.hpp"
#include "api/encode_volume.hpp"
#include "api/handlers.hpp"
#include "api/intelligence.hpp"
#include "api/params.hpp"
#include "api/pattern_page.hpp"
#include "api/posted_symbols.hpp"
#include "api/reply.hpp"
#include "api/volume_series.hpp"

namespace tidemark::api {
namespace {

/// Symbols of a bulk request that are one job.
constexpr std::size_t kSymbolsPerJob = 50;
/// Chart patterns whose life touches the newest so many candles of a timeframe.
constexpr int kChartCandles = 500;

// ---- patterns of all timeframes, from memory, store and computation

core::Status put_candlesticks(net::JsonWriter& json, const Context& context, const ReadWorker::StoreAccess& store,
                              const SeriesRef& series, std::uint32_t limit) {
  PatternQuery query;
  query.limit = limit;
  const auto page = read_patterns(context, store, series, query);
  if (!page) return std::unexpected(page.error());
  json.raw(encode_pattern_page(series, page->patterns, page->candles, page->next));
  return {};
}

core::Status put_chart_patterns(net::JsonWriter& json, const Context& context, const ReadWorker::StoreAccess& store,
                                const SeriesRef& series, std::uint32_t limit) {
  ChartPatternsWanted wanted;
  wanted.range.to = context.deps.clock.now();
  wanted.range.from = wanted.range.to - core::duration_of(series.timeframe) * kChartCandles;
  wanted.limit = limit;
  const auto list = read_chart_patterns(context, store, series, wanted);
  if (!list) return std::unexpected(list.error());
  json.raw(encode_chart_pattern_page(series, *list));
  return {};
}

core::Status put_volume(net::JsonWriter& json, const Context& context, const ReadWorker::StoreAccess& store,
                        const core::SymbolName& symbol, std::uint32_t limit) {
  if (!context.deps.volume) {
    json.null();
    return {};
  }
  VolumeQuery query;
  query.limit = limit;
  const auto found = read_volume(context, store, symbol, query);
  if (!found) return std::unexpected(found.error());
  json.raw(encode_volume_patterns(symbol, *found));
  return {};
}

core::Result<std::string> patterns_document(const Context& context, const ReadWorker::StoreAccess& store,
                                            const Params& params) {
  auto series = find_series(context, store, *params.symbol, core::Timeframe::k1m);
  if (!series) return core::forward_error(series);
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  json.key("symbol").text(series->instrument.symbol);
  json.key("venue").text(series->instrument.venue);
  json.key("candlesticks").begin_array();
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    series->timeframe = timeframe;
    auto put = put_candlesticks(json, context, store, *series, params.limit);
    if (!put) return core::forward_error(put);
  }
  json.end_array().key("chart_patterns").begin_array();
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if (!context.deps.chart_patterns) break;
    series->timeframe = timeframe;
    auto put = put_chart_patterns(json, context, store, *series, params.limit);
    if (!put) return core::forward_error(put);
  }
  json.end_array();
  auto put = put_volume(json.key("volume"), context, store, *params.symbol, params.limit);
  if (!put) return core::forward_error(put);
  json.end_object();
  return text;
}

// ---- one instrument, from memory

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  if (route.operation == Operation::kIntelligencePatterns) {
    auto document = patterns_document(context, store, *params);
    if (!document) return core::forward_error(document);
    return reply(request, std::move(*document));
  }
  const auto instrument = find_live(context, *params->symbol);
  if (!instrument) return std::unexpected(instrument.error());
  const auto view = context.live.view(instrument->id);
  if (route.operation == Operation::kIntelligenceMarket) return reply(request, encode_market_context(context, *view));
  std::string text;
  net::JsonWriter json{text};
  encode_analysis(json, context, *view);
  return reply(request, std::move(text));
}

// ---- many instruments

/// What a bulk request is made of while several threads work on it.
struct Bulk {
  Bulk(net::Responder the_responder, std::vector<std::string> the_symbols)
      : responder{std::move(the_responder)}, symbols{std::move(the_symbols)} {}

  [[nodiscard]] std::size_t jobs() const { return (symbols.size() + kSymbolsPerJob - 1) / kSymbolsPerJob; }

  net::Responder responder;
  std::vector<std::string> symbols;
  std::vector<std::string> parts{std::vector<std::string>(jobs())};  ///< items without the commas between parts
  std::vector<std::size_t> failed{std::vector<std::size_t>(jobs())};
  std::atomic<std::size_t> left{jobs()};
};

void analyze_part(const Context& context, Bulk& bulk, std::size_t job) {
  const std::size_t first = job * kSymbolsPerJob;
  const std::size_t last = std::min(first + kSymbolsPerJob, bulk.symbols.size());
  net::JsonWriter json{bulk.parts[job]};
  json.begin_array();
  for (std::size_t i = first; i < last; ++i) {
    if (encode_bulk_item(json, context, bulk.symbols[i]) == BulkItem::kFailed) ++bulk.failed[job];
  }
  json.end_array();
}

/// Each part is an array: their items make one.
std::string join_parts(const Bulk& bulk) {
  std::size_t failed = 0;
  for (const std::size_t some : bulk.failed) failed += some;
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("results").begin_array();
  for (const std::string& part : bulk.parts) json.raw(std::string_view{part}.substr(1, part.size() - 2));
  json.end_array();
  json.key("analyzed").unsigned_integer(bulk.symbols.size() - failed);
  json.key("failed").unsigned_integer(failed);
  json.end_object();
  return text;
}

/// Whoever finishes last answers. Out of memory: nobody does, and the responder says so when the last job lets it go.
void run_job(const Context& context, Bulk& bulk, std::size_t job) {
  try {
    analyze_part(context, bulk, job);
    if (bulk.left.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    bulk.responder.send(reply(bulk.responder.request(), join_parts(bulk)));
  } catch (const std::exception& e) {
    context.deps.logger.error("a bulk analysis failed", {{"error", e.what()}});
  }
}

void answer_bulk(Context& context, const RouteInfo& route, net::Responder responder) {
  const auto params = parse_params(route, responder.request());
  if (!params) return responder.send(reply(params.error()));
  auto symbols = parse_posted_symbols(responder.request().body);
  if (!symbols) return responder.send(reply(symbols.error()));
  const auto bulk = std::make_shared<Bulk>(std::move(responder), std::move(*symbols));
  std::vector<WorkPool::Job> jobs;
  jobs.reserve(bulk->jobs());
  for (std::size_t job = 0; job < bulk->jobs(); ++job) {
    jobs.emplace_back([&context, bulk, job] { run_job(context, *bulk, job); });
  }
  if (context.pool.post(std::move(jobs)) == Posted::kRefused) bulk->responder.send(reply(overloaded()));
}

}  // namespace

net::HttpHandler make_intelligence_handler(Context& context, const RouteInfo& route) {
  if (route.operation == Operation::kBulkAnalyze) {
    return [&context, &route](net::Responder responder) { answer_bulk(context, route, std::move(responder)); };
  }
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
