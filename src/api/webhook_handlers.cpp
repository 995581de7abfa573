#include <string>
#include <vector>

#include "alerts/webhook.hpp"
#include "api/handlers.hpp"
#include "api/numbered_page.hpp"
#include "api/params.hpp"
#include "api/posted_json.hpp"
#include "api/reply.hpp"

namespace tidemark::api {
namespace {

constexpr std::uint32_t kAttemptsShown = 20;

enum class Secret : std::uint8_t { kKept, kTold };

void write(net::JsonWriter& json, const alerts::Webhook& webhook, Secret secret) {
  json.begin_object();
  alerts::write_webhook(json, webhook);
  if (secret == Secret::kTold) json.key("secret").text(webhook.secret);
  json.end_object();
}

std::string encode(const std::vector<alerts::Webhook>& webhooks) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("webhooks").begin_array();
  for (const alerts::Webhook& webhook : webhooks) write(json, webhook, Secret::kKept);
  json.end_array().end_object();
  return body;
}

void write_attempt(net::JsonWriter& json, const storage::AttemptRecord& attempt) {
  json.begin_object().key("number").unsigned_integer(attempt.number);
  json.key("began_at").text(core::format_iso(attempt.began));
  json.key("took_ms").integer((attempt.ended - attempt.began) / core::milliseconds(1));
  json.key("status");
  if (attempt.status) {
    json.integer(*attempt.status);
  } else {
    json.null();
  }
  json.key("error").text(attempt.error).end_object();
}

core::Status write_delivery(net::JsonWriter& json, const storage::DeliveryRecord& delivery, storage::Store& store) {
  const auto attempts = store.alert_ledger().attempts(delivery.id, kAttemptsShown);
  if (!attempts) return std::unexpected(attempts.error());
  const bool pending = delivery.state == "pending";
  json.begin_object().key("id").text(delivery.id).key("firing");
  if (delivery.event_id.empty()) {
    json.null();
  } else {
    json.text(delivery.event_id);
  }
  json.key("state").text(delivery.state).key("created_at").text(core::format_iso(delivery.created));
  json.key("next_at");
  if (pending) {
    json.text(core::format_iso(delivery.next_at));
  } else {
    json.null();
  }
  json.key("attempts_made").unsigned_integer(delivery.attempts).key("attempts").begin_array();
  for (const auto& attempt : *attempts) write_attempt(json, attempt);
  json.end_array().key("body").text(delivery.body).end_object();
  return {};
}

core::Result<net::Response> answer_deliveries(const net::Request& request, const Params& params,
                                              const ReadWorker::StoreAccess& store) {
  const auto read = [&params](storage::Store& from) {
    const std::string_view state = params.text("state");
    return from.alert_ledger().deliveries({.id = {},
                                           .webhook_id = std::string{params.text("id")},
                                           .state = state == "any" ? "" : std::string{state},
                                           .before = static_cast<std::uint64_t>(params.integer("cursor")),
                                           .limit = params.limit});
  };
  const auto write = [&store](net::JsonWriter& json, const storage::DeliveryRecord& delivery) {
    return write_delivery(json, delivery, **store);
  };
  return numbered_page(request, store, "deliveries", params.limit, read, write);
}

core::Result<net::Response> answer_test(Alerts& all, const RouteInfo& route, const std::string& id) {
  const auto delivery = all.test_webhook(id);
  if (!delivery) return std::unexpected(delivery.error());
  std::string body;
  net::JsonWriter{body}.begin_object().key("delivery").text(*delivery).end_object();
  return changed(route.success, std::move(body));
}

core::Result<net::Response> answer_change(Alerts& all, const RouteInfo& route, const net::Request& request,
                                          const std::string& id) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const bool is_new = route.operation == Operation::kAddWebhook;
  const auto webhook = is_new ? all.add_webhook(*json) : all.change_webhook(id, *json);
  if (!webhook) return std::unexpected(webhook.error());
  std::string body;
  net::JsonWriter writer{body};
  write(writer, *webhook, is_new && json->find("secret") == nullptr ? Secret::kTold : Secret::kKept);
  return changed(route.success, std::move(body));
}

bool is_known(const Alerts& all, const std::string& id) {
  for (const alerts::Webhook& webhook : all.webhooks()) {
    if (webhook.id == id) return true;
  }
  return false;
}

core::Result<net::Response> answer(const Context& context, const RouteInfo& route, const net::Request& request,
                                   const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  if (context.deps.alerts == nullptr) return alerts_off();
  Alerts& all = *context.deps.alerts;
  const std::string id{params->text("id")};
  switch (route.operation) {
    case Operation::kWebhooks:
      return reply(request, encode(all.webhooks()));
    case Operation::kRemoveWebhook:
      return removed(all.remove_webhook(id), id);
    case Operation::kTestWebhook:
      return answer_test(all, route, id);
    case Operation::kDeliveries:
      if (is_known(all, id)) return answer_deliveries(request, *params, store);
      return core::fail(core::ErrorKind::kNotFound, "unknown_webhook", "There is no webhook of this id.", "id");
    default:
      return answer_change(all, route, request, id);
  }
}

}  // namespace

net::HttpHandler make_webhook_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
