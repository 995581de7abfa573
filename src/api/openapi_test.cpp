#include "api/openapi.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/firing.hpp"
#include "api/testing/chart_pattern_fixtures.hpp"
#include "api/testing/decision_fixtures.hpp"
#include "api/testing/fake_activation.hpp"
#include "api/testing/fake_alerts.hpp"
#include "api/testing/fake_backtests.hpp"
#include "api/testing/fake_trading.hpp"
#include "api/testing/fixtures.hpp"
#include "api/testing/schema_check.hpp"
#include "api/testing/zone_fixtures.hpp"

namespace tidemark::api {
namespace {

using ::testing::HasSubstr;

class OpenApiTest : public ::testing::Test {
 protected:
  net::JsonValue document_ = net::parse_json(openapi_document(route_table(), "1.2.3")).value();
};

TEST_F(OpenApiTest, HasExactlyTheRoutesOfTheRouter) {
  testing::RunningApi running;
  std::set<std::string> served;
  for (const auto& route : running.api.routes().routes()) {
    std::string method{net::name_of(route.method)};
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    served.insert(method + " " + route.pattern);
  }
  std::set<std::string> documented;
  for (const auto& [path, operations] : *document_.find("paths")->members()) {
    for (const auto& [method, operation] : *operations.members()) documented.insert(method + " " + path);
  }
  EXPECT_EQ(served, documented);
}

TEST_F(OpenApiTest, DescribesEveryPathParameterAndNoOther) {
  for (const auto& [path, operations] : *document_.find("paths")->members()) {
    for (const auto& [method, operation] : *operations.members()) {
      std::set<std::string> in_path;
      for (std::size_t at = 0; (at = path.find('{', at)) != std::string::npos; ++at) {
        in_path.insert(path.substr(at + 1, path.find('}', at) - at - 1));
      }
      std::set<std::string> described;
      if (const auto* params = operation.find("parameters")) {
        for (const auto& p : *params->array()) {
          if (*p.find("in")->text() != "path") continue;
          described.insert(*p.find("name")->text());
          EXPECT_TRUE(*p.find("required")->boolean());
        }
      }
      EXPECT_EQ(in_path, described) << path;
    }
  }
}

void collect_references(const net::JsonValue& value, std::set<std::string>& out) {
  if (value.array() != nullptr) {
    for (const auto& item : *value.array()) collect_references(item, out);
  }
  if (value.members() == nullptr) return;
  for (const auto& [name, member] : *value.members()) {
    if (name == "$ref") out.insert(member.text()->substr(std::string{"#/components/schemas/"}.size()));
    collect_references(member, out);
  }
}

TEST_F(OpenApiTest, EveryReferenceResolvesAndEverySchemaIsUsed) {
  std::set<std::string> used;
  collect_references(document_, used);
  std::set<std::string> defined;
  for (const auto& [name, schema] : *document_.find("components")->find("schemas")->members()) defined.insert(name);
  EXPECT_EQ(used, defined);
}

/// The dashboard's types are generated from this file (web/scripts/generate_types.mjs), so it must be this document.
/// With TIDEMARK_TEST_WRITE_DOCS=1 it is written anew instead.
TEST_F(OpenApiTest, TheDashboardIsBuiltAgainstThisDocument) {
  const std::filesystem::path path = std::filesystem::path{TIDEMARK_SOURCE_DIR} / "web/src/api/openapi.json";
  const std::string document = openapi_document(route_table(), "0");
  if (std::getenv("TIDEMARK_TEST_WRITE_DOCS") != nullptr) std::ofstream{path} << document << '\n';
  std::ifstream file{path};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  ASSERT_FALSE(text.empty()) << path;
  text.pop_back();
  EXPECT_TRUE(text == document) << "run TIDEMARK_TEST_WRITE_DOCS=1 api_test, then `npm run types` in web/";
}

TEST_F(OpenApiTest, OperationIdsAreUnique) {
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const RouteInfo& route : route_table()) {
    ids.insert(std::string{route.id});
    ++count;
  }
  EXPECT_EQ(ids.size(), count);
}

/// What the routes really answer must fit what the document says.
class DocumentedAnswers : public ::testing::Test {
 protected:
  DocumentedAnswers() {
    std::vector<core::Candle> candles;
    std::vector<core::Candle> hours;
    for (int n = 0; n < 100; ++n) {
      candles.push_back(testing::candle(n));
      hours.push_back(testing::candle(n, 60));
    }
    store_.put(testing::instrument(0, "BTCUSDT"), candles);
    store_.put(testing::instrument(9, "EURUSD", "file"), hours, core::Timeframe::k1h);
    const storage::SeriesKey key{"sim", "BTCUSDT", core::Timeframe::k1m};
    core::Finding finding;
    finding.code = core::FindingCode::kPriceJump;
    finding.policy = core::Policy::kQuarantine;
    EXPECT_TRUE(store_->put_quarantine({{key, finding, "a \"row\" as it came"}}));
    EXPECT_TRUE(store_->put_gaps(
        {{key, {{}, core::Timeframe::k1m, {testing::candle(5).open_time, testing::candle(7).open_time}, 2}}}));
    EXPECT_TRUE(store_->put_zones({testing::stored_zone(key)}));
    store_.put(testing::instrument(8, "LTCUSDT"), testing::double_top());
    EXPECT_TRUE(store_->trading_ledger().put(testing::two_trades(testing::instrument(0, "BTCUSDT"))));
    storage::TradeRecord manual = testing::two_trades(testing::instrument(0, "BTCUSDT")).trades[0];
    manual.id = "f000000000000001";
    manual.source = "manual";
    EXPECT_TRUE(store_->trading_ledger().put(storage::JournalChange{storage::PutManualTrade{manual, {}}}));
    EXPECT_TRUE(trading_.place({.request = {.qty = {1}}, .client_id = "first", .stop_loss = {}, .take_profit = {}}));
    running_.api.publish(testing::closed(0, testing::candle(100)));
    running_.api.publish(testing::forming(0, testing::candle(101)));
    running_.api.publish(core::FeedStatus{{0}, {}, core::FeedState::kLive});
    running_.api.publish(engine::QualityOutput{{0}, core::Timeframe::k1m, {}, {}});
    running_.api.publish(engine::BookOutput{{0}, engine::BookState::kLive, 1, {{1}, {2}}, {{3}, {4}}, {}});
    engine::BookDepth depth;
    depth.state = engine::BookState::kLive;
    depth.bid_levels[0] = {{9999}, {5}};
    depth.ask_levels[0] = {{10001}, {7}};
    depth.bid_count = depth.ask_count = 1;
    EXPECT_TRUE(running_.api.publish_depth(depth));
    running_.api.publish(core::Trade{{0}, {}, {10000}, {3}, core::Side::kSell, 7, 7});
    running_.api.publish(engine::PauseOutput{{1}, engine::SignalGate::kPaused, core::FindingCode::kGap, {}});
    running_.api.publish(engine::DecisionOutput{.trace = std::make_shared<const decision::Trace>(testing::no_signal()),
                                                .known_at = testing::kTaken});
    running_.api.publish(testing::said(testing::buy()));
    running_.api.publish(
        engine::ConfluenceOutput{.confluence = std::make_shared<const decision::Confluence>(testing::chart())});
  }
  /// Whatever the surroundings may say, with and without its optional parts.
  static testing::Surroundings surroundings(Subscriptions& subscriptions, Alerts& alerts, Trading& trading,
                                            Backtests& backtests, Activation& activation) {
    const core::Timestamp since = core::Timestamp::from_ms(testing::kStart);
    Reporters reporters;
    reporters.feeds = [since] {
      return std::vector<FeedLink>{{"sim", "market-1", core::FeedState::kLive, since, "", 2, 1000, 1, since},
                                   {"sim", "rest", core::FeedState::kPolling, since, "the stream broke", 0, 0, 0, {}}};
    };
    reporters.parts = [since] {
      return std::vector<PartReport>{{"engine.0", PartState::kRunning, since, "", {}},
                                     {"binance rest", PartState::kDegraded, since, "429", Circuit::kHalfOpen}};
    };
    reporters.store = [] { return StoreReport{"writing", "", 1, 0, 4096}; };
    reporters.feed_reason = [](core::InstrumentId) { return std::string{"resubscribing"}; };
    return {.subscriptions = &subscriptions,
            .reporters = std::move(reporters),
            .alerts = &alerts,
            .trading = &trading,
            .activation = &activation,
            .backtests = &backtests};
  }

  testing::TestStore store_;
  testing::FakeSubscriptions subscriptions_;
  testing::FakeAlerts alerts_;
  testing::FakeBacktests backtests_;
  testing::FakeTrading trading_{*store_, testing::instrument(0, "BTCUSDT")};
  testing::FakeActivation stages_{*store_, activation::Machine{{}}};
  testing::RunningApi running_{store_.path(),
                               {},
                               {},
                               {testing::instrument(0, "BTCUSDT"), testing::instrument(1, "ETHUSDT")},
                               surroundings(subscriptions_, alerts_, trading_, backtests_, stages_)};
  net::JsonValue schemas_ = net::parse_json(openapi_schemas()).value();
};

/// Those of trading.
std::map<Operation, std::string> trading_targets() {
  return {
      {Operation::kOrders, "/api/orders"},
      {Operation::kPlaceOrder, "/api/orders"},
      {Operation::kOrder, "/api/orders/1"},
      {Operation::kCancelOrder, "/api/orders/1"},
      {Operation::kCancelOrders, "/api/orders"},
      {Operation::kFills, "/api/fills"},
      {Operation::kPositions, "/api/positions"},
      {Operation::kPortfolio, "/api/portfolio"},
      {Operation::kPortfolioHistory, "/api/portfolio/history"},
      {Operation::kOwnTrades, "/api/trades"},
      {Operation::kPositionSize, "/api/risk/position-size"},
      {Operation::kReleaseHalt, "/api/risk/release-halt"},
      {Operation::kKillSwitch, "/api/kill-switch"},
      {Operation::kSetKillSwitch, "/api/kill-switch"},
      {Operation::kJournal, "/api/journal"},
      {Operation::kJournalStatistics, "/api/journal/statistics"},
      {Operation::kJournalEntry, "/api/journal/0000000000000001"},
      {Operation::kAddJournalEntry, "/api/journal"},
      {Operation::kChangeJournalEntry, "/api/journal/0000000000000001"},
      {Operation::kRemoveJournalEntry, "/api/journal/f000000000000001"},
      {Operation::kStrategyCatalogue, "/api/strategies"},
      {Operation::kBacktests, "/api/backtests"},
      {Operation::kAddBacktest, "/api/backtests"},
      {Operation::kBacktest, "/api/backtests/0000000000000001"},
      {Operation::kBacktestResult, "/api/backtests/0000000000000001/result"},
      {Operation::kCancelBacktest, "/api/backtests/0000000000000001"},
      {Operation::kActivation, "/api/activation"},
      {Operation::kSetStage, "/api/activation"},
      {Operation::kActivationEvents, "/api/activation/events"},
      {Operation::kConfigurations, "/api/activation/configurations"},
      {Operation::kGoNoGo, "/api/go-no-go"},
      {Operation::kShadowMode, "/shadow-mode"},
      {Operation::kSetShadowMode, "/shadow-mode"},
      {Operation::kRollback, "/api/rollback"},
  };
}

/// A target of every route that answers with success.
std::map<Operation, std::string> targets_to_try() {
  return {
      {Operation::kSymbols, "/api/symbols"},
      {Operation::kAvailable, "/api/symbols/available"},
      {Operation::kSubscribe, "/api/symbols/XRPUSDT/subscription"},
      {Operation::kUnsubscribe, "/api/symbols/BTCUSDT/subscription"},
      {Operation::kData, "/api/data/BTCUSDT/1m"},
      {Operation::kOrderBook, "/api/orderbook/BTCUSDT"},
      {Operation::kTrades, "/api/trades/BTCUSDT"},
      {Operation::kIndicatorCatalogue, "/api/indicators"},
      {Operation::kIndicators, "/api/indicators/BTCUSDT/1m?names=all"},
      {Operation::kPatternCatalogue, "/api/patterns"},
      {Operation::kPatterns, "/api/patterns/BTCUSDT/1m"},
      {Operation::kPatternStatistics, "/api/patterns/statistics"},
      {Operation::kPatternAgreement, "/api/patterns/agreement?symbol=BTCUSDT"},
      {Operation::kVolumeCatalogue, "/api/volume/patterns"},
      {Operation::kVolumePatterns, "/api/volume/patterns/BTCUSDT"},
      {Operation::kFractals, "/api/fractals/BTCUSDT/1m"},
      {Operation::kSwings, "/api/swings/BTCUSDT/1m"},
      {Operation::kFibonacci, "/api/fibonacci/BTCUSDT/1m"},
      {Operation::kStructure, "/api/structure/BTCUSDT/1m"},
      {Operation::kZones, "/api/supply-demand-zones/BTCUSDT/1m?start_time=2024-01-01&end_time=2024-01-02"},
      {Operation::kZoneTests, "/api/supply-demand-zones/0123456789abcdef/tests"},
      {Operation::kDetectZones, "/api/supply-demand-zones/detect-realtime"},
      {Operation::kZoneStatistics, "/api/supply-demand-statistics/BTCUSDT/1m?days_back=3650"},
      {Operation::kChartPatternCatalogue, "/api/chart-patterns"},
      {Operation::kChartPatterns, "/api/chart-patterns/LTCUSDT/1m?from=2024-01-01&to=2024-01-02"},
      {Operation::kVolumeAftermath, "/api/volume/aftermath/BTCUSDT"},
      {Operation::kConfluence, "/api/confluence/BTCUSDT/1m"},
      {Operation::kSignals, "/api/signals"},
      {Operation::kDecisionTrace, "/decision-traces/BTCUSDT@latest"},
      {Operation::kAnalyze, "/intelligence/analyze/BTCUSDT"},
      {Operation::kIntelligencePatterns, "/intelligence/patterns/BTCUSDT"},
      {Operation::kIntelligenceMarket, "/intelligence/market/BTCUSDT"},
      {Operation::kBulkAnalyze, "/intelligence/bulk-analyze"},
      {Operation::kBudget, "/api/performance/budget"},
      {Operation::kQuality, "/api/quality/BTCUSDT/1m"},
      {Operation::kGaps, "/api/gaps/BTCUSDT"},
      {Operation::kQuarantine, "/api/quarantine"},
      {Operation::kAlerts, "/api/alerts"},
      {Operation::kAddAlert, "/api/alerts"},
      {Operation::kAlert, "/api/alerts/0000000000000000"},
      {Operation::kChangeAlert, "/api/alerts/0000000000000000"},
      {Operation::kRemoveAlert, "/api/alerts/0000000000000000"},
      {Operation::kAlertHistory, "/api/alerts/history"},
      {Operation::kWebhooks, "/api/webhooks"},
      {Operation::kAddWebhook, "/api/webhooks"},
      {Operation::kChangeWebhook, "/api/webhooks/aaaaaaaaaaaaaaaa"},
      {Operation::kRemoveWebhook, "/api/webhooks/aaaaaaaaaaaaaaaa"},
      {Operation::kTestWebhook, "/api/webhooks/aaaaaaaaaaaaaaaa/test"},
      {Operation::kDeliveries, "/api/webhooks/aaaaaaaaaaaaaaaa/deliveries"},
      {Operation::kStatus, "/api/status"},
      {Operation::kSystem, "/api/system"},
      {Operation::kLatency, "/api/latency"},
      {Operation::kServices, "/services/status"},
      {Operation::kUdfConfig, "/udf/config"},
      {Operation::kUdfSymbols, "/udf/symbols?symbol=BTCUSDT"},
      {Operation::kUdfSymbolInfo, "/udf/symbol_info"},
      {Operation::kUdfSearch, "/udf/search?query=btc"},
      {Operation::kUdfHistory, "/udf/history?symbol=BTCUSDT&resolution=1&from=1704067200&to=1704153600"},
      {Operation::kUdfTime, "/udf/time"},
      {Operation::kHealth, "/health"},
      {Operation::kMetrics, "/metrics"},
      {Operation::kOpenApi, "/openapi.json"},
      {Operation::kDocs, "/docs"},
  };
}

std::map<Operation, std::string> bodies_to_try() {
  return {
      {Operation::kDetectZones, testing::posted_candles()},
      {Operation::kBulkAnalyze, R"({"symbols":["BTCUSDT","NOPE"]})"},
      {Operation::kAddAlert, R"({"name":"r","condition":{"type":"price_cross","level":10}})"},
      {Operation::kChangeAlert, R"({"enabled":false})"},
      {Operation::kAddWebhook, R"({"name":"w","url":"http://127.0.0.1:9/"})"},
      {Operation::kChangeWebhook, R"({"enabled":false})"},
      {Operation::kPlaceOrder, R"({"symbol":"BTCUSDT","side":"buy","quantity":1})"},
      {Operation::kPositionSize, R"({"symbol":"BTCUSDT","entry":100,"stop":95})"},
      {Operation::kReleaseHalt, R"({"confirm":"release"})"},
      {Operation::kSetKillSwitch, R"({"engaged":true})"},
      {Operation::kAddJournalEntry,
       R"({"symbol":"BTCUSDT","direction":"long","quantity":1,"entry_price":1,"exit_price":2,"entered_at":0,"exited_at":1})"},
      {Operation::kChangeJournalEntry, R"({"tags":["a"]})"},
      {Operation::kAddBacktest, R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m"})"},
      {Operation::kSetStage, R"({"action":"restart","confirm":"restart"})"},
      {Operation::kSetShadowMode, R"({"action":"start","strategy":"sma_cross","parameters":["fast=5"]})"},
      {Operation::kRollback, R"({"reason":"by hand"})"},
  };
}

TEST_F(DocumentedAnswers, FitTheirSchemas) {
  const testing::SchemaCheck schemas{schemas_};
  std::map<Operation, std::string> targets = targets_to_try();
  targets.merge(trading_targets());
  const std::map<Operation, std::string> bodies = bodies_to_try();
  for (const RouteInfo& route : route_table()) {
    if (route.kind == RouteKind::kWebSocket) continue;
    const std::string& target = targets.at(route.operation);
    const auto posted = bodies.find(route.operation);
    const std::string body = posted == bodies.end() ? "" : posted->second;
    const auto reply = running_.request(net::name_of(route.method), target, body);
    EXPECT_EQ(reply.status, route.success) << target;
    EXPECT_EQ(reply.header("content-type"), route.media) << target;
    if (!route.schema.empty()) {
      const auto value = net::parse_json(reply.body);
      ASSERT_TRUE(value) << target;
      EXPECT_EQ(schemas.check(*value, std::string{route.schema}), "") << target << "\n" << reply.body.substr(0, 500);
    }
    const auto refused =
        running_.request(net::name_of(route.method), target + (target.contains('?') ? "&" : "?") + "colour=blue");
    EXPECT_EQ(refused.status, 422) << target;
    const bool udf = route.kind == RouteKind::kUdf;
    if (!udf) {
      EXPECT_EQ(testing::code_of(refused), "unknown_parameter colour");
    }
    EXPECT_THAT(refused.body, HasSubstr("colour"));
    EXPECT_EQ(schemas.check(*net::parse_json(refused.body), udf ? "UdfError" : "Problem"), "");
  }
}

TEST_F(DocumentedAnswers, StreamMessagesFitTheirSchema) {
  const testing::SchemaCheck schemas{schemas_};
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["system","candles:BTCUSDT:1m","candles:X:1m"],"id":1})");
  client.send_text(R"({"action":"ping"})");
  client.send_text(R"({"action":"unsubscribe","channels":["system"]})");
  for (int i = 0; i < 6; ++i) {
    const std::string text = client.read_text();
    const auto value = net::parse_json(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(schemas.check(*value, "Envelope"), "") << text.substr(0, 500);
  }
  client.send_text(
      R"({"action":"subscribe","channels":["system","book:BTCUSDT","trades:BTCUSDT","markets","patterns:BTCUSDT:1m","volume:BTCUSDT:1m","chart-patterns:BTCUSDT:1m","alerts","trading"],"resume":{"system":5}})");
  client.send_text(R"({"action":"ping","id":2})");
  // What is said of itself now and then comes between; with this pong all channels are there.
  for (bool subscribed = false; !subscribed;) {
    const std::string text = client.read_text();
    const auto value = net::parse_json(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(schemas.check(*value, "Envelope"), "") << text.substr(0, 500);
    const auto* id = value->find("id");
    subscribed = *value->find("type")->text() == "pong" && id != nullptr && id->integer() != nullptr;
  }
  running_.api.publish(testing::closed(0, testing::candle(101)));
  running_.api.publish(core::FeedStatus{{0}, {}, core::FeedState::kGapped});
  running_.api.publish(engine::PauseOutput{{0}, engine::SignalGate::kPaused, core::FindingCode::kGap, {}});
  running_.api.publish(engine::QualityOutput{{0}, core::Timeframe::k1m, {}, {}});
  running_.api.publish(core::Gap{{0}, core::Timeframe::k1m, {}, 1, {}, {}, {}});
  running_.api.publish(engine::BookOutput{{0}, engine::BookState::kStale, 1, {}, {}, {}});
  running_.api.publish(core::Trade{{0}, {}, {10000}, {3}, core::Side::kBuy, 8, 8});
  running_.api.publish(engine::PatternOutput{.instrument = {0}, .value = 100, .price = {10000}});
  running_.api.publish(engine::VolumeOutput{.instrument = {0}});
  const core::Candle next = testing::candle(102);
  running_.api.publish(testing::forming(0, next));
  running_.api.publish(engine::FormingPatternsOutput{
      .instrument = {0}, .hits = {.ready = 1, .bullish = 1}, .open_time = next.open_time});
  for (const auto& said : testing::said_of_double_top(testing::instrument(0, "BTCUSDT"), testing::double_top())) {
    running_.api.publish(said);
  }
  running_.api.publish_alert(alerts::document_of({}), {});
  running_.api.publish_trading(testing::two_trades(testing::instrument(0, "BTCUSDT")), *trading_.portfolio());
  running_.api.publish_step(store_->activation_ledger().activation_events({}).value().at(0));
  engine::BookDepth depth;
  depth.state = engine::BookState::kStale;
  EXPECT_TRUE(running_.api.publish_depth(depth));
  // The candle, five of status, one each of the other channels: in whatever order, each must fit.
  std::set<std::string> left{"candle",           "status",          "book",
                             "trades",           "markets",         "pattern_update",
                             "volume_pattern",   "alert_triggered", "pattern_forming",
                             "portfolio_change", "activation_event"};
  std::size_t chart_patterns = 0;
  while (!left.empty() || chart_patterns == 0) {
    const std::string text = client.read_text();
    ASSERT_FALSE(text.empty());
    const auto value = net::parse_json(text);
    ASSERT_TRUE(value) << text;
    // Both channels of patterns speak under one type.
    const bool is_chart = value->find("data")->find("chart_patterns") != nullptr;
    is_chart ? static_cast<void>(++chart_patterns) : static_cast<void>(left.erase(*value->find("type")->text()));
    EXPECT_EQ(schemas.check(*value, "Envelope"), "") << text.substr(0, 500);
  }
}

TEST(DocsPage, NamesEveryRouteAndLoadsNothing) {
  const std::string page = docs_page(route_table(), "1.2.3 <b>");
  for (const RouteInfo& route : route_table()) EXPECT_THAT(page, HasSubstr(std::string{route.pattern}));
  EXPECT_THAT(page, HasSubstr("1.2.3 &lt;b&gt;"));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("<script")));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("http://")));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("https://")));
}

}  // namespace
}  // namespace tidemark::api
