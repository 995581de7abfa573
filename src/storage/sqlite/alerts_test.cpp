#include "storage/sqlite/alerts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kStart;
using testing::RawSql;
using testing::value_of;

std::string long_id(int n) {
  std::string digits = std::to_string(n);
  return std::string(32 - digits.size(), '0') + digits;
}

AlertRecord alert(int n) {
  return {.id = long_id(n).substr(16),
          .name = "rule " + std::to_string(n),
          .enabled = n % 2 == 0,
          .definition = R"({"n":)" + std::to_string(n) + "}",
          .created = kStart,
          .updated = kStart + core::seconds(n)};
}

WebhookRecord webhook(int n) {
  return {.id = long_id(n).substr(16),
          .name = "hook",
          .url = "https://example.com/x",
          .secret = "0123456789abcdef",
          .enabled = true,
          .created = kStart,
          .updated = kStart};
}

DeliveryRecord delivery(int n, int hook, std::string event_id) {
  return {.id = long_id(n),
          .webhook_id = webhook(hook).id,
          .event_id = std::move(event_id),
          .body = "{\"a\":1}",
          .content_type = "application/json",
          .created = kStart,
          .next_at = kStart};
}

PutFiring firing(int n, std::vector<DeliveryRecord> deliveries = {}) {
  AlertEventRecord event{.id = long_id(n),
                         .alert_id = alert(1).id,
                         .venue = "binance",
                         .symbol = n % 2 == 0 ? "ETHUSDT" : "BTCUSDT",
                         .timeframe = core::Timeframe::k1h,
                         .event = "crosses_up",
                         .time = kStart + core::minutes(n),
                         .known_at = kStart + core::minutes(n + 1),
                         .fired_at = kStart + core::minutes(n + 2),
                         .document = R"({"x":1})"};
  return {event,
          {alert(1).id, "binance:" + event.symbol, static_cast<std::uint64_t>(n), event.known_at, event.time},
          std::move(deliveries)};
}

class Alerts : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = value_of(open_store(folder_.file("t.db"), OpenMode::kCreate));
    put(PutAlert{alert(1)});
    put(PutWebhook{webhook(1)});
    put(PutWebhook{webhook(2)});
  }
  AlertLedger& ledger() { return store_->alert_ledger(); }
  void put(const AlertChange& change) {
    const auto done = ledger().put(change);
    ASSERT_TRUE(done) << done.error().text();
  }
  std::vector<std::string> pending(std::uint64_t after = 0) {
    std::vector<std::string> ids;
    for (const auto& one : value_of(ledger().pending(after, 100))) ids.push_back(one.id);
    return ids;
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(Alerts, rules_and_webhooks_come_back_with_every_field) {
  put(PutAlert{alert(2)});
  EXPECT_EQ(value_of(ledger().alerts()), (std::vector{alert(1), alert(2)}));
  EXPECT_EQ(value_of(ledger().webhooks()), (std::vector{webhook(1), webhook(2)}));
  auto changed = webhook(1);
  changed.enabled = false;
  changed.updated = kStart + core::seconds(5);
  put(PutWebhook{changed});
  EXPECT_EQ(value_of(ledger().webhooks()), (std::vector{changed, webhook(2)}));
  put(RemoveAlert{alert(1).id});
  EXPECT_EQ(value_of(ledger().alerts()), std::vector{alert(2)});
}

TEST_F(Alerts, a_firing_is_kept_once_with_its_progress_and_deliveries) {
  auto first = firing(3, {delivery(30, 1, long_id(3)), delivery(31, 2, long_id(3))});
  put(first);
  EXPECT_THAT(pending(), ElementsAre(long_id(30), long_id(31)));
  EXPECT_EQ(value_of(ledger().progress()), std::vector{first.progress});
  auto again = first;
  again.progress.firings = 99;
  again.deliveries = {delivery(40, 1, long_id(3))};
  put(again);
  EXPECT_EQ(value_of(ledger().progress()), std::vector{first.progress}) << "twice has the effect of once";
  EXPECT_THAT(pending(), ElementsAre(long_id(30), long_id(31)));
  auto events = value_of(ledger().events({}));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].number, 1U);
  events[0].number = 0;
  EXPECT_EQ(events[0], first.event);
}

TEST_F(Alerts, a_changed_rule_has_no_progress) {
  put(firing(1));
  put(PutAlert{alert(1)});
  EXPECT_THAT(value_of(ledger().progress()), IsEmpty());
  EXPECT_EQ(value_of(ledger().events({})).size(), 1U);
}

TEST_F(Alerts, a_firing_of_what_is_no_more_is_kept_without_it) {
  put(RemoveAlert{alert(1).id});
  put(RemoveWebhook{webhook(2).id});
  put(firing(1, {delivery(10, 1, long_id(1)), delivery(11, 2, long_id(1))}));
  EXPECT_EQ(value_of(ledger().events({})).size(), 1U);
  EXPECT_THAT(value_of(ledger().progress()), IsEmpty());
  EXPECT_THAT(pending(), ElementsAre(long_id(10)));
}

TEST_F(Alerts, attempts_settle_a_delivery) {
  put(firing(1, {delivery(10, 1, long_id(1))}));
  const AttemptRecord failed{long_id(10), 1, kStart, kStart + core::seconds(1), 503, "http_503"};
  const AttemptRecord silent{long_id(10), 2, kStart, kStart + core::seconds(2), {}, "request_timeout"};
  const AttemptRecord taken{long_id(10), 3, kStart, kStart + core::seconds(3), 200, ""};
  put(PutAttempt{failed, "pending", kStart + core::seconds(9)});
  put(PutAttempt{silent, "pending", kStart + core::seconds(19)});
  auto waiting = value_of(ledger().pending(0, 10));
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].attempts, 2U);
  EXPECT_EQ(waiting[0].next_at, kStart + core::seconds(19));
  put(PutAttempt{taken, "delivered", kStart + core::seconds(3)});
  EXPECT_THAT(pending(), IsEmpty());
  EXPECT_EQ(value_of(ledger().attempts(long_id(10), 10)), (std::vector{failed, silent, taken}));
  EXPECT_EQ(value_of(ledger().attempts(long_id(10), 2)), (std::vector{silent, taken}));
  put(PutAttempt{{long_id(77), 1, kStart, kStart, 200, ""}, "delivered", kStart});
  EXPECT_THAT(value_of(ledger().deliveries({.id = long_id(77)})), IsEmpty()) << "of a delivery that is no more";
}

TEST_F(Alerts, pending_deliveries_of_a_disabled_webhook_wait) {
  put(PutDelivery{delivery(10, 1, "")});
  put(PutDelivery{delivery(11, 2, "")});
  auto off = webhook(1);
  off.enabled = false;
  put(PutWebhook{off});
  EXPECT_THAT(pending(), ElementsAre(long_id(11)));
  put(PutWebhook{webhook(1)});
  EXPECT_THAT(pending(), ElementsAre(long_id(10), long_id(11)));
  EXPECT_THAT(pending(1), ElementsAre(long_id(11)));
  put(RemoveWebhook{webhook(1).id});
  EXPECT_THAT(pending(), ElementsAre(long_id(11)));
}

TEST_F(Alerts, history_is_paged_and_filtered) {
  for (int n = 1; n <= 5; ++n) put(firing(n));
  const auto numbers = [&](const AlertEventQuery& query) {
    std::vector<std::uint64_t> all;
    for (const auto& event : value_of(ledger().events(query))) all.push_back(event.number);
    return all;
  };
  EXPECT_THAT(numbers({.limit = 2}), ElementsAre(5, 4));
  EXPECT_THAT(numbers({.before = 4, .limit = 2}), ElementsAre(3, 2));
  EXPECT_THAT(numbers({.symbol = "ETHUSDT"}), ElementsAre(4, 2));
  EXPECT_THAT(numbers({.alert_id = alert(1).id, .symbol = "BTCUSDT"}), ElementsAre(5, 3, 1));
  EXPECT_THAT(numbers({.alert_id = "' OR 1=1 --"}), IsEmpty());
}

TEST_F(Alerts, old_firings_go_but_not_while_something_is_still_to_be_sent) {
  put(firing(1, {delivery(10, 1, long_id(1))}));
  put(firing(2, {delivery(20, 1, long_id(2))}));
  put(PutAttempt{{long_id(20), 1, kStart, kStart, 200, ""}, "delivered", kStart});
  put(PruneAlerts{kStart + core::days(1)});
  EXPECT_THAT(pending(), ElementsAre(long_id(10)));
  const auto left = value_of(ledger().events({}));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].id, long_id(1));
}

/// Straight into the tables, around the program.
TEST_F(Alerts, the_database_refuses_what_cannot_be) {
  put(firing(1, {delivery(10, 1, long_id(1))}));
  RawSql sql{folder_.file("t.db")};
  sql.run("PRAGMA foreign_keys = ON");
  const std::string a16 = "'aaaaaaaaaaaaaaaa'";
  const std::string a32 = "'" + std::string(32, 'a') + "'";
  const std::string hook = "'" + webhook(1).id + "'";
  const std::string sent = "'" + long_id(10) + "'";
  EXPECT_EQ(sql.code("INSERT INTO alerts VALUES (" + a16 + ", 'n', 1, '{}', 1, 1)"), SQLITE_OK);
  EXPECT_EQ(
      sql.code("INSERT INTO alert_events VALUES (NULL, " + a32 + ", " + a16 + ", 'v', 'S', 60, 'e', 1, 1, 1, '{}')"),
      SQLITE_OK);
  const std::vector<std::string> refused{
      "INSERT INTO alerts VALUES ('short', 'n', 1, '{}', 1, 1)",
      "INSERT INTO alerts VALUES ('bbbbbbbbbbbbbbbb', '', 1, '{}', 1, 1)",
      "INSERT INTO alerts VALUES ('bbbbbbbbbbbbbbbb', 'n', 2, '{}', 1, 1)",
      "INSERT INTO alerts VALUES ('bbbbbbbbbbbbbbbb', 'n', 1, 'no', 1, 1)",
      "INSERT INTO alerts VALUES ('bbbbbbbbbbbbbbbb', 'n', 1, '[]', 1, 1)",
      "INSERT INTO alerts VALUES ('bbbbbbbbbbbbbbbb', 'n', 1, '{}', 2, 1)",
      "INSERT INTO alert_progress VALUES ('bbbbbbbbbbbbbbbb', 'v:S', 1, 1, 1)",
      "INSERT INTO alert_progress VALUES (" + a16 + ", 'S', 1, 1, 1)",
      "INSERT INTO alert_progress VALUES (" + a16 + ", 'v:S', 0, 1, 1)",
      "INSERT INTO alert_events VALUES (NULL, " + a32 + ", " + a16 + ", 'v', 'S', 60, 'e', 1, 1, 1, '{}')",
      "INSERT INTO alert_events VALUES (NULL, 'short', " + a16 + ", 'v', 'S', 60, 'e', 1, 1, 1, '{}')",
      "UPDATE alert_events SET timeframe_s = 61",
      "UPDATE alert_events SET document = 'no'",
      "UPDATE alert_events SET event = ''",
      "UPDATE webhooks SET url = 'ftp://x'",
      "UPDATE webhooks SET url = 'http://'",
      "UPDATE webhooks SET secret = 'short'",
      "UPDATE webhooks SET name = ''",
      "UPDATE webhook_deliveries SET state = 'lost'",
      "UPDATE webhook_deliveries SET state = 'delivered'",  // without an attempt
      "UPDATE webhook_deliveries SET attempts = -1",
      "UPDATE webhook_deliveries SET webhook_id = 'none'",
      "UPDATE webhook_deliveries SET event_id = 'none'",
      "UPDATE webhook_deliveries SET content_type = ''",
      "INSERT INTO webhook_deliveries VALUES (NULL, " + a32 + ", " + hook + ", '" + long_id(1) +
          "', '', 't', 'pending', 0, 1, 1)",  // a second one of the same event
      "INSERT INTO webhook_attempts VALUES (" + sent + ", 0, 1, 1, 200, '')",
      "INSERT INTO webhook_attempts VALUES (" + sent + ", 1, 2, 1, 200, '')",
      "INSERT INTO webhook_attempts VALUES (" + sent + ", 1, 1, 1, 20, '')",
      "INSERT INTO webhook_attempts VALUES (" + sent + ", 1, 1, 1, NULL, '')",
      "INSERT INTO webhook_attempts VALUES (" + a32 + ", 1, 1, 1, 200, '')",
  };
  for (const std::string& bad : refused) {
    EXPECT_EQ(sql.code(bad), SQLITE_CONSTRAINT) << bad;
  }
  EXPECT_EQ(sql.code("INSERT INTO webhook_attempts VALUES (" + sent + ", 1, 1, 1, 200, '')"), SQLITE_OK);
}

}  // namespace
}  // namespace tidemark::storage
