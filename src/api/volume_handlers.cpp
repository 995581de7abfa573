#include "api/encode_volume.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"
#include "api/volume_aftermath.hpp"

namespace tidemark::api {
namespace {

core::Result<VolumeQuery> query_of(const Params& params) {
  VolumeQuery query{.from = params.from,
                    .to = params.to,
                    .limit = params.limit,
                    .kind = {},
                    .strength = analysis::volume::parse_strength(params.text("strength")),
                    .timeframe = params.timeframe,
                    .before = {}};
  if (const auto* kind = analysis::volume::find_kind(params.text("type"))) query.kind = kind->kind;
  if (auto applied = apply_cursor(query, params.text("cursor")); !applied) return core::forward_error(applied);
  return query;
}

net::HttpHandler patterns_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    auto query = query_of(*params);
    if (!query) return responder.send(reply(query.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, symbol = *params->symbol, query = *query](
                         const net::Request& request, const auto& store) -> core::Result<net::Response> {
                       const auto found = read_volume(context, store, symbol, query);
                       if (!found) return std::unexpected(found.error());
                       return reply(request, encode_volume_patterns(symbol, *found));
                     });
  };
}

net::HttpHandler aftermath_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    const AftermathQuery query{params->timeframe, static_cast<std::uint32_t>(params->integer("candles"))};
    answer_on_worker(context, std::move(responder),
                     [&context, symbol = *params->symbol, query](const net::Request& request,
                                                                 const auto& store) -> core::Result<net::Response> {
                       const auto all = volume_aftermath(context, store, symbol, query);
                       if (!all) return std::unexpected(all.error());
                       return reply(request, encode_aftermath(symbol, *all));
                     });
  };
}

}  // namespace

net::HttpHandler make_volume_handler(Context& context, const RouteInfo& route) {
  if (route.operation == Operation::kVolumePatterns) return patterns_handler(context, route);
  if (route.operation == Operation::kVolumeAftermath) return aftermath_handler(context, route);
  return make_catalogue_handler(route, encode_volume_catalogue());
}

}  // namespace tidemark::api
