#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto instrument = find_live(context, *params->symbol);
  if (!instrument) return std::unexpected(instrument.error());
  if (route.operation == Operation::kTrades) {
    return reply(request, encode_trades(*instrument, context.live.newest_trades(instrument->id, params->limit).items));
  }
  const auto levels = static_cast<std::size_t>(params->integer("depth"));
  return reply(request, encode_order_book(*instrument, context.live.depth(instrument->id), levels));
}

}  // namespace

// Small answers from memory: made at once, on the I/O thread.
net::HttpHandler make_live_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    auto response = answer(context, route, responder.request());
    responder.send(response ? std::move(*response) : reply(response.error()));
  };
}

}  // namespace tidemark::api
