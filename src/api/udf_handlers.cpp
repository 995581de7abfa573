#include <algorithm>
#include <unordered_set>

#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"
#include "api/udf.hpp"

namespace tidemark::api {
namespace {

using Store = ReadWorker::StoreAccess;
using Answer = core::Result<net::Response>;

/// The status says what a problem document's would; the body is the protocol's.
net::Response udf_reply(const core::Error& error) {
  net::Response response = reply(error);
  response.content_type = "application/json";
  response.body = encode_udf_error(error.text());
  return response;
}

std::vector<UdfInstrument> all_instruments(const Context& context, const Store& store) {
  std::vector<UdfInstrument> all;
  std::unordered_set<std::string> keys;
  for (InstrumentView& view : context.live.all()) {
    keys.insert(view.instrument.key());
    all.push_back({std::move(view.instrument), SeriesRef::Kind::kLive});
  }
  if (!store || *store == nullptr) return all;
  const auto stored = (*store)->instruments();
  if (!stored) return all;
  for (const core::Instrument& instrument : *stored) {
    if (!keys.contains(instrument.key())) all.push_back({instrument, SeriesRef::Kind::kStored});
  }
  return all;
}

/// "btc/usd" and "btc-usd" find BTCUSDT.
std::string canonical_part(std::string_view text) {
  std::string part;
  for (const char c : text) {
    if (c == '/' || c == '-' || c == '_' || c == ' ') continue;
    part += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return part;
}

Answer answer_search(const Context& context, const net::Request& request, const Store& store, const Params& params) {
  const std::string part = canonical_part(params.text("query"));
  const std::string_view type = params.text("type");
  const std::string_view venue = params.text("exchange");
  std::vector<UdfInstrument> found = all_instruments(context, store);
  std::erase_if(found, [&](const UdfInstrument& row) {
    const core::Instrument& i = row.instrument;
    const bool fits = i.symbol.contains(part) && (type.empty() || udf_type(i.market_type) == type) &&
                      (venue.empty() || i.venue == venue);
    return !fits;
  });
  if (found.size() > params.limit) found.resize(params.limit);
  return reply(request, encode_udf_search(found));
}

Answer answer_symbol_info(const Context& context, const net::Request& request, const Store& store,
                          const Params& params) {
  const std::string_view group = params.text("group");
  std::vector<UdfInstrument> rows = all_instruments(context, store);
  if (!group.empty()) std::erase_if(rows, [&](const UdfInstrument& row) { return row.instrument.venue != group; });
  return reply(request, encode_udf_symbol_info(rows));
}

core::Result<SeriesRef> series_of(const Context& context, const Store& store, const Params& params,
                                  core::Timeframe timeframe) {
  const auto name = core::parse_symbol(params.text("symbol"));
  if (!name) return core::fail(core::ErrorKind::kInvalidArgument, name.error().code, name.error().message, "symbol");
  return find_series(context, store, *name, timeframe);
}

Answer answer_symbol(const Context& context, const net::Request& request, const Store& store, const Params& params) {
  const auto series = series_of(context, store, params, core::Timeframe::k1m);
  if (!series) return std::unexpected(series.error());
  return reply(request, encode_udf_symbol({series->instrument, series->kind}));
}

Answer answer_history(const Context& context, const net::Request& request, const Store& store, const Params& params) {
  constexpr std::uint32_t kMost = 20'000;
  const auto timeframe = parse_resolution(params.text("resolution"));
  if (!timeframe) return std::unexpected(timeframe.error());
  const auto series = series_of(context, store, params, *timeframe);
  if (!series) return std::unexpected(series.error());
  const auto from = core::Timestamp::from_s(params.integer("from"));
  const auto to = core::Timestamp::from_s(params.integer("to"));
  if (from >= to) {
    return core::fail(core::ErrorKind::kInvalidArgument, "empty_range", "`from` must be before `to`.", "from");
  }
  const auto countback = static_cast<std::uint32_t>(params.integer("countback"));
  const WindowQuery query = countback > 0 ? WindowQuery{{}, to, countback} : WindowQuery{from, to, kMost};
  const auto window = window_of(context, store, *series, query);
  if (!window) return std::unexpected(window.error());
  std::optional<core::Timestamp> earlier;
  if (window->candles.empty() && !window->forming) {
    const auto before = window_of(context, store, *series, {{}, countback > 0 ? to : from, 1});
    if (before && !before->candles.empty()) earlier = before->candles.back().open_time;
  }
  return reply(request, encode_udf_history(*window, earlier));
}

Answer answer_time(const Context& context) {
  constexpr std::int64_t kMsPerSecond = 1000;
  return net::Response{200,
                       "text/plain; charset=utf-8",
                       {{"Cache-Control", "no-store"}},
                       std::to_string(context.deps.clock.now().ms() / kMsPerSecond)};
}

Answer answer(Operation operation, const Context& context, const net::Request& request, const Store& store,
              const Params& params) {
  switch (operation) {
    case Operation::kUdfSymbols:
      return answer_symbol(context, request, store, params);
    case Operation::kUdfSymbolInfo:
      return answer_symbol_info(context, request, store, params);
    case Operation::kUdfSearch:
      return answer_search(context, request, store, params);
    case Operation::kUdfHistory:
      return answer_history(context, request, store, params);
    case Operation::kUdfTime:
      return answer_time(context);
    default:
      return reply(request, encode_udf_config(all_instruments(context, store)));
  }
}

}  // namespace

net::HttpHandler make_udf_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(udf_reply(params.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, operation = route.operation, params = std::move(*params)](
                         const net::Request& request, const Store& store) -> Answer {
                       auto response = answer(operation, context, request, store, params);
                       return response ? std::move(response) : Answer{udf_reply(response.error())};
                     });
  };
}

}  // namespace tidemark::api
