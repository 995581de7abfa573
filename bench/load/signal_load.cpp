// From an event's receipt to the signal it leads to at a WebSocket client in another process, over loopback: a closed
// 1m candle goes through the feed's ring, the engine with everything on, the dispatcher, the API, the I/O thread and
// the socket. The target is a 99th percentile of 2 ms. Thresholds are low, so that most candles bring a signal; the
// candles run ahead of the clock, because there is one a minute in a market. Arguments: candles a second (20), seconds
// (60), clients (5).

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "api/api.hpp"
#include "api/latency.hpp"
#include "app/engine_setup.hpp"
#include "app/serve/dispatcher.hpp"
#include "app/serve/feed_runner.hpp"
#include "app/serve/shard.hpp"
#include "bus/queue_registry.hpp"
#include "core/rng.hpp"
#include "load/measure.hpp"
#include "load/ws_frames.hpp"
#include "net/http_server.hpp"
#include "ops/config.hpp"
#include "ops/histogram.hpp"
#include "ops/system_clock.hpp"
#include "storage/writer_thread.hpp"

namespace tidemark::load {
namespace {

struct Options {
  int per_second{20};
  int seconds{60};
  int clients{5};
};

constexpr int kPastMinutes = 8000;  ///< five and a half days: 1h has a regime

/// A walk with trends: its past at once, then closed candles at an even rate.
class Market final : public app::Feed {
 public:
  Market(const Options& options, core::Timestamp now) : options_{options}, begin_{now - core::minutes(kPastMinutes)} {
    core::Instrument made;
    made.venue = "sim";
    made.symbol = "BTCUSDT";
    made.scale = {2, 5};
    table_.add(made);
    time_ = core::open_time_of(begin_, core::Timeframe::k1m);
  }

  core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now, const app::FeedSink& sink) override {
    if (!past_told_) tell_past(now, sink);
    if (!started_) return std::optional{now + core::milliseconds(10)};
    if (!first_) first_ = now;
    const core::Duration each{1'000'000'000 / options_.per_second};
    if (now >= *first_ + each * told_) {
      ++told_;
      tell(now, sink);
    }
    return std::optional{*first_ + each * told_};
  }
  [[nodiscard]] const core::InstrumentTable& instruments() const override { return table_; }
  [[nodiscard]] std::string summary() const override { return "the market is done"; }

  [[nodiscard]] bool past_told() const { return past_told_; }
  void start() { started_ = true; }

 private:
  void tell_past(core::Timestamp now, const app::FeedSink& sink) {
    app::FeedItem item{table_.all().front()};
    sink(item);
    for (int i = 0; i < kPastMinutes; ++i) tell(std::min(time_ + core::minutes(1), now), sink);
    past_told_ = true;
  }

  void tell(core::Timestamp received, const app::FeedSink& sink) {
    if (rng_.chance(0.01)) drift_ = 0.00015 * rng_.normal();
    core::VenueCandle event{.instrument = {0}, .timeframe = core::Timeframe::k1m};
    event.times = {received, received};
    core::Candle& c = event.candle;
    c.open_time = time_;
    c.open = {static_cast<std::int64_t>(price_)};
    price_ *= 1 + drift_ + 0.0005 * rng_.normal();
    c.close = {static_cast<std::int64_t>(price_)};
    c.high = {std::max(c.open, c.close).ticks + static_cast<std::int64_t>(rng_.below(900))};
    c.low = {std::min(c.open, c.close).ticks - static_cast<std::int64_t>(rng_.below(900))};
    c.volume = {static_cast<std::int64_t>(1'000'000 * (0.5 + rng_.exponential()))};
    time_ = time_ + core::minutes(1);
    app::FeedItem item{core::Event{event}};
    sink(item);
  }

  Options options_;
  core::Timestamp begin_;
  core::Timestamp time_;
  core::InstrumentTable table_;
  core::Rng rng_{5};
  double price_{3'000'000};
  double drift_{0};
  std::atomic<bool> past_told_{false};
  std::atomic<bool> started_{false};
  std::optional<core::Timestamp> first_;
  std::int64_t told_{0};
};

engine::EngineConfig configuration() {
  ops::Config config;
  config.decision.parameters = {"weak_from=0.01",   "confluence_min=0",    "filters_min=0",   "confidence_min=0",
                                "repeat_minutes=0", "risk_reward_min=0.1", "expiry_minutes=1"};
  engine::EngineConfig engine = app::engine_config_of(config).value();
  engine.validator.future_tolerance = core::days(365);
  return engine;
}

class Service {
 public:
  explicit Service(const Options& options)
      : market_{options, clock_.now()},
        writer_{storage::open_transactional_store(path_.string(), storage::OpenMode::kCreate).value(), clock_,
                *metrics_, ops::null_logger()},
        api_{{.open_store = {},
              .instruments = market_.instruments().all(),
              .source = {"sim", "load", "load", {}},
              .version = "load",
              .web_dir = {},
              .clock = clock_,
              .logger = ops::null_logger(),
              .metrics = *metrics_,
              .queues = queues_}},
        server_{std::move(net::HttpServer::listen({.port = 0}, api_.routes(), ops::null_logger(), *metrics_).value())},
        dispatcher_{{api_, writer_, *metrics_, clock_, core::milliseconds(200), 20'000, 500'000}, "load"},
        shard_{configuration(),
               app::Hashing::kOff,
               {},
               {dispatcher_.parker(),
                ops::null_logger(),
                {},
                clock_,
                api::latency_histogram(*metrics_, api::LatencyStage::kReceivedToEngine)}},
        runner_{{.feed = market_,
                 .recorder = nullptr,
                 .shards = {&shard_},
                 .clock = clock_,
                 .logger = ops::null_logger(),
                 .on_instrument = [this](const core::Instrument& i) { dispatcher_.put_instrument(i); },
                 .on_failure = [](const core::Error&) {}}} {
    dispatcher_.attach({&shard_});
    api_.attach(*server_);
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

  /// `until_ready` returns when the clients have subscribed.
  template <class UntilReady>
  void run(const Options& options, UntilReady&& until_ready) {
    storage::WriterThread writing{writer_};
    std::jthread io{[this] { server_->run(); }};
    std::jthread dispatch{[this](const std::stop_token& stop) { dispatcher_.run(stop); }};
    std::jthread engine{[this](const std::stop_token& stop) { shard_.run(stop); }};
    std::jthread feed{[this](const std::stop_token& stop) { runner_.run(stop); }};
    until_ready();
    while (!market_.past_told() || shard_.input().depth() + shard_.output().depth() > 0) {
      pause_until(now_ns() + 200'000'000);
    }
    pause_until(now_ns() + 1'000'000'000);  // what the past has left is stored
    market_.start();
    pause_until(now_ns() + std::int64_t{options.seconds} * 1'000'000'000);
    report();
    for (std::jthread* thread : {&feed, &engine, &dispatch}) {
      thread->request_stop();
      runner_.interrupt();
      shard_.parker().notify();
      dispatcher_.parker().notify();
      thread->join();
    }
    (void)writing.stop();
    server_->stop();
    io.join();
    std::filesystem::remove(path_);
  }

 private:
  void report() {
    const auto& pushed = api::latency_histogram(*metrics_, api::LatencyStage::kReceivedToSignal);
    constexpr double kMs = 1e6;
    std::printf("at the server: %llu messages, p50 %.3f ms, p99 %.3f ms, max %.3f ms\n",
                static_cast<unsigned long long>(pushed.count()), static_cast<double>(pushed.quantile_ns(0.5)) / kMs,
                static_cast<double>(pushed.quantile_ns(0.99)) / kMs, static_cast<double>(pushed.max_ns()) / kMs);
  }

  std::filesystem::path path_ = std::filesystem::temp_directory_path() / "tidemark-signal-load.db";
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  bus::QueueRegistry queues_;
  Market market_;
  storage::Writer writer_;
  api::Api api_;
  std::unique_ptr<net::HttpServer> server_;
  app::Dispatcher dispatcher_;
  app::Shard shard_;
  app::FeedRunner runner_;
};

/// Clients that all listen to signals:*; each open signal names the moment its candle was received.
class Listeners {
 public:
  Listeners(std::uint16_t port, int clients, int ready) : ready_{ready}, clients_(static_cast<std::size_t>(clients)) {
    for (Client& client : clients_) {
      client.fd = connect_to(port);
      send_all(client.fd, kHandshake);
    }
  }

  /// Until nothing has come for a while.
  void run() {
    const int poll = epoll_create1(0);
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      epoll_event event{EPOLLIN, {.u64 = i}};
      epoll_ctl(poll, EPOLL_CTL_ADD, clients_[i].fd, &event);
    }
    std::array<epoll_event, 64> events{};
    for (;;) {
      const int count =
          epoll_wait(poll, events.data(), static_cast<int>(events.size()), seen_.count() == 0 ? 120'000 : 5000);
      if (count <= 0) break;
      for (int i = 0; i < count; ++i) read_from(clients_[events[static_cast<std::size_t>(i)].data.u64]);
    }
    constexpr double kMs = 1e6;
    std::printf("at the clients: %llu messages, p50 %.3f ms, p99 %.3f ms, max %.3f ms\n",
                static_cast<unsigned long long>(seen_.count()), static_cast<double>(seen_.quantile_ns(0.5)) / kMs,
                static_cast<double>(seen_.quantile_ns(0.99)) / kMs, static_cast<double>(seen_.max_ns()) / kMs);
  }

 private:
  struct Client {
    int fd{-1};
    std::string in;
  };

  void read_from(Client& client) {
    std::array<char, 64 * 1024> buffer{};
    const auto size = recv(client.fd, buffer.data(), buffer.size(), 0);
    if (size <= 0) fail("a client was closed");
    client.in.append(buffer.data(), static_cast<std::size_t>(size));
    if (client.in.starts_with("HTTP/1.1 101")) {
      const std::size_t end = client.in.find("\r\n\r\n");
      if (end == std::string::npos) return;
      client.in.erase(0, end + 4);
      send_all(client.fd, masked_text(R"({"action":"subscribe","channels":["signals:*"]})"));
    }
    take_frames(client.in, [this](std::string_view text) { take(text); });
  }

  void take(std::string_view text) {
    const std::int64_t now = now_ns();
    if (text.starts_with(R"({"type":"snapshot")") && ++subscribed_ == clients_.size()) {
      if (write(ready_, "!", 1) != 1) fail("write");
    }
    if (!text.starts_with(R"({"type":"signal")")) return;
    constexpr std::string_view kOpen = R"("status":"open")";
    constexpr std::string_view kKnownAt = R"("known_at":")";
    const std::size_t open = text.rfind(kOpen);
    if (open == std::string_view::npos) return;
    const std::size_t begin = text.find(kKnownAt, open) + kKnownAt.size();
    const auto known_at = core::parse_time(text.substr(begin, text.find('"', begin) - begin));
    if (known_at) seen_.record(now - known_at->ns);
  }

  int ready_;
  std::vector<Client> clients_;
  std::size_t subscribed_{0};
  ops::Histogram seen_;
};

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  using namespace tidemark::load;
  Options options;
  if (argc > 1) options.per_second = std::max(1, std::atoi(argv[1]));
  if (argc > 2) options.seconds = std::atoi(argv[2]);
  if (argc > 3) options.clients = std::max(1, std::atoi(argv[3]));
  Service service{options};
  int ready[2];
  if (pipe(ready) != 0) fail("pipe");
  const std::uint16_t port = service.port();
  const pid_t clients = in_child([&] { Listeners{port, options.clients, ready[1]}.run(); });
  service.run(options, [&] {
    char byte = 0;
    if (read(ready[0], &byte, 1) != 1) fail("read");
  });
  wait_for(clients);
}
