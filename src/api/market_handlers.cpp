#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "api/candle_window.hpp"
#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/indicator_series.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

/// Numbers in one answer: outputs of all indicators times candles. About 20 MB of JSON.
constexpr std::size_t kValuesMax = 1'000'000;

// A cursor says where the next page begins: "before:MS" going back in time, "after:MS" going on.
constexpr std::string_view kBefore = "before:";
constexpr std::string_view kAfter = "after:";

std::optional<std::string> next_cursor(const CandleWindow& window, const Params& params) {
  if (!window.has_more || window.candles.empty()) return std::nullopt;
  const bool on = params.from.has_value();
  const core::Candle& last = on ? window.candles.back() : window.candles.front();
  return std::string{on ? kAfter : kBefore} + std::to_string(last.open_time.ms());
}

/// Puts the page's beginning in place of the end it continues from.
core::Status apply_cursor(Params& params) {
  const std::string_view cursor = params.text("cursor");
  if (cursor.empty()) return {};
  const bool on = cursor.starts_with(kAfter);
  const std::string_view digits = cursor.substr(std::min(cursor.size(), on ? kAfter.size() : kBefore.size()));
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ms);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  constexpr std::int64_t kMsMax = INT64_MAX / 1'000'000 - 1;
  if (!whole || (!on && !cursor.starts_with(kBefore)) || ms < -kMsMax || ms > kMsMax) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_cursor",
                      "This is not a cursor; take it from `next` of the page before.", "cursor");
  }
  if (on) {
    params.from = core::Timestamp::from_ms(ms) + core::nanoseconds(1);
  } else {
    params.from.reset();
    params.to = core::Timestamp::from_ms(ms);
  }
  return {};
}

core::Result<net::Response> answer_data(const Context& context, const net::Request& request,
                                        const ReadWorker::StoreAccess& store, const Params& params) {
  const auto series = find_series(context, store, *params.symbol, *params.timeframe);
  if (!series) return std::unexpected(series.error());
  const auto window = window_of(context, store, *series, {params.from, params.to, params.limit});
  if (!window) return std::unexpected(window.error());
  const auto next = next_cursor(*window, params);
  if (params.format == "json") return reply(request, encode_page(*series, *window, next));
  net::Response response = params.format == "csv"
                               ? reply(request, encode_csv(*window), "text/csv; charset=utf-8")
                               : reply(request, encode_binary(*window, *params.timeframe), "application/octet-stream");
  if (next) response.headers.push_back({"X-Next-Cursor", *next});
  return response;
}

using Specs = std::span<const analysis::IndicatorSpec>;

core::Result<std::vector<IndicatorValues>> compute_now(const Context& context, const ReadWorker::StoreAccess& store,
                                                       const SeriesRef& series, const CandleWindow& window,
                                                       Specs specs) {
  std::vector<core::Candle> history;
  if (!window.candles.empty()) {
    auto read = read_history(context.live, store ? *store : nullptr, series, window.candles.front().open_time,
                             history_needed(specs, series.timeframe), window.scale);
    if (!read) return core::forward_error(read);
    history = std::move(*read);
  }
  std::vector<IndicatorValues> values;
  for (const auto& spec : specs) values.push_back(computed_values(spec, history, window));
  return values;
}

core::Result<std::vector<IndicatorValues>> read_stored(const ReadWorker::StoreAccess& store, const SeriesRef& series,
                                                       const CandleWindow& window, Specs specs) {
  if (!store) return std::unexpected(store.error());
  std::vector<IndicatorValues> values;
  for (const auto& spec : specs) {
    std::vector<storage::IndicatorValue> rows;
    if (*store != nullptr && !window.candles.empty()) {
      const core::TimeRange range{window.candles.front().open_time,
                                  window.candles.back().open_time + core::nanoseconds(1)};
      auto read = (*store)->indicators({.series = series.key(), .type = spec.text(), .range = range});
      const bool unknown = !read && read.error().kind == core::ErrorKind::kNotFound;
      if (!read && !unknown) return core::forward_error(read);
      if (read) rows = std::move(*read);
    }
    values.push_back(stored_values(spec, rows, window));
  }
  return values;
}

core::Result<net::Response> answer_indicators(const Context& context, const net::Request& request,
                                              const ReadWorker::StoreAccess& store, const Params& params, Specs specs) {
  const auto series = find_series(context, store, *params.symbol, *params.timeframe);
  if (!series) return std::unexpected(series.error());
  const auto window = window_of(context, store, *series, {params.from, params.to, params.limit});
  if (!window) return std::unexpected(window.error());
  const auto values = params.text("source") == "stored" ? read_stored(store, *series, *window, specs)
                                                        : compute_now(context, store, *series, *window, specs);
  if (!values) return std::unexpected(values.error());
  return reply(request, encode_indicators(*series, specs, *values, *window));
}

std::size_t count_values(std::span<const analysis::IndicatorSpec> specs, std::size_t candles) {
  std::size_t outputs = 0;
  for (const auto& spec : specs) outputs += spec.info->outputs.size();
  return outputs * candles;
}

core::Result<net::Response> answer_symbols(const Context& context, const net::Request& request,
                                           const ReadWorker::StoreAccess& store) {
  std::vector<core::Instrument> stored;
  if (store && *store != nullptr) {
    auto listed = (*store)->instruments();
    if (listed) stored = std::move(*listed);
  }
  const auto live = context.live.all();
  std::unordered_set<std::string> live_keys;
  for (const InstrumentView& view : live) live_keys.insert(view.instrument.key());
  std::erase_if(stored, [&](const core::Instrument& s) { return live_keys.contains(s.key()); });
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("symbols").begin_array();
  for (const InstrumentView& view : live) {
    encode_symbol(json, view, market_facts(context, view.instrument), context.live.sparkline(view.instrument.id));
  }
  for (const core::Instrument& instrument : stored) encode_stored_symbol(json, instrument);
  json.end_array().key("source");
  encode_source(json, context.deps.source);
  json.end_object();
  return reply(request, std::move(body));
}

net::HttpHandler data_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    if (const auto applied = apply_cursor(*params); !applied) return responder.send(reply(applied.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, params = std::move(*params)](const net::Request& request, const auto& store) {
                       return answer_data(context, request, store, params);
                     });
  };
}

net::HttpHandler indicator_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    auto specs = analysis::parse_indicators(params->text("names"));
    if (!specs) {
      core::Error error = specs.error();
      error.kind = core::ErrorKind::kInvalidArgument;
      error.place = "names";
      return responder.send(reply(error));
    }
    if (count_values(*specs, params->limit) > kValuesMax) {
      return responder.send(reply(core::Error{core::ErrorKind::kInvalidArgument, "too_many_values",
                                              "Indicators times candles are too many for one answer.", "names"}));
    }
    answer_on_worker(context, std::move(responder),
                     [&context, params = std::move(*params), specs = std::move(*specs)](const net::Request& request,
                                                                                        const auto& store) {
                       return answer_indicators(context, request, store, params, specs);
                     });
  };
}

}  // namespace

net::HttpHandler make_market_handler(Context& context, const RouteInfo& route) {
  switch (route.operation) {
    case Operation::kData:
      return data_handler(context, route);
    case Operation::kIndicators:
      return indicator_handler(context, route);
    case Operation::kIndicatorCatalogue:
      return make_catalogue_handler(route, encode_catalogue(analysis::catalogue()));
    default:
      return [&context, &route](net::Responder responder) {
        const auto params = parse_params(route, responder.request());
        if (!params) return responder.send(reply(params.error()));
        answer_on_worker(context, std::move(responder), [&context](const net::Request& request, const auto& store) {
          return answer_symbols(context, request, store);
        });
      };
  }
}

}  // namespace tidemark::api
