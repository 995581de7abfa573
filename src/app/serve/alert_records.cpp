#include "app/serve/alert_records.hpp"

#include <utility>

#include "net/hmac_sha256.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kIdDigits = 32;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kText = "text/plain; charset=utf-8";

/// The same firing to the same webhook is the same delivery.
std::string delivery_id(const std::string& firing_id, const std::string& webhook_id) {
  return net::hmac_sha256_hex("delivery", firing_id + '\n' + webhook_id).substr(0, kIdDigits);
}

}  // namespace

storage::AlertRecord record_of(const alerts::Rule& rule) {
  std::string definition;
  net::JsonWriter json{definition};
  json.begin_object();
  alerts::write_rule(json, rule);
  json.end_object();
  return {.id = rule.id,
          .name = rule.name,
          .enabled = rule.enabled,
          .definition = std::move(definition),
          .created = rule.created,
          .updated = rule.updated};
}

core::Result<alerts::Rule> rule_of(const storage::AlertRecord& record, const alerts::Vocabulary& words) {
  const auto json = net::parse_json(record.definition);
  if (!json) return std::unexpected(json.error());
  auto rule = alerts::read_rule(*json, words);
  if (!rule) return rule;
  rule->id = record.id;
  rule->created = record.created;
  rule->updated = record.updated;
  return rule;
}

storage::WebhookRecord record_of(const alerts::Webhook& webhook) {
  return {.id = webhook.id,
          .name = webhook.name,
          .url = webhook.url,
          .secret = webhook.secret,
          .enabled = webhook.enabled,
          .created = webhook.created,
          .updated = webhook.updated};
}

alerts::Webhook webhook_of(const storage::WebhookRecord& record) {
  return {.id = record.id,
          .name = record.name,
          .url = record.url,
          .secret = record.secret,
          .enabled = record.enabled,
          .created = record.created,
          .updated = record.updated};
}

storage::PutFiring record_of(const alerts::Fired& fired, core::Timestamp now) {
  const alerts::Firing& firing = fired.firing;
  storage::PutFiring put{.event = {.id = firing.id,
                                   .alert_id = firing.rule_id,
                                   .venue = firing.venue,
                                   .symbol = firing.symbol,
                                   .timeframe = firing.timeframe,
                                   .event = firing.event,
                                   .time = firing.time,
                                   .known_at = firing.known_at,
                                   .fired_at = now,
                                   .document = alerts::document_of(firing)},
                         .progress = {.alert_id = fired.progress.rule_id,
                                      .instrument = fired.progress.instrument,
                                      .firings = fired.progress.firings,
                                      .known_at = fired.progress.known_at,
                                      .candle = fired.progress.candle},
                         .deliveries = {}};
  for (const std::string& webhook : fired.webhooks) {
    put.deliveries.push_back({.id = delivery_id(firing.id, webhook),
                              .webhook_id = webhook,
                              .event_id = firing.id,
                              .body = fired.body,
                              .content_type = std::string{fired.json ? kJson : kText},
                              .created = now,
                              .next_at = now});
  }
  return put;
}

alerts::Delivery delivery_of(const storage::DeliveryRecord& record) {
  return {.message = {.id = record.id, .body = record.body, .content_type = record.content_type},
          .webhook_id = record.webhook_id,
          .created = record.created,
          .state = alerts::DeliveryState::kPending,
          .attempts = record.attempts,
          .next_at = record.next_at};
}

storage::PutAttempt record_of(const alerts::Outbox::Ended& ended) {
  const alerts::Attempt& attempt = ended.attempt;
  return {.attempt = {.delivery_id = attempt.delivery_id,
                      .number = attempt.number,
                      .began = attempt.began,
                      .ended = attempt.ended,
                      .status = attempt.status,
                      .error = attempt.error},
          .state = std::string{alerts::name_of(ended.delivery.state)},
          .next_at = ended.delivery.next_at};
}

storage::DeliveryRecord test_delivery(const alerts::Webhook& webhook, std::string id, core::Timestamp now) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("id").text(id).key("event").text("test");
  json.key("message").text("This is a test of the webhook " + webhook.name + ".");
  json.key("time").text(core::format_iso(now)).end_object();
  return {.id = std::move(id),
          .webhook_id = webhook.id,
          .event_id = {},
          .body = std::move(body),
          .content_type = std::string{kJson},
          .created = now,
          .next_at = now};
}

}  // namespace tidemark::app
