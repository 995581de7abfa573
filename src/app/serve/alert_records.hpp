#pragma once

#include <string>
#include <vector>

#include "alerts/outbox.hpp"
#include "alerts/rule_book.hpp"
#include "alerts/rule_json.hpp"
#include "alerts/webhook.hpp"
#include "core/result.hpp"
#include "storage/alert_ledger.hpp"

namespace tidemark::app {

/// Between the words of alerts/ and those of the store.
[[nodiscard]] storage::AlertRecord record_of(const alerts::Rule& rule);
[[nodiscard]] core::Result<alerts::Rule> rule_of(const storage::AlertRecord& record, const alerts::Vocabulary& words);
[[nodiscard]] storage::WebhookRecord record_of(const alerts::Webhook& webhook);
[[nodiscard]] alerts::Webhook webhook_of(const storage::WebhookRecord& record);
/// The firing, and a delivery for each of its webhooks, due now.
[[nodiscard]] storage::PutFiring record_of(const alerts::Fired& fired, core::Timestamp now);
[[nodiscard]] alerts::Delivery delivery_of(const storage::DeliveryRecord& record);
[[nodiscard]] storage::PutAttempt record_of(const alerts::Outbox::Ended& ended);
/// A delivery to try a webhook out.
[[nodiscard]] storage::DeliveryRecord test_delivery(const alerts::Webhook& webhook, std::string id,
                                                    core::Timestamp now);

}  // namespace tidemark::app
