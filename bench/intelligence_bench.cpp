// POST /intelligence/bulk-analyze over loopback with the state of 1,000 instruments warm: everything on, the last day
// of each published. The target is 1 s on one core: one thread analyzes. The client is a plain socket on this machine.

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>

#include "api/api.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"
#include "net/http_server.hpp"
#include "net/test_client.hpp"
#include "ops/system_clock.hpp"

namespace tidemark {
namespace {

constexpr std::uint32_t kInstruments = 1000;
constexpr int kMinutes = 4 * 1440;
constexpr int kPublished = 1440;  ///< the newest

core::Instrument instrument(std::uint32_t id) {
  core::Instrument made;
  made.id = {id};
  made.venue = "bench";
  made.symbol = "S" + std::to_string(id) + "USDT";
  made.scale = {2, 5};
  return made;
}

engine::EngineConfig configuration() {
  engine::EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.chart_patterns.emplace();
  config.decision.emplace();
  config.forming = engine::FormingCandles::kSuppress;
  return config;
}

/// What an engine says of the last day of a walk with trends.
std::vector<engine::Output> day() {
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(instrument(0));
  engine::Engine engine{table, configuration()};
  core::Rng rng{11};
  double price = 3'000'000;
  double drift = 0;
  std::vector<engine::Output> said;
  for (int i = 0; i < kMinutes; ++i) {
    if (i == kMinutes - kPublished) said.clear();
    if (rng.chance(0.01)) drift = 0.00015 * rng.normal();
    core::VenueCandle event{.instrument = id, .timeframe = core::Timeframe::k1m};
    core::Candle& c = event.candle;
    c.open_time = core::Timestamp::from_s(1'704'067'200) + core::minutes(i);
    c.open = {static_cast<std::int64_t>(price)};
    price *= 1 + drift + 0.0005 * rng.normal();
    c.close = {static_cast<std::int64_t>(price)};
    c.high = {std::max(c.open, c.close).ticks + static_cast<std::int64_t>(rng.below(900))};
    c.low = {std::min(c.open, c.close).ticks - static_cast<std::int64_t>(rng.below(900))};
    c.volume = {static_cast<std::int64_t>(1'000'000 * (0.5 + rng.exponential()))};
    const core::Timestamp end = c.open_time + core::minutes(1);
    event.times = {end, end};
    engine.process(event, said);
  }
  return said;
}

engine::Output of_instrument(engine::Output output, core::InstrumentId id) {
  std::visit(
      [id](auto& one) {
        if constexpr (requires { one.instrument; }) one.instrument = id;
        if constexpr (requires { one.finding.instrument; }) one.finding.instrument = id;
      },
      output);
  return output;
}

class Service {
 public:
  Service() {
    std::vector<core::Instrument> instruments;
    for (std::uint32_t id = 0; id < kInstruments; ++id) instruments.push_back(instrument(id));
    api_ = std::make_unique<api::Api>(api::Dependencies{.open_store = {},
                                                        .instruments = instruments,
                                                        .source = {"sim", "bench", "bench", {}},
                                                        .version = "bench",
                                                        .web_dir = {},
                                                        .clock = clock_,
                                                        .logger = ops::null_logger(),
                                                        .metrics = *metrics_,
                                                        .queues = queues_});
    const auto said = day();
    for (const auto& one : instruments) {
      for (const auto& output : said) api_->publish(of_instrument(output, one.id));
    }
    server_ = std::move(net::HttpServer::listen({.port = 0}, api_->routes(), ops::null_logger(), *metrics_).value());
    api_->attach(*server_);
    io_ = std::jthread{[this] { server_->run(); }};
    analyses_ = std::jthread{[this] { api_->run_analyses(); }};
  }
  ~Service() {
    server_->stop();
    api_->stop_analyses();
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  bus::QueueRegistry queues_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<net::HttpServer> server_;
  std::jthread analyses_;
  std::jthread io_;
};

void bulk_analyze_1000(benchmark::State& state) {
  Service service;
  std::string body = R"({"symbols":[)";
  for (std::uint32_t id = 0; id < kInstruments; ++id) body += (id == 0 ? "\"" : ",\"") + instrument(id).symbol + "\"";
  body += "]}";
  net::test::Socket socket{service.port()};
  const std::string request = net::test::request_text("POST", "/intelligence/bulk-analyze", "", body);
  std::vector<double> ms;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    socket.send(request);
    const auto reply = net::test::read_reply(socket);
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    if (reply.status != 200 || !reply.body.contains("\"failed\":0"))
      return state.SkipWithError("not all were analyzed");
    bytes = reply.body.size();
  }
  std::ranges::sort(ms);
  state.counters["p50_ms"] = ms[ms.size() / 2];
  state.counters["max_ms"] = ms.back();
  state.counters["body_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(bulk_analyze_1000)->Unit(benchmark::kMillisecond)->Iterations(50)->UseRealTime();

}  // namespace
}  // namespace tidemark
