// The WebSocket of one series' zones. The candles are those of testing/zone_fixtures.hpp, whose zones are worked out by
// hand in analysis/zones/zones_test.cpp.

#include "api/zone_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "api/testing/schema_check.hpp"
#include "api/testing/zone_fixtures.hpp"

namespace tidemark::api {
namespace {

using testing::code_of;
using testing::kBaseAndRally;
using testing::kBreak;
using testing::kFlip;

constexpr std::string_view kPath = "/ws/supply-demand/BTCUSDT/1m";

class ZoneSocketTest : public ::testing::Test {
 protected:
  ZoneSocketTest() {
    store_.put(testing::instrument(0, "BTCUSDT"),
               testing::candles_of(testing::zone_market({kBaseAndRally, kBreak, kFlip})));
  }
  /// The next message, which must fit its schema.
  net::JsonValue next(net::test::WebSocket& client) {
    const std::string text = client.read_text();
    auto value = net::parse_json(text);
    EXPECT_TRUE(value) << text;
    if (!value) return {};
    EXPECT_EQ(testing::SchemaCheck{schemas_}.check(*value, "Envelope"), "") << text.substr(0, 500);
    return std::move(*value);
  }
  std::string type_of_next(net::test::WebSocket& client) {
    const auto message = next(client);
    return message.find("type") == nullptr ? "none" : *message.find("type")->text();
  }
  void open(net::test::WebSocket& client) {
    ASSERT_TRUE(client.open());
    ASSERT_EQ(type_of_next(client), "subscribed");
    ASSERT_EQ(type_of_next(client), "snapshot");
  }
  /// "bad_status status_filter" of the error that answers a message.
  std::string refusal(net::test::WebSocket& client, const std::string& message) {
    client.send_text(message);
    const auto answer = next(client);
    EXPECT_EQ(*answer.find("type")->text(), "error") << message;
    const auto* data = answer.find("data");
    if (data == nullptr || data->find("code") == nullptr) return "none";
    const auto* field = data->find("field");
    return *data->find("code")->text() + (field == nullptr ? "" : " " + *field->text());
  }

  net::JsonValue schemas_ = net::parse_json(openapi_schemas()).value();
  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

TEST_F(ZoneSocketTest, TellsWhatBecomesOfTheZonesOfItsSeries) {
  net::test::WebSocket client{running_.port(), kPath};
  open(client);
  using enum analysis::zones::ZoneEventKind;
  auto elsewhere = testing::said_of_zone(kCreated, 24);
  elsewhere.timeframe = core::Timeframe::k5m;
  running_.api.publish(elsewhere);
  running_.api.publish(testing::said_of_zone(kCreated, 24));
  running_.api.publish(testing::said_of_zone(kFlipped, 32));
  running_.api.publish(testing::said_of_zone(kExpired, 33));
  const auto created = next(client);
  EXPECT_EQ(*created.find("type")->text(), "sd_zone_created");
  EXPECT_EQ(*created.find("channel")->text(), "zones:BTCUSDT:1m");
  EXPECT_EQ(created.find("data")->find("zones")->array()->front().find("top_price")->number(), 100.4);
  EXPECT_EQ(type_of_next(client), "sd_zone_flipped");
  EXPECT_EQ(type_of_next(client), "sd_zone_expired");
}

TEST_F(ZoneSocketTest, FindsZonesOnRequest) {
  net::test::WebSocket client{running_.port(), kPath};
  open(client);
  client.send_text(
      R"({"action":"detect_zones","id":7,"start_time":"2024-01-01","end_time":"2024-02-01","status_filter":"flipped"})");
  const auto found = next(client);
  EXPECT_EQ(*found.find("type")->text(), "sd_zones_detected");
  EXPECT_EQ(*found.find("id")->integer(), 7);
  ASSERT_EQ(found.find("data")->find("zones")->array()->size(), 1U);
  EXPECT_EQ(*found.find("data")->find("zones")->array()->front().find("status")->text(), "flipped");
  // Times may also be numbers, as in the query.
  client.send_text(R"({"action":"detect_zones","start_time":)" + std::to_string(testing::kStart) +
                   R"(,"end_time":"2024-02-01","limit":1})");
  const auto page = next(client);
  EXPECT_EQ(page.find("data")->find("zones")->array()->size(), 1U);
  EXPECT_FALSE(page.find("data")->find("next")->is_null());
  EXPECT_EQ(page.find("id"), nullptr);
  client.send_text(R"({"action":"ping","id":8})");
  EXPECT_EQ(type_of_next(client), "pong");
}

TEST_F(ZoneSocketTest, RefusesTheHandshakeForWhatIsNotThere) {
  const auto refused = [&](const std::string& path) {
    return code_of(net::test::WebSocket{running_.port(), path}.handshake());
  };
  EXPECT_EQ(refused("/ws/supply-demand/NOPE/1m"), "unknown_symbol");
  EXPECT_EQ(refused("/ws/supply-demand/BTCUSDT/7m").substr(0, 4), "bad_");
  EXPECT_EQ(refused("/ws/supply-demand/BTCUSDT/1m?colour=blue"), "unknown_parameter colour");
  EXPECT_TRUE((net::test::WebSocket{running_.port(), "/ws/supply-demand/sim:BTC%2FUSDT/M1"}.open()));
  EXPECT_EQ(running_.get(kPath).status, 426);
  testing::RunningApi off{store_.path(), {}, {}, {testing::instrument(0, "BTCUSDT")}, {.zones = std::nullopt}};
  EXPECT_EQ(code_of(net::test::WebSocket{off.port(), kPath}.handshake()), "zones_off");
}

TEST_F(ZoneSocketTest, AnswersEveryBadMessageAndGoesOn) {
  net::test::WebSocket client{running_.port(), kPath};
  open(client);
  for (const char* text :
       {"", "{", "null", "[]", "1", "\"detect_zones\"", "nonsense", "{\"action\":\"detect_zones\""}) {
    EXPECT_NE(refusal(client, text), "none") << text;
  }
  EXPECT_EQ(refusal(client, "{}"), "unknown_action action");
  EXPECT_EQ(refusal(client, R"({"action":"subscribe","channels":["system"]})"), "unknown_action action");
  EXPECT_EQ(refusal(client, R"({"action":["detect_zones"]})"), "unknown_action action");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","id":"1"})"), "bad_id id");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","colour":"blue"})"), "unknown_parameter colour");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","symbol":"ETHUSDT"})"), "unknown_parameter symbol");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","limit":0})"), "bad_number limit");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","limit":1.5})"), "bad_member limit");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","limit":{"a":1}})"), "bad_member limit");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","status_filter":null})"), "bad_member status_filter");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","status_filter":"gone"})"), "bad_status status_filter");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","cursor":"x"})"), "bad_cursor cursor");
  EXPECT_EQ(refusal(client, R"({"action":"detect_zones","start_time":"2024-02-01","end_time":"2024-01-01"})"),
            "empty_range from");
  EXPECT_EQ(refusal(client, std::string(2000, '[')).substr(0, 4), "bad_");
  client.send_text(R"({"action":"detect_zones"})");
  EXPECT_EQ(type_of_next(client), "sd_zones_detected");
}

// Whoever leaves while a detection runs, and whoever asks again and again, does no harm: every question has an answer.
TEST_F(ZoneSocketTest, DoesOneDetectionAtATimeForAClient) {
  for (int i = 0; i < 20; ++i) {
    net::test::WebSocket gone{running_.port(), kPath};
    ASSERT_TRUE(gone.open());
    gone.send_text(R"({"action":"detect_zones"})");
  }
  net::test::WebSocket client{running_.port(), kPath};
  open(client);
  constexpr int kAsked = 50;
  for (int i = 0; i < kAsked; ++i) client.send_text(R"({"action":"detect_zones","id":)" + std::to_string(i) + "}");
  int detected = 0;
  for (int i = 0; i < kAsked; ++i) {
    const auto answer = next(client);
    const bool is_page = *answer.find("type")->text() == "sd_zones_detected";
    detected += is_page ? 1 : 0;
    if (!is_page) {
      EXPECT_EQ(*answer.find("data")->find("code")->text(), "busy");
    }
  }
  EXPECT_GE(detected, 1);
  EXPECT_EQ(running_.get("/health").status, 200);
}

}  // namespace
}  // namespace tidemark::api
