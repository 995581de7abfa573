#include "api/budget.hpp"
#include "api/encode.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

std::string system_document(const Context& context) {
  const Reporters& reporters = context.deps.reporters;
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("process");
  encode_process(json, ops::read_process_stats(), context.deps.clock.monotonic() - context.started_monotonic);
  json.key("queues").begin_array();
  for (const bus::QueueStats& queue : context.deps.queues.list()) encode_queue(json, queue);
  json.end_array().key("feeds").begin_array();
  if (reporters.feeds) {
    for (const FeedLink& link : reporters.feeds()) encode_feed_link(json, link);
  }
  json.end_array().key("store");
  if (reporters.store) {
    encode_store(json, reporters.store());
  } else {
    json.null();
  }
  encode_memory(json.key("memory"), context.live.size());
  json.key("stream").begin_object().key("clients").unsigned_integer(context.ws_clients.load()).end_object();
  json.end_object();
  return body;
}

std::string latency_document(const Context& context) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("stages").begin_array();
  for (const LatencyStageInfo& info : latency_stages()) {
    encode_latency_stage(json, info, latency_histogram(context.deps.metrics, info.stage));
  }
  json.end_array().end_object();
  return body;
}

/// A link as one of the services: what is outside has a circuit.
PartReport part_of(const FeedLink& link) {
  using enum core::FeedState;
  PartReport part{.name = link.venue + " " + link.stream, .since = link.since, .reason = link.reason};
  switch (link.state) {
    case kLive:
      part.state = PartState::kRunning;
      part.circuit = Circuit::kClosed;
      break;
    case kConnecting:
    case kResyncing:
      part.state = PartState::kStarting;
      part.circuit = Circuit::kHalfOpen;
      break;
    case kStale:
    case kGapped:
    case kPolling:
      part.state = PartState::kDegraded;
      part.circuit = Circuit::kHalfOpen;
      break;
    case kClosed:
      part.state = PartState::kStopped;
      part.circuit = Circuit::kOpen;
      break;
  }
  return part;
}

std::string services_document(const Context& context) {
  const Reporters& reporters = context.deps.reporters;
  std::vector<PartReport> parts;
  if (reporters.feeds) {
    for (const FeedLink& link : reporters.feeds()) parts.push_back(part_of(link));
  }
  if (reporters.parts) {
    for (PartReport& part : reporters.parts()) parts.push_back(std::move(part));
  }
  parts.push_back({.name = "api", .state = PartState::kRunning, .since = context.started, .reason = {}, .circuit = {}});
  for (const HealthProblem& p : context.health.problems()) {
    parts.push_back(
        {.name = p.part, .state = PartState::kDegraded, .since = p.since, .reason = p.problem, .circuit = {}});
  }
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("services").begin_array();
  for (const PartReport& part : parts) encode_part(json, part);
  json.end_array().end_object();
  return body;
}

std::string document(Operation operation, const Context& context) {
  if (operation == Operation::kSystem) return system_document(context);
  if (operation == Operation::kLatency) return latency_document(context);
  if (operation == Operation::kBudget) return encode_budget(context.deps.metrics);
  return services_document(context);
}

}  // namespace

net::HttpHandler make_system_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    const auto params = parse_params(route, responder.request());
    if (!params) return responder.send(reply(params.error()));
    answer_on_worker(context, std::move(responder),
                     [&context, operation = route.operation](const net::Request& request, const auto&) {
                       return core::Result<net::Response>{reply(request, document(operation, context))};
                     });
  };
}

}  // namespace tidemark::api
