#include <limits>
#include <string>

#include "alerts/rule_json.hpp"
#include "api/handlers.hpp"
#include "api/numbered_page.hpp"
#include "api/params.hpp"
#include "api/posted_json.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

void write_alert(net::JsonWriter& json, const alerts::Rule& rule) {
  json.begin_object().key("id").text(rule.id);
  alerts::write_rule(json, rule);
  json.key("created_at").text(core::format_iso(rule.created));
  json.key("updated_at").text(core::format_iso(rule.updated)).end_object();
}

std::string encode(const alerts::Rule& rule) {
  std::string body;
  net::JsonWriter json{body};
  write_alert(json, rule);
  return body;
}

std::string encode(const std::vector<alerts::Rule>& rules) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("alerts").begin_array();
  for (const alerts::Rule& rule : rules) write_alert(json, rule);
  json.end_array().end_object();
  return body;
}

core::Result<net::Response> answer_one(const Alerts& all, const net::Request& request, std::string_view id) {
  for (const alerts::Rule& rule : all.rules()) {
    if (rule.id == id) return reply(request, encode(rule));
  }
  return core::fail(core::ErrorKind::kNotFound, "unknown_alert", "There is no alert of this id.", "id");
}

core::Result<net::Response> answer_history(const net::Request& request, const Params& params,
                                           const ReadWorker::StoreAccess& store) {
  const auto read = [&params](storage::Store& from) {
    return from.alert_ledger().events({.alert_id = std::string{params.text("alert_id")},
                                       .symbol = params.symbol ? params.symbol->symbol : "",
                                       .before = static_cast<std::uint64_t>(params.integer("cursor")),
                                       .limit = params.limit});
  };
  const auto write = [](net::JsonWriter& json, const storage::AlertEventRecord& event) -> core::Status {
    json.raw(event.document);
    return {};
  };
  return numbered_page(request, store, "firings", params.limit, read, write);
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  if (context.deps.alerts == nullptr) return alerts_off();
  Alerts& all = *context.deps.alerts;
  const std::string id{params->text("id")};
  switch (route.operation) {
    case Operation::kAlerts:
      return reply(request, encode(all.rules()));
    case Operation::kAlertHistory:
      return answer_history(request, *params, store);
    case Operation::kAlert:
      return answer_one(all, request, id);
    case Operation::kRemoveAlert:
      return removed(all.remove_rule(id), id);
    default:
      break;
  }
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const bool is_new = route.operation == Operation::kAddAlert;
  const auto rule = is_new ? all.add_rule(*json) : all.change_rule(id, *json);
  if (!rule) return std::unexpected(rule.error());
  return changed(route.success, encode(*rule));
}

}  // namespace

net::HttpHandler make_alert_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
