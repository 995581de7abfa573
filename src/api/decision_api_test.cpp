// Confluence, signals and traces as the API serves and streams them. What goes in is made by hand here; the store's own
// tests hold what it keeps, the decision room's what the numbers mean.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/decision_record.hpp"
#include "api/openapi.hpp"
#include "api/testing/decision_fixtures.hpp"
#include "api/testing/schema_check.hpp"

namespace tidemark::api {
namespace {

using testing::buy;
using testing::chart;
using testing::code_of;
using testing::kTaken;
using testing::no_signal;
using testing::said;
using testing::stopped;

class DecisionApi : public ::testing::Test {
 protected:
  DecisionApi() { EXPECT_TRUE(store_->put_instrument(testing::instrument(0, "BTCUSDT", "sim"))); }
  void expect_schema(const std::string& target, const std::string& name) {
    EXPECT_EQ(schemas_.check(running_.json(target), name), "") << target;
  }

  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
  net::JsonValue document_ = net::parse_json(openapi_schemas()).value();
  testing::SchemaCheck schemas_{document_};
};

TEST_F(DecisionApi, what_was_said_of_a_signal_overrides_what_is_stored) {
  const auto instrument = testing::instrument(0, "BTCUSDT", "sim");
  ASSERT_TRUE(store_->put_signals({record_of(instrument, buy())}));
  expect_schema("/api/signals", "SignalList");
  EXPECT_EQ(running_.json("/api/signals?status=open").find("signals")->array()->size(), 1U);
  running_.api.publish(said(stopped()));
  EXPECT_TRUE(running_.json("/api/signals?status=open").find("signals")->array()->empty());
  const auto page = running_.json("/api/signals?symbol=BTCUSDT&status=stopped");
  ASSERT_EQ(page.find("signals")->array()->size(), 1U);
  const auto& signal = page.find("signals")->array()->front();
  EXPECT_EQ(signal.find("result")->number(), -1);
  EXPECT_EQ(signal.find("mae")->number(), 2.5);
  EXPECT_EQ(*signal.find("trace_id")->text(), "sim:BTCUSDT@1704067260123");
  expect_schema("/api/signals", "SignalList");
  EXPECT_TRUE(running_.json("/api/signals?type=sell").find("signals")->array()->empty());
  EXPECT_TRUE(running_.json("/api/signals?symbol=ETHUSDT").find("signals")->array()->empty());
  EXPECT_EQ(code_of(running_.get("/api/signals?type=ghost")), "bad_choice type");
  EXPECT_EQ(code_of(running_.get("/api/signals?symbol=NOPE")), "unknown_symbol");
}

// Wilson, 1 of 1 at z = 1.96: 1 / (1 + 3.8416) = 0.2065.
TEST_F(DecisionApi, calibration_counts_ended_signals_with_their_interval) {
  auto hit = stopped();
  hit.status = decision::SignalStatus::kTarget;
  hit.exit = 103;
  ASSERT_TRUE(store_->put_signals({record_of(testing::instrument(0, "BTCUSDT", "sim"), hit)}));
  const auto rows = running_.json("/api/signals");
  ASSERT_EQ(rows.find("calibration")->array()->size(), 1U);
  const auto& row = rows.find("calibration")->array()->front();
  EXPECT_EQ(*row.find("confidence")->text(), "low");
  EXPECT_EQ(row.find("hit_rate")->number(), 1);
  EXPECT_NEAR(*row.find("hit_rate_low")->number(), 0.2065, 5e-5);
  EXPECT_EQ(row.find("mean_result")->number(), 1.5);
}

TEST_F(DecisionApi, the_latest_decision_is_explained_though_it_gave_no_signal) {
  EXPECT_EQ(code_of(running_.get("/decision-traces/BTCUSDT@latest")), "unknown_trace");
  const auto trace = std::make_shared<const decision::Trace>(no_signal());
  running_.api.publish(engine::DecisionOutput{.trace = trace, .known_at = kTaken});
  expect_schema("/decision-traces/BTCUSDT@latest", "DecisionTrace");
  const auto told = running_.json("/decision-traces/sim:BTCUSDT@1704067260123");
  EXPECT_EQ(*told.find("verdict")->text(), "no_signal");
  EXPECT_EQ(*told.find("versions")->find("configuration")->text(), "00000000000000ff");
  const auto& changes = *told.find("nearest_change")->array();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(*changes[0].find("gate")->text(), "direction");
  // 0.1 more at a weight of 0.5: structure from 0.2 to 0.4.
  const auto& reading = changes[0].find("readings")->array()->front();
  EXPECT_EQ(*reading.find("name")->text(), "structure");
  EXPECT_NEAR(*reading.find("to")->number(), 0.4, 1e-12);
  const auto& factor = told.find("confluence")->find("factors")->array()->front();
  EXPECT_EQ(*factor.find("finding")->find("kind")->text(), "demand");
  EXPECT_EQ(factor.find("finding")->find("zone")->find("distance_pips")->number(), 50);  // 0.5 at 0.01
}

TEST_F(DecisionApi, a_stored_trace_is_given_as_it_was_kept) {
  const auto instrument = testing::instrument(0, "BTCUSDT", "sim");
  auto trace = no_signal();
  trace.verdict = decision::Verdict::kSignal;
  trace.type = decision::SignalType::kWeakBuy;
  trace.signal = 7;
  ASSERT_TRUE(store_->put_traces({record_of(instrument, trace)}));
  expect_schema("/decision-traces/sim:BTCUSDT@1704067260123", "DecisionTrace");
  EXPECT_EQ(*running_.json("/decision-traces/BTCUSDT@1704067260123").find("signal")->integer(), 7);
  EXPECT_EQ(code_of(running_.get("/decision-traces/BTCUSDT@1704067260124")), "unknown_trace");
  EXPECT_EQ(code_of(running_.get("/decision-traces/NOPE@1704067260123")), "unknown_symbol");
  for (const char* bad : {"BTCUSDT", "BTCUSDT@", "BTCUSDT@soon", "BTCUSDT@-1", "BTCUSDT@99999999999999999999"}) {
    EXPECT_EQ(code_of(running_.get(std::string{"/decision-traces/"} + bad)), "bad_trace_id trace_id") << bad;
  }
}

TEST_F(DecisionApi, confluence_comes_from_memory_and_for_the_past_from_the_store) {
  expect_schema("/api/confluence/BTCUSDT/1h", "ConfluencePage");
  EXPECT_TRUE(running_.json("/api/confluence/BTCUSDT/1h").find("time")->is_null());
  const auto instrument = testing::instrument(0, "BTCUSDT", "sim");
  ASSERT_TRUE(store_->put_confluence({record_of(instrument, core::Timeframe::k1h, chart())}));
  auto later = chart();
  later.time = later.time + core::hours(1);
  later.known_at = later.known_at + core::hours(1);
  running_.api.publish(engine::ConfluenceOutput{.timeframe = core::Timeframe::k1h,
                                                .confluence = std::make_shared<const decision::Confluence>(later),
                                                .known_at = later.known_at});
  expect_schema("/api/confluence/BTCUSDT/1h", "ConfluencePage");
  EXPECT_EQ(*running_.json("/api/confluence/BTCUSDT/1h").find("time")->text(), "2024-01-01T01:00:00Z");
  const auto past = running_.json("/api/confluence/BTCUSDT/1h?to=2024-01-01T00:30:00Z");
  EXPECT_EQ(*past.find("time")->text(), "2024-01-01T00:00:00Z");
  const auto& zone = past.find("zones")->array()->front();
  EXPECT_EQ(zone.find("score")->number(), 0.19);
  EXPECT_EQ(zone.find("factors")->array()->front().find("contribution")->number(), 0.19);
  EXPECT_EQ(code_of(running_.get("/api/confluence/NOPE/1h")), "unknown_symbol");
}

TEST_F(DecisionApi, signals_are_streamed_when_they_open_and_when_they_end) {
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["signals:*"]})");
  const auto next = [&] { return net::parse_json(client.read_text()).value(); };
  EXPECT_EQ(*next().find("type")->text(), "subscribed");
  EXPECT_EQ(*next().find("type")->text(), "snapshot");
  for (const auto& signal : {buy(), stopped()}) {
    running_.api.publish(said(signal));
    const auto message = next();
    EXPECT_EQ(*message.find("type")->text(), "signal");
    EXPECT_EQ(schemas_.check(*message.find("data"), "SignalUpdate"), "");
    const auto& told = message.find("data")->find("signals")->array()->front();
    EXPECT_EQ(*told.find("status")->text(), name_of(signal.status));
  }
}

}  // namespace
}  // namespace tidemark::api
