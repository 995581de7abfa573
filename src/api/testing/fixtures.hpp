#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "api/api.hpp"
#include "core/instrument.hpp"
#include "net/http_server.hpp"
#include "net/json_reader.hpp"
#include "net/test_client.hpp"
#include "ops/system_clock.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

/// Shared by this room's tests.
namespace tidemark::api::testing {

inline constexpr std::int64_t kMinute = 60'000;
/// 2024-01-01T00:00:00Z, a Monday.
inline constexpr std::int64_t kStart = 1'704'067'200'000;

inline core::Instrument instrument(std::uint32_t id, std::string symbol, std::string venue = "sim") {
  core::Instrument made;
  made.id = {id};
  made.venue = std::move(venue);
  made.symbol = std::move(symbol);
  made.scale = {2, 5};
  return made;
}

/// The candle of minute `n` after kStart: opens at 100 + n in price units of 0.01, closes one higher.
inline core::Candle candle(std::int64_t n, std::int64_t minutes = 1) {
  core::Candle c;
  c.open_time = core::Timestamp::from_ms(kStart + n * minutes * kMinute);
  c.open = {10000 + n};
  c.high = {10002 + n};
  c.low = {9999 + n};
  c.close = {10001 + n};
  c.volume = {150000};
  return c;
}

inline engine::Output closed(std::uint32_t id, const core::Candle& c, core::Timeframe tf = core::Timeframe::k1m) {
  return engine::CandleOutput{{id}, tf, core::CandleState::kClosed, c, c.open_time + core::duration_of(tf)};
}
inline engine::Output forming(std::uint32_t id, const core::Candle& c, core::Timeframe tf = core::Timeframe::k1m) {
  return engine::CandleOutput{{id}, tf, core::CandleState::kForming, c, c.open_time + core::seconds(1)};
}

using ops::testing::TemporaryFolder;

/// A database of its own with what a test puts in.
class TestStore {
 public:
  TestStore() : store_{storage::open_store(path(), storage::OpenMode::kCreate).value()} {}
  [[nodiscard]] std::string path() const { return (folder_.path() / "test.db").string(); }
  storage::Store& operator*() { return *store_; }
  storage::Store* operator->() { return store_.get(); }

  void put(const core::Instrument& i, std::vector<core::Candle> candles, core::Timeframe tf = core::Timeframe::k1m) {
    ASSERT_TRUE(store_->put_candles({i, tf, "test", std::move(candles)}));
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<storage::Store> store_;
};

/// A venue's list in memory: takes every change at once.
class FakeSubscriptions final : public Subscriptions {
 public:
  core::Result<AvailableSymbol> request(const SubscriptionChange& change) override {
    const std::lock_guard lock{mutex_};
    if (refusal) return std::unexpected(*refusal);
    const auto it = std::ranges::find(symbols, change.name.symbol, &AvailableSymbol::symbol);
    if (it == symbols.end()) {
      return core::fail(core::ErrorKind::kNotFound, "unknown_symbol", "No venue lists it.", "symbol");
    }
    it->state = change.action == SubscriptionChange::Action::kSubscribe ? SubscriptionState::kSubscribing
                                                                        : SubscriptionState::kUnsubscribing;
    return *it;
  }
  AvailablePage available(std::string_view search, std::size_t limit) const override {
    const std::lock_guard lock{mutex_};
    AvailablePage page;
    for (const AvailableSymbol& symbol : symbols) {
      if (!symbol.symbol.contains(search)) continue;
      ++page.total;
      if (page.symbols.size() < limit) page.symbols.push_back(symbol);
    }
    return page;
  }
  SubscriptionState state(const core::Instrument& instrument) const override {
    const std::lock_guard lock{mutex_};
    const auto it = std::ranges::find(symbols, instrument.symbol, &AvailableSymbol::symbol);
    return it == symbols.end() ? SubscriptionState::kUnsubscribed : it->state;
  }

  std::vector<AvailableSymbol> symbols{{"sim", "BTCUSDT", "BTC", "USDT", SubscriptionState::kSubscribed},
                                       {"sim", "ETHUSDT", "ETH", "USDT", SubscriptionState::kUnsubscribed},
                                       {"sim", "XRPUSDT", "XRP", "USDT", SubscriptionState::kUnsubscribed}};
  std::optional<core::Error> refusal;

 private:
  mutable std::mutex mutex_;
};

/// What a process around the API may add.
struct Surroundings {
  Subscriptions* subscriptions{nullptr};
  Reporters reporters{};
  Alerts* alerts{nullptr};
  Trading* trading{nullptr};
  Activation* activation{nullptr};
  Backtests* backtests{nullptr};
  std::optional<analysis::volume::Settings> volume{std::in_place};
  std::optional<analysis::structure::StructureSettings> structure{std::in_place};
  std::optional<analysis::zones::ZoneOverrides> zones{std::in_place};
  std::optional<analysis::chart_patterns::Settings> chart_patterns{std::in_place};
};

/// An Api behind a real server on a free port, with both of its threads.
class RunningApi {
 public:
  explicit RunningApi(const std::string& store_path = "", Limits limits = {}, net::ServerOptions options = {},
                      std::vector<core::Instrument> instruments = {instrument(0, "BTCUSDT"), instrument(1, "ETHUSDT")},
                      Surroundings surroundings = {})
      : api{{.open_store = opener(store_path),
             .instruments = std::move(instruments),
             .source = {"sim", "Simulated exchange (not real prices)", "tests", core::Timestamp::from_ms(kStart)},
             .version = "9.8.7",
             .web_dir = {},
             .clock = clock,
             .logger = ops::null_logger(),
             .metrics = *metrics,
             .queues = queues,
             .limits = limits,
             .subscriptions = surroundings.subscriptions,
             .reporters = std::move(surroundings.reporters),
             .alerts = surroundings.alerts,
             .trading = surroundings.trading,
             .activation = surroundings.activation,
             .backtests = surroundings.backtests,
             .volume = surroundings.volume,
             .structure = surroundings.structure,
             .zones = surroundings.zones,
             .chart_patterns = surroundings.chart_patterns}} {
    options.port = 0;
    server = std::move(net::HttpServer::listen(options, api.routes(), ops::null_logger(), *metrics).value());
    api.attach(*server);
    io_ = std::jthread{[this] { server->run(); }};
    reader_ = std::jthread{[this] { api.run_reads(); }};
    analyst_ = std::jthread{[this] { api.run_analyses(); }};
  }
  ~RunningApi() {
    server->stop();
    api.stop_reads();
    api.stop_analyses();
    io_.join();
    reader_.join();
    analyst_.join();
  }
  RunningApi(const RunningApi&) = delete;
  RunningApi& operator=(const RunningApi&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server->port(); }
  [[nodiscard]] net::test::Reply get(std::string_view target, std::string_view headers = "") const {
    return net::test::get(port(), target, headers);
  }
  [[nodiscard]] net::test::Reply request(std::string_view method, std::string_view target,
                                         const std::string& body = "") const {
    net::test::Socket socket{port()};
    socket.send(net::test::request_text(method, target, "", body));
    return net::test::read_reply(socket);
  }
  /// The body parsed; a test failure when it is not JSON.
  [[nodiscard]] net::JsonValue json(std::string_view target) const {
    auto value = net::parse_json(get(target).body);
    EXPECT_TRUE(value) << target;
    return value ? std::move(*value) : net::JsonValue{};
  }

  ops::SystemClock clock;
  std::unique_ptr<ops::Metrics> metrics = ops::make_metrics();
  bus::QueueRegistry queues;
  Api api;
  std::unique_ptr<net::HttpServer> server;

 private:
  static std::function<core::Result<std::unique_ptr<storage::Store>>()> opener(const std::string& path) {
    if (path.empty()) return {};
    return [path] { return storage::open_store(path, storage::OpenMode::kReadOnly); };
  }
  std::jthread io_;
  std::jthread reader_;
  std::jthread analyst_;
};

/// A problem document's `code`, and its `field` where it has one: "bad_number limit".
inline std::string code_of(const net::test::Reply& reply) {
  const auto value = net::parse_json(reply.body);
  if (!value || value->find("code") == nullptr) return "not a problem: " + reply.body;
  std::string text = *value->find("code")->text();
  if (const auto* field = value->find("field")) text += " " + *field->text();
  return text;
}

}  // namespace tidemark::api::testing
