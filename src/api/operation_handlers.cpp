#include <memory>

#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"
#include "api/static_content.hpp"

namespace tidemark::api {
namespace {

constexpr std::string_view kDocsPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

net::Response answer_health(const Context& context) {
  const auto problems = context.health.problems();
  std::string body;
  net::JsonWriter json{body};
  json.begin_object();
  json.key("live").boolean(true);  // whoever reads this was answered
  json.key("ready").boolean(problems.empty());
  json.key("reasons").begin_array();
  for (const HealthProblem& problem : problems) {
    json.begin_object().key("part").text(problem.part).key("problem").text(problem.problem).end_object();
  }
  json.end_array().end_object();
  return {problems.empty() ? 200 : 503, "application/json", {{"Cache-Control", "no-store"}}, std::move(body)};
}

core::Result<net::Response> answer_status(const Context& context, const net::Request& request) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object();
  json.key("version").text(context.deps.version);
  json.key("started").text(core::format_iso(context.started));
  json.key("uptime_s").integer((context.deps.clock.monotonic() - context.started_monotonic) / core::seconds(1));
  json.key("ws_clients").unsigned_integer(context.ws_clients.load());
  const std::string system = encode_system(context);
  body += ',';
  body.append(system, 1);  // the members of both in one object
  return reply(request, std::move(body));
}

core::Result<net::Response> answer_metrics(const Context& context, std::string_view media) {
  return net::Response{200, std::string{media}, {{"Cache-Control", "no-store"}}, context.deps.metrics.render()};
}

net::HttpHandler fixed(StaticContent content) {
  const auto shared = std::make_shared<const StaticContent>(std::move(content));
  return [shared](net::Responder responder) { responder.send(shared->answer(responder.request())); };
}

net::HttpHandler on_worker(Context& context, ReadWork work) {
  return [&context, work = std::move(work)](net::Responder responder) {
    answer_on_worker(context, std::move(responder), work);
  };
}

/// Refuses parameters the route does not have before anything else.
net::HttpHandler checked(const RouteInfo& route, net::HttpHandler handler) {
  return [&route, handler = std::move(handler)](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    handler(std::move(responder));
  };
}

}  // namespace

net::HttpHandler make_operation_handler(Context& context, const RouteInfo& route) {
  const std::string& version = context.deps.version;
  switch (route.operation) {
    case Operation::kHealth:
      return checked(route, [&context](net::Responder responder) { responder.send(answer_health(context)); });
    case Operation::kMetrics:
      return checked(route, on_worker(context, [&context, &route](const net::Request&, const ReadWorker::StoreAccess&) {
                       return answer_metrics(context, route.media);
                     }));
    case Operation::kOpenApi:
      return checked(route, fixed(StaticContent::from_text(openapi_document(route_table(), version), route.media)));
    case Operation::kDocs:
      return checked(route, fixed(StaticContent::from_text(docs_page(route_table(), version), route.media,
                                                           {{"Content-Security-Policy", std::string{kDocsPolicy}}})));
    default:
      return checked(route, on_worker(context, [&context](const net::Request& request, const ReadWorker::StoreAccess&) {
                       return answer_status(context, request);
                     }));
  }
}

}  // namespace tidemark::api
