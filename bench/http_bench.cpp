// GET over loopback: 10,000 candles (target: p50 <= 10 ms), small documents, and frames to many WebSocket clients.
// Client and server share this machine; the client is a plain socket.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "api/api.hpp"
#include "net/http_server.hpp"
#include "net/test_client.hpp"
#include "ops/system_clock.hpp"
#include "storage/store.hpp"

namespace tidemark {
namespace {

constexpr std::int64_t kStartMs = 1'704'067'200'000;
constexpr int kCandles = 12'000;
constexpr std::size_t kInMemory = 1500;

core::Instrument instrument() {
  core::Instrument made;
  made.venue = "sim";
  made.symbol = "BTCUSDT";
  made.scale = {2, 5};
  return made;
}

core::Candle candle(std::int64_t n) {
  core::Candle c;
  c.open_time = core::Timestamp::from_ms(kStartMs + n * 60'000);
  c.open = {6'183'763 + n % 977};
  c.high = {c.open.ticks + 1523};
  c.low = {c.open.ticks - 1311};
  c.close = {c.open.ticks + 207};
  c.volume = {1'234'567 + n % 991};
  return c;
}

/// A server with a database of 12,000 candles, the newest 1,500 of them in memory too, as after a while of `serve`.
class Service {
 public:
  Service() {
    std::filesystem::remove(path_);
    auto store = storage::open_store(path_.string(), storage::OpenMode::kCreate);
    storage::CandleBatch batch{instrument(), core::Timeframe::k1m, "bench", {}};
    for (int n = 0; n < kCandles; ++n) batch.candles.push_back(candle(n));
    (void)(*store)->put_candles(batch);
    api_ = std::make_unique<api::Api>(api::Dependencies{
        .open_store = [path = path_.string()] { return storage::open_store(path, storage::OpenMode::kReadOnly); },
        .instruments = {instrument()},
        .source = {"sim", "bench", "bench", {}},
        .version = "bench",
        .web_dir = {},
        .clock = clock_,
        .logger = ops::null_logger(),
        .metrics = *metrics_,
        .queues = queues_,
        .limits = {.candles_per_series = kInMemory}});
    for (int n = kCandles - static_cast<int>(kInMemory); n < kCandles; ++n) publish(n);
    server_ = std::move(net::HttpServer::listen({.port = 0}, api_->routes(), ops::null_logger(), *metrics_).value());
    api_->attach(*server_);
    io_ = std::jthread{[this] { server_->run(); }};
    reads_ = std::jthread{[this] { api_->run_reads(); }};
  }
  ~Service() {
    server_->stop();
    api_->stop_reads();
    io_.join();
    reads_.join();
    std::filesystem::remove(path_);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  void publish(int n) {
    api_->publish(engine::CandleOutput{{0}, core::Timeframe::k1m, core::CandleState::kClosed, candle(n), {}});
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / "tidemark-http-bench.db";
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  bus::QueueRegistry queues_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<net::HttpServer> server_;
  std::jthread io_;
  std::jthread reads_;
};

void report(benchmark::State& state, std::vector<double>& ms) {
  if (ms.empty()) return;
  std::ranges::sort(ms);
  state.counters["p50_ms"] = ms[ms.size() / 2];
  state.counters["p99_ms"] = ms[ms.size() * 99 / 100];
}

void get_again_and_again(benchmark::State& state, const std::string& target, const std::string& headers = "") {
  Service service;
  net::test::Socket socket{service.port()};
  const std::string request = net::test::request_text("GET", target, headers);
  std::vector<double> ms;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    socket.send(request);
    const auto reply = net::test::read_reply(socket);
    if (reply.status != 200) return state.SkipWithError("not a 200");
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    bytes = reply.body.size();
  }
  report(state, ms);
  state.counters["body_bytes"] = static_cast<double>(bytes);
}

void get_10000_candles(benchmark::State& state) {
  get_again_and_again(state, "/api/data/BTCUSDT/1m?limit=10000");
}
BENCHMARK(get_10000_candles)->Unit(benchmark::kMillisecond)->UseRealTime();

void get_10000_candles_gzip(benchmark::State& state) {
  get_again_and_again(state, "/api/data/BTCUSDT/1m?limit=10000", "Accept-Encoding: gzip\r\n");
}
BENCHMARK(get_10000_candles_gzip)->Unit(benchmark::kMillisecond)->UseRealTime();

void get_1000_candles_from_memory(benchmark::State& state) {
  get_again_and_again(state, "/api/data/BTCUSDT/1m?limit=1000");
}
BENCHMARK(get_1000_candles_from_memory)->Unit(benchmark::kMillisecond)->UseRealTime();

void get_1000_rsi_values(benchmark::State& state) {
  get_again_and_again(state, "/api/indicators/BTCUSDT/1m?names=RSI&limit=1000");
}
BENCHMARK(get_1000_rsi_values)->Unit(benchmark::kMillisecond)->UseRealTime();

/// One small document over 32 connections with one request under way on each: how many a second one I/O thread serves.
void get_health_32_connections(benchmark::State& state) {
  Service service;
  std::vector<net::test::Socket> sockets;
  for (int i = 0; i < 32; ++i) sockets.emplace_back(service.port());
  const std::string request = net::test::request_text("GET", "/health");
  for (auto _ : state) {
    for (auto& socket : sockets) socket.send(request);
    for (auto& socket : sockets) {
      if (net::test::read_reply(socket).status != 200) return state.SkipWithError("not a 200");
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 32);
}
BENCHMARK(get_health_32_connections)->UseRealTime();

/// One closed candle to N subscribers: from publish() until the last of them has read it.
void candle_to_all_clients(benchmark::State& state) {
  Service service;
  std::vector<std::unique_ptr<net::test::WebSocket>> clients;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    clients.push_back(std::make_unique<net::test::WebSocket>(service.port(), "/ws/stream"));
    clients.back()->send_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"]})");
    clients.back()->read_text();
    clients.back()->read_text();
  }
  std::vector<double> ms;
  int n = kCandles;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    service.publish(n++);
    for (const auto& client : clients) {
      if (client->read_text().empty()) return state.SkipWithError("the stream ended");
    }
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  report(state, ms);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(candle_to_all_clients)->Arg(1)->Arg(100)->Arg(500)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tidemark
