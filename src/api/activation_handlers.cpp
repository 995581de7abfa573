#include "api/encode_activation.hpp"
#include "api/handlers.hpp"
#include "api/numbered_page.hpp"
#include "api/params.hpp"
#include "api/posted_activation.hpp"
#include "api/posted_json.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

using Answer = core::Result<net::Response>;
using storage::ActivationEventRecord;

/// Shown beside the board.
constexpr std::uint32_t kNewestEvents = 20;

core::Result<storage::ActivationLedger*> ledger_of(const Context& context, const ReadWorker::StoreAccess& store) {
  if (context.deps.activation == nullptr) {
    return core::fail(core::ErrorKind::kNotFound, "trading_off", "Trading is switched off (trading.mode).");
  }
  if (!store) return std::unexpected(store.error());
  if (*store == nullptr) return core::fail(core::ErrorKind::kUnavailable, "no_store", "There is no database.");
  return &(*store)->activation_ledger();
}

Answer list_events(const net::Request& request, const ReadWorker::StoreAccess& store, const Params& params) {
  const storage::ActivationEventQuery query{.rollbacks_only = params.text("kind") == "rolled_back",
                                            .before = static_cast<std::uint64_t>(params.integer("cursor")),
                                            .limit = params.limit};
  return numbered_page(
      request, store, "events", params.limit,
      [&](storage::Store& from) { return from.activation_ledger().activation_events(query); },
      [](net::JsonWriter& json, const ActivationEventRecord& event) -> core::Status {
        write_activation_event(json, event);
        return {};
      });
}

Answer list_configurations(const net::Request& request, storage::ActivationLedger& ledger, const Params& params) {
  const auto versions = ledger.config_versions(params.limit);
  if (!versions) return std::unexpected(versions.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("configurations").begin_array();
  for (const auto& version : *versions) {
    json.begin_object().key("id").text(version.id).key("first_used").text(core::format_iso(version.first_used));
    json.key("settings").raw(version.document).end_object();
  }
  json.end_array().end_object();
  return reply(request, std::move(body));
}

Answer show(const Context& context, const net::Request& request, storage::ActivationLedger& ledger) {
  const auto events = ledger.activation_events({.rollbacks_only = false, .before = {}, .limit = kNewestEvents});
  if (!events) return std::unexpected(events.error());
  return reply(request, encode_activation(*context.deps.activation->activation(), *events));
}

/// A step that was asked for, as it stands in the store.
Answer answer_step(const core::Result<activation::Event>& event, storage::ActivationLedger& ledger, int success) {
  if (!event) return std::unexpected(event.error());
  const auto stored = ledger.activation_events({.rollbacks_only = false, .before = event->number + 1, .limit = 1});
  if (!stored) return std::unexpected(stored.error());
  if (stored->empty()) return core::fail(core::ErrorKind::kInternal, "step_missing", "The step is not in the store.");
  std::string body;
  net::JsonWriter json{body};
  write_activation_event(json, stored->front());
  return changed(success, std::move(body));
}

Answer step(const Context& context, const RouteInfo& route, const net::Request& request,
            storage::ActivationLedger& ledger) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  Activation& stages = *context.deps.activation;
  if (route.operation == Operation::kRollback) {
    const auto asked = read_rollback(*json);
    if (!asked) return std::unexpected(asked.error());
    return answer_step(stages.roll_back(asked->reason, asked->to), ledger, route.success);
  }
  const auto asked = read_stage_request(*json);
  if (!asked) return std::unexpected(asked.error());
  const bool promotes = asked->action == StageRequest::Action::kPromote;
  return answer_step(promotes ? stages.promote(asked->reason) : stages.restart(asked->reason), ledger, route.success);
}

Answer set_shadow(Activation& stages, const net::Request& request, int success) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const auto asked = read_shadow_action(*json);
  if (!asked) return std::unexpected(asked.error());
  const auto done = asked->start ? stages.start_shadow(asked->candidate) : stages.stop_shadow();
  if (!done) return std::unexpected(done.error());
  return changed(success, encode_shadow(stages.shadow().get()));
}

Answer answer(const Context& context, const RouteInfo& route, const net::Request& request,
              const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto ledger = ledger_of(context, store);
  if (!ledger) return std::unexpected(ledger.error());
  switch (route.operation) {
    case Operation::kActivation:
      return show(context, request, **ledger);
    case Operation::kActivationEvents:
      return list_events(request, store, *params);
    case Operation::kConfigurations:
      return list_configurations(request, **ledger, *params);
    case Operation::kShadowMode:
      return reply(request, encode_shadow(context.deps.activation->shadow().get()));
    case Operation::kSetShadowMode:
      return set_shadow(*context.deps.activation, request, route.success);
    case Operation::kGoNoGo:
      return reply(request, encode_go_no_go(*context.deps.activation->activation()));
    default:
      return step(context, route, request, **ledger);
  }
}

}  // namespace

net::HttpHandler make_activation_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
