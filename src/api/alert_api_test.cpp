#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/firing.hpp"
#include "api/openapi.hpp"
#include "api/testing/fake_alerts.hpp"
#include "api/testing/fixtures.hpp"
#include "api/testing/schema_check.hpp"

namespace tidemark::api {
namespace {

using testing::code_of;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCross = R"({"name":"r","symbol":"BTCUSDT","condition":{"type":"price_cross","level":10}})";
constexpr const char* kSending =
    R"({"name":"r","webhooks":["aaaaaaaaaaaaaaaa"],"condition":{"type":"price_cross","level":10}})";

class AlertApi : public ::testing::Test {
 protected:
  /// The answer is of the schema that the document promises.
  void expect_schema(const net::test::Reply& reply, const std::string& schema) {
    const auto value = net::parse_json(reply.body);
    ASSERT_TRUE(value) << reply.body;
    EXPECT_EQ(testing::SchemaCheck{schemas_}.check(*value, schema), "") << reply.body;
  }

  net::JsonValue schemas_ = net::parse_json(openapi_schemas()).value();
  testing::TestStore store_;
  testing::FakeAlerts alerts_;
  testing::RunningApi running_{store_.path(), {}, {}, {testing::instrument(0, "BTCUSDT")}, {.alerts = &alerts_}};
};

TEST_F(AlertApi, rules_are_made_read_changed_and_removed) {
  const auto made = running_.request("POST", "/api/alerts", kCross);
  EXPECT_EQ(made.status, 201) << made.body;
  expect_schema(made, "Alert");
  expect_schema(running_.get("/api/alerts"), "AlertList");
  const std::string id = *net::parse_json(made.body)->find("id")->text();
  expect_schema(running_.get("/api/alerts/" + id), "Alert");
  const auto changed = running_.request("PATCH", "/api/alerts/" + id, R"({"enabled":false})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_THAT(changed.body, HasSubstr(R"("enabled":false)"));
  EXPECT_THAT(changed.body, HasSubstr(R"("level":10)"));
  EXPECT_EQ(running_.request("DELETE", "/api/alerts/" + id).status, 200);
  EXPECT_EQ(running_.get("/api/alerts/" + id).status, 404);
  EXPECT_EQ(running_.request("DELETE", "/api/alerts/" + id).status, 404);
}

TEST_F(AlertApi, what_is_wrong_with_a_rule_is_named_with_its_place) {
  const auto refusal = [&](const std::string& body) {
    const auto reply = running_.request("POST", "/api/alerts", body);
    EXPECT_EQ(reply.status, 422) << body;
    return code_of(reply);
  };
  EXPECT_EQ(refusal(""), "bad_json body");
  EXPECT_EQ(refusal("{"), "bad_json body");
  EXPECT_EQ(refusal("[]"), "bad_rule body");
  EXPECT_EQ(refusal("{}"), "missing_member name");
  EXPECT_EQ(refusal(R"({"name":"r","condition":{"type":"price_cross","level":-1}})"), "bad_value condition.level");
  EXPECT_EQ(refusal(R"({"name":"r","message":"{{nope}}","condition":{"type":"price_cross","level":1}})"),
            "unknown_placeholder message:0");
  std::string deep(200, '[');
  EXPECT_EQ(refusal(deep), "bad_json body");
  EXPECT_EQ(refusal("{\"name\":\"\xff\xfe\"}"), "bad_json body");
  EXPECT_EQ(running_.request("PATCH", "/api/alerts/none", "{}").status, 404);
}

TEST_F(AlertApi, there_are_as_many_rules_as_there_may_be) {
  EXPECT_EQ(running_.request("POST", "/api/alerts", kCross).status, 201);
  EXPECT_EQ(running_.request("POST", "/api/alerts", kCross).status, 201);
  const auto third = running_.request("POST", "/api/alerts", kCross);
  EXPECT_EQ(third.status, 409);
  EXPECT_EQ(code_of(third), "too_many_alerts");
}

TEST_F(AlertApi, a_secret_is_told_once_and_only_when_it_was_made_here) {
  expect_schema(running_.get("/api/webhooks"), "WebhookList");
  EXPECT_THAT(running_.get("/api/webhooks").body, Not(HasSubstr("0123456789abcdef")));
  const auto made = running_.request("POST", "/api/webhooks", R"({"name":"b","url":"http://127.0.0.1:9/"})");
  EXPECT_EQ(made.status, 201);
  expect_schema(made, "NewWebhook");
  EXPECT_THAT(made.body, HasSubstr(R"("secret":"made-by-the-program")"));
  EXPECT_THAT(running_.get("/api/webhooks").body, Not(HasSubstr("made-by-the-program")));
  const auto given =
      running_.request("POST", "/api/webhooks", R"({"name":"b","url":"http://a/","secret":"fedcba9876543210"})");
  EXPECT_EQ(given.status, 201);
  EXPECT_THAT(given.body, Not(HasSubstr("fedcba9876543210")));
  const auto changed = running_.request("PATCH", "/api/webhooks/aaaaaaaaaaaaaaaa", R"({"secret":"another-secret-16"})");
  EXPECT_EQ(changed.status, 200);
  expect_schema(changed, "Webhook");
  EXPECT_THAT(changed.body, Not(HasSubstr("another-secret-16")));
  const auto refused = running_.request("POST", "/api/webhooks", R"({"name":"b","url":"ftp://x/"})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code_of(refused), "bad_url url");
  ASSERT_EQ(running_.request("POST", "/api/alerts", kSending).status, 201);
  EXPECT_EQ(code_of(running_.request("DELETE", "/api/webhooks/aaaaaaaaaaaaaaaa")), "webhook_in_use");
}

TEST_F(AlertApi, a_test_is_accepted_and_named) {
  const auto test = running_.request("POST", "/api/webhooks/aaaaaaaaaaaaaaaa/test");
  EXPECT_EQ(test.status, 202);
  expect_schema(test, "TestDelivery");
  EXPECT_EQ(running_.request("POST", "/api/webhooks/bbbb/test").status, 404);
}

storage::PutFiring firing(int n) {
  const std::string id(32, static_cast<char>('a' + n));
  const core::Timestamp at = core::Timestamp::from_ms(testing::kStart + n);
  alerts::Firing said;
  said.id = id;
  said.rule_id = "0000000000000001";
  said.rule_name = "r";
  said.venue = "sim";
  said.symbol = n % 2 == 0 ? "BTCUSDT" : "ETHUSDT";
  said.event = "crosses_up";
  return {.event = {.id = id,
                    .alert_id = said.rule_id,
                    .venue = said.venue,
                    .symbol = said.symbol,
                    .event = said.event,
                    .time = at,
                    .known_at = at,
                    .fired_at = at,
                    .document = alerts::document_of(said)},
          .progress = {said.rule_id, "sim:" + said.symbol, 1, at, at},
          .deliveries = {{.id = std::string(32, static_cast<char>('A' + n)),
                          .webhook_id = "aaaaaaaaaaaaaaaa",
                          .event_id = id,
                          .body = R"({"a":1})",
                          .content_type = "application/json",
                          .created = at,
                          .next_at = at}}};
}

class AlertHistoryApi : public AlertApi {
 protected:
  void SetUp() override {
    auto& ledger = store_->alert_ledger();
    const core::Timestamp at = core::Timestamp::from_ms(testing::kStart);
    ASSERT_TRUE(
        ledger.put(storage::PutWebhook{{"aaaaaaaaaaaaaaaa", "bot", "http://a/", "0123456789abcdef", true, at, at}}));
    for (int n = 0; n < 5; ++n) ASSERT_TRUE(ledger.put(firing(n)));
    const storage::AttemptRecord failed{std::string(32, 'A'), 1, at, at + core::milliseconds(25), 503, "http_503"};
    const storage::AttemptRecord taken{std::string(32, 'A'), 2, at, at + core::milliseconds(5), 200, ""};
    ASSERT_TRUE(ledger.put(storage::PutAttempt{failed, "pending", at}));
    ASSERT_TRUE(ledger.put(storage::PutAttempt{taken, "delivered", at}));
  }
  /// First letters of ids, and whether there is a following page.
  std::string page(const std::string& target, std::string_view list) {
    const auto json = running_.json(target);
    std::string text;
    for (const auto& row : *json.find(list)->array()) text += row.find("id")->text()->at(0);
    return json.find("next")->is_null() ? text : text + " " + std::to_string(*json.find("next")->integer());
  }
};

TEST_F(AlertHistoryApi, is_paged_from_the_newest_on) {
  expect_schema(running_.get("/api/alerts/history"), "AlertHistory");
  EXPECT_EQ(page("/api/alerts/history?limit=2", "firings"), "ed 4");
  EXPECT_EQ(page("/api/alerts/history?limit=2&cursor=4", "firings"), "cb 2");
  EXPECT_EQ(page("/api/alerts/history?limit=2&cursor=2", "firings"), "a");
  EXPECT_EQ(page("/api/alerts/history?symbol=ETHUSDT", "firings"), "db");
  EXPECT_EQ(page("/api/alerts/history?alert_id=0000000000000002", "firings"), "");
  for (const char* bad : {"limit=0", "limit=1001", "cursor=0", "cursor=x", "symbol=!", "before=1"}) {
    EXPECT_EQ(running_.get(std::string{"/api/alerts/history?"} + bad).status, 422) << bad;
  }
}

TEST_F(AlertHistoryApi, deliveries_show_every_attempt) {
  const std::string path = "/api/webhooks/aaaaaaaaaaaaaaaa/deliveries";
  expect_schema(running_.get(path), "DeliveryList");
  EXPECT_EQ(page(path + "?state=pending&limit=2", "deliveries"), "ED 4");
  EXPECT_EQ(page(path + "?state=delivered", "deliveries"), "A");
  const auto json = running_.json(path + "?state=delivered");
  const auto& delivery = json.find("deliveries")->array()->at(0);
  EXPECT_EQ(*delivery.find("attempts_made")->integer(), 2);
  const auto& first = delivery.find("attempts")->array()->at(0);
  EXPECT_EQ(*first.find("status")->integer(), 503);
  EXPECT_EQ(*first.find("took_ms")->integer(), 25);
  EXPECT_EQ(*first.find("error")->text(), "http_503");
  EXPECT_EQ(running_.get("/api/webhooks/none/deliveries").status, 404);
}

TEST(AlertsOff, is_said) {
  testing::RunningApi running;
  for (const char* path : {"/api/alerts", "/api/alerts/history", "/api/alerts/x", "/api/webhooks"}) {
    const auto reply = running.get(path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(code_of(reply), "alerts_off") << path;
  }
}

}  // namespace
}  // namespace tidemark::api
