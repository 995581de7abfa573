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

// Two signals by zones, of which one hit: Wilson, 1 of 2 at z = 1.96: (0.5 + 0.9604 +- 1.96 x 0.6929) / 2.9208 = 0.0945
// and 0.9055; results 1.5 and -1. Volume took part in the one that was stopped.
TEST_F(DecisionApi, ended_signals_are_counted_by_the_reasons_they_had) {
  using decision::FactorType;
  const auto bit = [](FactorType type) { return std::uint32_t{1} << decision::index_of(type); };
  auto hit = stopped();
  hit.status = decision::SignalStatus::kTarget;
  hit.exit = 103;
  hit.types = bit(FactorType::kSupplyDemand);
  auto lost = stopped();
  lost.known_at = lost.known_at + core::minutes(1);
  lost.updated = lost.updated + core::minutes(1);
  lost.types = bit(FactorType::kSupplyDemand) | bit(FactorType::kVolume);
  const auto instrument = testing::instrument(0, "BTCUSDT", "sim");
  ASSERT_TRUE(store_->put_signals({record_of(instrument, hit), record_of(instrument, lost)}));
  const auto rows = running_.json("/api/signals?symbol=BTCUSDT");
  ASSERT_EQ(rows.find("factors")->array()->size(), 2U);
  const auto& zones = rows.find("factors")->array()->front();
  EXPECT_EQ(*zones.find("factor")->text(), "supply_demand");
  EXPECT_EQ(*zones.find("ended")->integer(), 2);
  EXPECT_EQ(zones.find("hit_rate")->number(), 0.5);
  EXPECT_NEAR(*zones.find("hit_rate_low")->number(), 0.0945, 5e-5);
  EXPECT_NEAR(*zones.find("hit_rate_high")->number(), 0.9055, 5e-5);
  EXPECT_EQ(zones.find("mean_result")->number(), 0.25);
  EXPECT_EQ(*rows.find("factors")->array()->back().find("factor")->text(), "volume");
  expect_schema("/api/signals", "SignalList");
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

// The rows of the Markets page, in the list and in the stream.
class MarketRows : public DecisionApi {
 protected:
  /// The row of BTCUSDT in the list.
  net::JsonValue row() { return running_.json("/api/symbols").find("symbols")->array()->front(); }
  void publish_chart(core::Timeframe timeframe, double score) {
    auto confluence = chart();
    confluence.zones.front().score.total = score;
    running_.api.publish(
        engine::ConfluenceOutput{.timeframe = timeframe,
                                 .confluence = std::make_shared<const decision::Confluence>(confluence),
                                 .known_at = kTaken});
  }
};

TEST_F(MarketRows, say_nothing_before_anything_is_known) {
  const auto btc = row();
  for (const char* member : {"regime", "confluence", "zones_active", "signal"}) {
    EXPECT_TRUE(btc.find(member)->is_null()) << member;
  }
  expect_schema("/api/symbols", "SymbolList");
}

TEST_F(MarketRows, show_the_regime_and_how_many_zones_hold) {
  running_.api.publish(engine::MarketStateOutput{
      .state = {.regime = decision::RegimeReading{core::Timeframe::k15m, -1, true}, .live_zones = 4}});
  const auto btc = row();
  EXPECT_EQ(*btc.find("regime")->find("timeframe")->text(), "15m");
  EXPECT_EQ(*btc.find("regime")->find("name")->text(), "falling_high_volatility");
  EXPECT_EQ(*btc.find("zones_active")->integer(), 4);
  expect_schema("/api/symbols", "SymbolList");
}

TEST_F(MarketRows, show_the_best_confluence_of_the_charts_between_five_minutes_and_four_hours) {
  publish_chart(core::Timeframe::k1m, 0.9);
  publish_chart(core::Timeframe::k1d, 0.9);
  EXPECT_TRUE(row().find("confluence")->is_null());
  publish_chart(core::Timeframe::k1h, 0.2);
  publish_chart(core::Timeframe::k15m, 0.3);
  EXPECT_EQ(*row().find("confluence")->find("timeframe")->text(), "15m");
  publish_chart(core::Timeframe::k1h, 0.3);  // of equal ones the longer
  const auto best = *row().find("confluence");
  EXPECT_EQ(*best.find("timeframe")->text(), "1h");
  EXPECT_EQ(best.find("score")->number(), 0.3);
  EXPECT_EQ(best.find("price")->number(), 99.5);
  EXPECT_EQ(*best.find("direction")->text(), "bullish");
  expect_schema("/api/symbols", "SymbolList");
}

TEST_F(MarketRows, show_the_newest_signal_and_how_it_stands) {
  running_.api.publish(said(buy()));
  EXPECT_EQ(*row().find("signal")->find("status")->text(), "open");
  running_.api.publish(said(stopped()));
  const auto signal = *row().find("signal");
  EXPECT_EQ(*signal.find("type")->text(), "weak_buy");
  EXPECT_EQ(*signal.find("status")->text(), "stopped");
  EXPECT_EQ(signal.find("confidence")->number(), 55);
  EXPECT_EQ(*signal.find("trace_id")->text(), "sim:BTCUSDT@1704067260123");
  auto newer = buy();
  newer.number = 8;
  newer.known_at = kTaken + core::minutes(10);
  running_.api.publish(said(newer));
  running_.api.publish(said(stopped()));  // of the older one
  EXPECT_EQ(*row().find("signal")->find("status")->text(), "open");
  expect_schema("/api/symbols", "SymbolList");
}

TEST_F(MarketRows, remember_what_an_earlier_run_said_until_something_newer_is) {
  const auto btc = testing::instrument(0, "BTCUSDT", "sim");
  running_.api.remember(btc.id, record_of(btc, stopped()));
  auto older = chart();
  older.zones.front().score.total = 0.4;
  running_.api.remember(btc.id, record_of(btc, core::Timeframe::k4h, older));
  EXPECT_EQ(*row().find("signal")->find("status")->text(), "stopped");
  EXPECT_EQ(row().find("confluence")->find("score")->number(), 0.4);
  auto newer = buy();
  newer.known_at = kTaken + core::minutes(10);
  running_.api.publish(said(newer));
  publish_chart(core::Timeframe::k4h, 0.2);
  EXPECT_EQ(*row().find("signal")->find("status")->text(), "open");
  EXPECT_EQ(row().find("confluence")->find("score")->number(), 0.2);
  running_.api.remember(btc.id, record_of(btc, stopped()));
  running_.api.remember(btc.id, record_of(btc, core::Timeframe::k4h, older));
  EXPECT_EQ(*row().find("signal")->find("status")->text(), "open");
  EXPECT_EQ(row().find("confluence")->find("score")->number(), 0.2);
}

TEST_F(MarketRows, are_told_again_when_a_signal_opens) {
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["markets"]})");
  const auto next = [&] { return net::parse_json(client.read_text()).value(); };
  EXPECT_EQ(*next().find("type")->text(), "subscribed");
  const auto whole = next();
  EXPECT_EQ(schemas_.check(*whole.find("data"), "MarketRows"), "");
  EXPECT_TRUE(whole.find("data")->find("rows")->array()->front().find("signal")->is_null());
  running_.api.publish(said(buy()));
  const auto update = next();
  EXPECT_EQ(*update.find("type")->text(), "markets");
  EXPECT_EQ(schemas_.check(*update.find("data"), "MarketRows"), "");
  ASSERT_EQ(update.find("data")->find("rows")->array()->size(), 1U);
  const auto& row = update.find("data")->find("rows")->array()->front();
  EXPECT_EQ(*row.find("signal")->find("type")->text(), "weak_buy");
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

TEST_F(DecisionApi, the_confluence_of_a_chart_is_streamed_whole) {
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["confluence:BTCUSDT:1h"]})");
  const auto next = [&] { return net::parse_json(client.read_text()).value(); };
  EXPECT_EQ(*next().find("type")->text(), "subscribed");
  const auto nothing = next();
  EXPECT_EQ(*nothing.find("type")->text(), "snapshot");
  EXPECT_EQ(*nothing.find("channel")->text(), "confluence:BTCUSDT:1h");
  EXPECT_TRUE(nothing.find("data")->find("zones")->array()->empty());
  const auto publish = [&](core::Timeframe timeframe) {
    running_.api.publish(engine::ConfluenceOutput{.timeframe = timeframe,
                                                  .confluence = std::make_shared<const decision::Confluence>(chart()),
                                                  .known_at = kTaken});
  };
  publish(core::Timeframe::k15m);  // another chart
  publish(core::Timeframe::k1h);
  const auto update = next();
  EXPECT_EQ(*update.find("type")->text(), "confluence_update");
  EXPECT_EQ(schemas_.check(update, "Envelope"), "");
  EXPECT_EQ(schemas_.check(*update.find("data"), "ConfluencePage"), "");
  EXPECT_EQ(*update.find("data")->find("timeframe")->text(), "1h");
  EXPECT_EQ(update.find("data")->find("zones")->array()->front().find("score")->number(), 0.19);

  net::test::WebSocket late{running_.port(), "/ws/stream"};
  ASSERT_TRUE(late.open());
  late.send_text(R"({"action":"subscribe","channels":["confluence:BTCUSDT:1h"]})");
  EXPECT_EQ(*net::parse_json(late.read_text())->find("type")->text(), "subscribed");
  const auto whole = net::parse_json(late.read_text()).value();
  EXPECT_EQ(whole.find("data")->find("zones")->array()->size(), 1U);
}

}  // namespace
}  // namespace tidemark::api
