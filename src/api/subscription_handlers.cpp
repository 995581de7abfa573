#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

core::Error fixed_source() {
  return {core::ErrorKind::kConflict, "fixed_source",
          "The source of this process gives what it gives; nothing can be subscribed or left out.", ""};
}

core::Result<net::Response> answer_change(const Context& context, const RouteInfo& route, const net::Request& request) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  if (context.deps.subscriptions == nullptr) return std::unexpected(fixed_source());
  using Action = SubscriptionChange::Action;
  const Action action = route.operation == Operation::kSubscribe ? Action::kSubscribe : Action::kUnsubscribe;
  const auto changed = context.deps.subscriptions->request({action, *params->symbol});
  if (!changed) return std::unexpected(changed.error());
  std::string body;
  net::JsonWriter json{body};
  encode_available(json, *changed);
  return net::Response{202, "application/json", {{"Cache-Control", "no-store"}}, std::move(body)};
}

/// What is listed: by the venues, or where nothing can be subscribed, nothing.
net::Response answer_available(const Context& context, const net::Request& request, const Params& params) {
  AvailablePage page;
  if (context.deps.subscriptions != nullptr) {
    page = context.deps.subscriptions->available(params.text("search"), params.limit);
  }
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("symbols").begin_array();
  for (const AvailableSymbol& symbol : page.symbols) encode_available(json, symbol);
  json.end_array().key("total").unsigned_integer(page.total).end_object();
  return reply(request, std::move(body));
}

}  // namespace

net::HttpHandler make_subscription_handler(Context& context, const RouteInfo& route) {
  if (route.operation != Operation::kAvailable) {
    return [&context, &route](net::Responder responder) {
      auto response = answer_change(context, route, responder.request());
      responder.send(response ? std::move(*response) : reply(response.error()));
    };
  }
  return [&context, &route](net::Responder responder) {
    auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, params = std::move(*params)](const net::Request& request, const auto&) {
                       return answer_available(context, request, params);
                     });
  };
}

}  // namespace tidemark::api
