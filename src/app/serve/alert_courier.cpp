#include "app/serve/alert_courier.hpp"

#include <random>
#include <utility>

#include "app/serve/alert_records.hpp"

namespace tidemark::app {
namespace {

constexpr std::uint32_t kLoadAtOnce = 500;

alerts::OutboxOptions options_of(const ops::AlertsConfig& config) {
  alerts::OutboxOptions options;
  options.backoff.first = config.retry_first;
  options.backoff.cap = std::max(config.retry_first, config.retry_max);
  options.backoff.least = std::min(options.backoff.least, config.retry_first);
  options.give_up_after = config.give_up_after;
  return options;
}

ops::Counter& attempts(ops::Metrics& metrics, const char* result) {
  return metrics.counter("tidemark_webhook_attempts_total", "Requests sent to webhooks, by how they ended",
                         {{"result", result}});
}

}  // namespace

AlertCourier::AlertCourier(Dependencies dependencies)
    : on_{std::move(dependencies)},
      outbox_{options_of(on_.config), core::Rng{std::random_device{}()}},
      delivered_{attempts(on_.metrics, "delivered")},
      failed_{attempts(on_.metrics, "failed")},
      refused_{attempts(on_.metrics, "refused")},
      given_up_{attempts(on_.metrics, "given_up")},
      waiting_{on_.metrics.gauge("tidemark_webhook_deliveries_waiting", "Deliveries in memory, waiting or under way")} {
}

core::Status AlertCourier::load(storage::AlertLedger& ledger) {
  for (;;) {
    const auto records = ledger.pending(loaded_, kLoadAtOnce);
    if (!records) return std::unexpected(records.error());
    for (const storage::DeliveryRecord& record : *records) {
      if (!outbox_.put(delivery_of(record))) return {};
      loaded_ = record.number;
    }
    if (records->size() < kLoadAtOnce) return {};
  }
}

void AlertCourier::renew(const std::string& webhook_id) {
  if (!on_.registry.webhook(webhook_id)) outbox_.drop(webhook_id);
  start_over();
}

void AlertCourier::write_down() {
  while (!unwritten_.empty()) {
    storage::WriteRecord record{std::make_unique<storage::AlertChange>(unwritten_.front())};
    if (!on_.writer.try_submit(std::move(record))) return;
    unwritten_.pop_front();
  }
}

/// What is held already is not taken twice. Attempts must be in the store before it is asked, else what has been
/// delivered looks as if it had not.
void AlertCourier::look_again(storage::AlertLedger& ledger) {
  if (!unwritten_.empty() || !on_.writer.flush()) return;
  if (std::exchange(start_over_, false)) loaded_ = 0;
  outbox_.took_more();
  if (auto loaded = load(ledger); !loaded) {
    on_.logger.error(loaded.error().text(), {{"part", std::string_view{"alerts"}}});
  }
}

void AlertCourier::work(storage::AlertLedger& ledger) {
  std::vector<Answer> answers;
  {
    const std::lock_guard lock{mutex_};
    answers.swap(answers_);
  }
  for (const Answer& answer : answers) settle(answer);
  write_down();
  if (start_over_ || outbox_.wants_more()) look_again(ledger);
  if (unwritten_.empty()) {
    for (const alerts::Delivery& delivery : outbox_.take_due(on_.clock.now())) send(delivery);
  }
  waiting_.set(static_cast<double>(outbox_.size()));
  const std::lock_guard lock{mutex_};
  held_ = outbox_.size();
  held_most_ = outbox_.high_water();
}

void AlertCourier::send(const alerts::Delivery& delivery) {
  const auto webhook = on_.registry.webhook(delivery.webhook_id);
  if (!webhook) return outbox_.drop(delivery.webhook_id);
  const core::Timestamp began = on_.clock.now();
  const std::string& id = delivery.message.id;
  auto sent =
      on_.client.submit(alerts::request_of(*webhook, delivery.message, began, on_.config.timeout),
                        [this, id, began](const core::Result<net::RestReply>& reply) { answered(id, began, reply); });
  if (!sent) answered(id, began, std::unexpected(sent.error()));
}

void AlertCourier::answered(std::string delivery_id, core::Timestamp began, const core::Result<net::RestReply>& reply) {
  // The program is ending: the outcome is unknown, and the delivery goes out again after the next start.
  if (!reply && reply.error().code == "client_stopped") return;
  {
    const std::lock_guard lock{mutex_};
    answers_.push_back({std::move(delivery_id), began, alerts::verdict_of(reply, on_.clock.now())});
  }
  on_.wake();
}

void AlertCourier::settle(const Answer& answer) {
  const core::Timestamp now = on_.clock.now();
  const auto ended = outbox_.finish(answer.delivery_id, answer.verdict, answer.began, std::max(now, answer.began));
  if (!ended) return;
  using enum alerts::DeliveryState;
  const alerts::DeliveryState state = ended->delivery.state;
  (state == kDelivered ? delivered_ : state == kRefused ? refused_ : state == kGivenUp ? given_up_ : failed_).add();
  if (state == kRefused || state == kGivenUp) {
    on_.logger.warning("a webhook did not take an alert", {{"part", std::string_view{"alerts"}},
                                                           {"webhook", std::string_view{ended->delivery.webhook_id}},
                                                           {"delivery", std::string_view{answer.delivery_id}},
                                                           {"state", alerts::name_of(state)},
                                                           {"error", std::string_view{ended->attempt.error}}});
  }
  unwritten_.push_back(record_of(*ended));
}

bool AlertCourier::has_answers() const {
  const std::lock_guard lock{mutex_};
  return !answers_.empty();
}

bus::QueueStats AlertCourier::stats() const {
  const std::lock_guard lock{mutex_};
  return {.name = "alerts.deliveries",  // what finds no room stays in the store: nothing waits, nothing is lost
          .owner = "alerts",
          .unit = "deliveries",
          .policy = bus::OverflowPolicy::kBlock,
          .capacity = outbox_.options().waiting_max,
          .depth = held_,
          .high_water = held_most_};
}

}  // namespace tidemark::app
