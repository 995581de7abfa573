#include "app/serve/alert_registry.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "app/serve/alert_happenings.hpp"
#include "app/serve/alert_records.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::fail;
using core::Result;
using core::Status;

constexpr std::uint32_t kFiringsRemembered = 8192;
constexpr int kIdWords = 1;
constexpr int kDeliveryWords = 2;
constexpr int kSecretWords = 4;

/// Unguessable hexadecimal digits, 16 a word.
std::string random_hex(int words) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::random_device source;
  std::string text;
  for (int i = 0; i < words * 2; ++i) {
    const std::uint32_t bits = source();
    for (unsigned shift = 0; shift < 32; shift += 4) text += kDigits[(bits >> shift) & 0xF];
  }
  return text;
}

std::unexpected<core::Error> unknown_alert() {
  return fail(ErrorKind::kNotFound, "unknown_alert", "There is no alert of this id.", "id");
}
std::unexpected<core::Error> unknown_webhook(std::string place) {
  return fail(ErrorKind::kNotFound, "unknown_webhook", "There is no webhook of this id.", std::move(place));
}

template <class T>
std::vector<T> by_name(const std::map<std::string, T>& all) {
  std::vector<T> list;
  list.reserve(all.size());
  for (const auto& [id, one] : all) list.push_back(one);
  std::ranges::stable_sort(list, {}, &T::name);
  return list;
}

}  // namespace

AlertRegistry::AlertRegistry(Dependencies dependencies)
    : on_{std::move(dependencies)},
      words_{alert_vocabulary()},
      book_{{.since = on_.clock.now(),
             .late_max = on_.config.late_max,
             .firings_per_minute = on_.config.firings_per_minute}} {}

Result<std::vector<std::string>> AlertRegistry::load(storage::AlertLedger& ledger) {
  const auto webhooks = ledger.webhooks();
  if (!webhooks) return std::unexpected(webhooks.error());
  const auto alerts = ledger.alerts();
  if (!alerts) return std::unexpected(alerts.error());
  const auto progress = ledger.progress();
  if (!progress) return std::unexpected(progress.error());
  const auto events = ledger.events({.alert_id = {}, .symbol = {}, .before = {}, .limit = kFiringsRemembered});
  if (!events) return std::unexpected(events.error());
  std::vector<std::string> unreadable;
  const std::lock_guard lock{mutex_};
  for (const auto& record : *webhooks) webhooks_.emplace(record.id, webhook_of(record));
  for (const auto& record : *alerts) {
    auto rule = rule_of(record, words_);
    if (!rule) {
      unreadable.push_back(record.name + ": " + rule.error().text());
      continue;
    }
    book_.put(*rule);
    rules_.emplace(record.id, std::move(*rule));
  }
  for (const auto& p : *progress) book_.restore({p.alert_id, p.instrument, p.firings, p.known_at, p.candle});
  for (auto event = events->rbegin(); event != events->rend(); ++event) book_.remember(event->id);
  return unreadable;
}

bool AlertRegistry::watches_prices() const {
  const std::lock_guard lock{mutex_};
  return std::ranges::any_of(
      rules_, [](const auto& one) { return alerts::kind_of(one.second.condition) == alerts::Kind::kPrice; });
}

void AlertRegistry::stood(const core::Instrument& instrument, core::Price price, core::Timestamp at) {
  const std::lock_guard lock{mutex_};
  book_.stood(instrument.key(), core::to_double(price, instrument.scale), at);
}

void AlertRegistry::put_instrument(const core::Instrument& instrument) {
  const std::lock_guard lock{mutex_};
  instruments_.insert_or_assign(instrument.id.value, instrument);
  book_.put_instrument(instrument);
  on_.intake.want(instrument.id, instrument.scale, book_.wants(instrument.id));
}

void AlertRegistry::tell_intake() {
  for (const auto& [id, instrument] : instruments_) {
    on_.intake.want(instrument.id, instrument.scale, book_.wants(instrument.id));
  }
}

std::vector<alerts::Fired> AlertRegistry::see(std::span<const alerts::Happening> happenings) {
  std::vector<alerts::Fired> fired;
  const core::Timestamp now = on_.clock.now();
  const std::lock_guard lock{mutex_};
  for (const alerts::Happening& happening : happenings) book_.see(happening, now, fired);
  return fired;
}

std::optional<alerts::Webhook> AlertRegistry::webhook(const std::string& id) const {
  const std::lock_guard lock{mutex_};
  const auto found = webhooks_.find(id);
  return found == webhooks_.end() || !found->second.enabled ? std::nullopt : std::optional{found->second};
}

std::uint64_t AlertRegistry::suppressed() const {
  const std::lock_guard lock{mutex_};
  return book_.suppressed();
}

Status AlertRegistry::store(storage::AlertChange change) {
  const storage::WriterHealth health = on_.writer.health();
  if (health.state == storage::WriterState::kRetrying) {
    return fail(ErrorKind::kUnavailable, "store_unavailable", "The store cannot be written now; nothing was changed.");
  }
  auto record = storage::WriteRecord{std::make_unique<storage::AlertChange>(std::move(change))};
  if (auto taken = on_.writer.submit_within(storage::Writer::kPatience, std::move(record)); !taken) return taken;
  // What fails from here on stays in the writer's queue and is tried until it is written.
  const auto ignored = on_.writer.flush();
  return {};
}

Status AlertRegistry::knows_webhooks(const alerts::Rule& rule) const {
  const std::lock_guard lock{mutex_};
  for (const std::string& id : rule.webhooks) {
    if (!webhooks_.contains(id)) {
      return fail(ErrorKind::kInvalidArgument, "unknown_webhook", "There is no webhook of this id.", "webhooks");
    }
  }
  return {};
}

std::vector<alerts::Rule> AlertRegistry::rules() const {
  const std::lock_guard lock{mutex_};
  return by_name(rules_);
}

Result<alerts::Rule> AlertRegistry::keep(alerts::Rule rule) {
  if (auto known = knows_webhooks(rule); !known) return core::forward_error(known);
  rule.updated = std::max(on_.clock.now(), rule.created);
  if (auto stored = store(storage::PutAlert{record_of(rule)}); !stored) return core::forward_error(stored);
  const std::lock_guard lock{mutex_};
  book_.put(rule);
  rules_.insert_or_assign(rule.id, rule);
  tell_intake();
  return rule;
}

Result<alerts::Rule> AlertRegistry::add_rule(const net::JsonValue& json) {
  auto rule = alerts::read_rule(json, words_);
  if (!rule) return rule;
  {
    const std::lock_guard lock{mutex_};
    if (rules_.size() >= on_.config.rules_max) {
      return fail(ErrorKind::kConflict, "too_many_alerts", "There are as many alerts as there may be.");
    }
  }
  rule->id = random_hex(kIdWords);
  rule->created = on_.clock.now();
  return keep(std::move(*rule));
}

Result<alerts::Rule> AlertRegistry::change_rule(const std::string& id, const net::JsonValue& json) {
  alerts::Rule before;
  {
    const std::lock_guard lock{mutex_};
    const auto found = rules_.find(id);
    if (found == rules_.end()) return unknown_alert();
    before = found->second;
  }
  auto rule = alerts::read_rule(json, words_, std::move(before));
  if (!rule) return rule;
  return keep(std::move(*rule));
}

Status AlertRegistry::remove_rule(const std::string& id) {
  {
    const std::lock_guard lock{mutex_};
    if (!rules_.contains(id)) return unknown_alert();
  }
  if (auto stored = store(storage::RemoveAlert{id}); !stored) return stored;
  const std::lock_guard lock{mutex_};
  book_.remove(id);
  rules_.erase(id);
  tell_intake();
  return {};
}

std::vector<alerts::Webhook> AlertRegistry::webhooks() const {
  const std::lock_guard lock{mutex_};
  return by_name(webhooks_);
}

Result<alerts::Webhook> AlertRegistry::keep(alerts::Webhook webhook) {
  webhook.updated = std::max(on_.clock.now(), webhook.created);
  if (auto stored = store(storage::PutWebhook{record_of(webhook)}); !stored) return core::forward_error(stored);
  {
    const std::lock_guard lock{mutex_};
    webhooks_.insert_or_assign(webhook.id, webhook);
  }
  on_.on_webhook(webhook.id);
  return webhook;
}

Result<alerts::Webhook> AlertRegistry::add_webhook(const net::JsonValue& json) {
  auto webhook = alerts::read_webhook(json);
  if (!webhook) return webhook;
  {
    const std::lock_guard lock{mutex_};
    if (webhooks_.size() >= on_.config.webhooks_max) {
      return fail(ErrorKind::kConflict, "too_many_webhooks", "There are as many webhooks as there may be.");
    }
  }
  webhook->id = random_hex(kIdWords);
  webhook->created = on_.clock.now();
  if (webhook->secret.empty()) webhook->secret = random_hex(kSecretWords);
  return keep(std::move(*webhook));
}

Result<alerts::Webhook> AlertRegistry::change_webhook(const std::string& id, const net::JsonValue& json) {
  alerts::Webhook before;
  {
    const std::lock_guard lock{mutex_};
    const auto found = webhooks_.find(id);
    if (found == webhooks_.end()) return unknown_webhook("id");
    before = found->second;
  }
  auto webhook = alerts::read_webhook(json, std::move(before));
  if (!webhook) return webhook;
  return keep(std::move(*webhook));
}

Status AlertRegistry::remove_webhook(const std::string& id) {
  {
    const std::lock_guard lock{mutex_};
    if (!webhooks_.contains(id)) return unknown_webhook("id");
    for (const auto& [rule_id, rule] : rules_) {
      if (std::ranges::find(rule.webhooks, id) == rule.webhooks.end()) continue;
      return fail(ErrorKind::kConflict, "webhook_in_use", "The alert " + rule.name + " sends to this webhook.", "id");
    }
  }
  if (auto stored = store(storage::RemoveWebhook{id}); !stored) return stored;
  {
    const std::lock_guard lock{mutex_};
    webhooks_.erase(id);
  }
  on_.on_webhook(id);
  return {};
}

Result<std::string> AlertRegistry::test_webhook(const std::string& id) {
  alerts::Webhook webhook;
  {
    const std::lock_guard lock{mutex_};
    const auto found = webhooks_.find(id);
    if (found == webhooks_.end()) return unknown_webhook("id");
    webhook = found->second;
  }
  if (!webhook.enabled) {
    return fail(ErrorKind::kConflict, "webhook_disabled", "The webhook is switched off.", "id");
  }
  std::string delivery = random_hex(kDeliveryWords);
  auto stored = store(storage::PutDelivery{test_delivery(webhook, delivery, on_.clock.now())});
  if (!stored) return core::forward_error(stored);
  on_.on_webhook(id);
  return delivery;
}

}  // namespace tidemark::app
