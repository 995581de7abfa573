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
#include "engine/engine.hpp"
#include "net/http_server.hpp"
#include "net/test_client.hpp"
#include "ops/system_clock.hpp"
#include "walk.hpp"

namespace tidemark {
namespace {

constexpr std::uint32_t kInstruments = 1000;
constexpr int kMinutes = 4 * 1440;
constexpr int kPublished = 1440;  ///< the newest

core::Instrument instrument(std::uint32_t id) {
  core::Instrument made = walk_instrument("bench");
  made.id = {id};
  made.symbol = "S" + std::to_string(id) + "USDT";
  return made;
}

/// What an engine says of the last day of the walk.
std::vector<engine::Output> day() {
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(instrument(0));
  engine::Engine engine{table, everything_on()};
  Walk walk{11, core::Timestamp::from_s(1'704'067'200)};
  std::vector<engine::Output> said;
  for (int i = 0; i < kMinutes; ++i) {
    if (i == kMinutes - kPublished) said.clear();
    engine.process(walk.next(id), said);
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
