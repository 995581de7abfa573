#include <algorithm>
#include <memory>

#include "api/candle_window.hpp"
#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/indicator_series.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"
#include "api/static_content.hpp"

namespace tidemark::api {
namespace {

/// Numbers in one answer: outputs of all indicators times candles. About 20 MB of JSON.
constexpr std::size_t kValuesMax = 1'000'000;

/// Memory when it covers the range, else memory and store together.
core::Result<CandleWindow> window_of(const Context& context, const ReadWorker::StoreAccess& store,
                                     const SeriesRef& series, const Params& params) {
  const WindowQuery query{params.from, params.to, params.limit};
  if (auto window = window_from_memory(context.live, series, query)) return std::move(*window);
  if (!store) return std::unexpected(store.error());
  return read_window(context.live, *store, series, query);
}

core::Result<net::Response> answer_data(const Context& context, const net::Request& request,
                                        const ReadWorker::StoreAccess& store, const Params& params) {
  const auto series = find_series(context, store, *params.symbol, *params.timeframe);
  if (!series) return std::unexpected(series.error());
  const auto window = window_of(context, store, *series, params);
  if (!window) return std::unexpected(window.error());
  if (params.format == "csv") return reply(request, encode_csv(*window), "text/csv; charset=utf-8");
  return reply(request, encode_window(*series, *window));
}

core::Result<net::Response> answer_indicators(const Context& context, const net::Request& request,
                                              const ReadWorker::StoreAccess& store, const Params& params,
                                              std::span<const analysis::IndicatorSpec> specs) {
  const auto series = find_series(context, store, *params.symbol, *params.timeframe);
  if (!series) return std::unexpected(series.error());
  const auto window = window_of(context, store, *series, params);
  if (!window) return std::unexpected(window.error());
  std::vector<core::Candle> history;
  if (!window->candles.empty()) {
    auto read = read_history(context.live, store ? *store : nullptr, *series, window->candles.front().open_time,
                             history_needed(specs), window->scale);
    if (!read) return core::forward_error(read);
    history = std::move(*read);
  }
  return reply(request, encode_indicators(*series, specs, history, *window));
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
  std::erase_if(stored, [&](const core::Instrument& s) {
    return std::ranges::any_of(live, [&](const InstrumentView& v) { return v.instrument.key() == s.key(); });
  });
  return reply(request, encode_symbols(live, stored, context.deps.source));
}

net::HttpHandler data_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
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
    auto specs = analysis::parse_indicators(params->names);
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

net::HttpHandler catalogue_handler(const RouteInfo& route) {
  const auto content = std::make_shared<const StaticContent>(
      StaticContent::from_text(encode_catalogue(analysis::catalogue()), "application/json"));
  return [content, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    responder.send(params ? content->answer(responder.request()) : reply(params.error()));
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
      return catalogue_handler(route);
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
