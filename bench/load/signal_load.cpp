// From an event's receipt to the signal it leads to at a WebSocket client in another process, over loopback: a closed
// 1m candle goes through the feed's ring, the engine with everything on, the dispatcher, the API, the I/O thread and
// the socket. The target is a 99th percentile of 2 ms. Thresholds are low, so that most candles bring a signal; the
// candles run ahead of the clock, because there is one a minute in a market. Arguments: candles a second (20), seconds
// (60), clients (5), a file for the clients' histogram (HdrHistogram's text format).

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/engine_setup.hpp"
#include "load/histogram_file.hpp"
#include "load/river.hpp"
#include "load/ws_frames.hpp"
#include "net/http_server.hpp"
#include "ops/config.hpp"
#include "walk.hpp"

namespace tidemark::load {
namespace {

struct Options {
  int per_second{20};
  int seconds{60};
  int clients{5};
  const char* file{nullptr};  ///< where the clients' histogram goes
};

constexpr int kPastMinutes = 8000;  ///< five and a half days: 1h has a regime

/// The walk: its past at once, then closed candles at an even rate.
class Market final : public app::Feed {
 public:
  Market(const Options& options, core::Timestamp now)
      : options_{options}, walk_{5, core::open_time_of(now - core::minutes(kPastMinutes), core::Timeframe::k1m)} {
    table_.add(walk_instrument("sim"));
  }

  core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now, const app::FeedSink& sink) override {
    if (!past_told_) tell_past(sink);
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
  void tell_past(const app::FeedSink& sink) {
    app::FeedItem item{table_.all().front()};
    sink(item);
    for (int i = 0; i < kPastMinutes; ++i) tell({}, sink);
    past_told_ = true;
  }

  void tell(std::optional<core::Timestamp> received, const app::FeedSink& sink) {
    core::VenueCandle candle = walk_.next({0});
    if (received) candle.times = {*received, *received};
    app::FeedItem item{core::Event{candle}};
    sink(item);
  }

  Options options_;
  Walk walk_;
  core::InstrumentTable table_;
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

/// Clients that all listen to signals:*; each open signal names the moment its candle was received.
class Listeners {
 public:
  Listeners(std::uint16_t port, int clients, int ready)
      : began_ns_{now_ns()}, ready_{ready}, clients_(static_cast<std::size_t>(clients)) {
    for (Client& client : clients_) {
      client.fd = connect_to(port);
      send_all(client.fd, kHandshake);
    }
  }

  /// Until the server closes the connections.
  const ops::Histogram& run() {
    const int poll = epoll_create1(0);
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      epoll_event event{EPOLLIN, {.u64 = i}};
      epoll_ctl(poll, EPOLL_CTL_ADD, clients_[i].fd, &event);
    }
    std::array<epoll_event, 64> events{};
    for (;;) {
      const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), 120'000);
      if (count <= 0) fail("nothing comes from the server");
      for (int i = 0; i < count; ++i) {
        if (!read_from(clients_[events[static_cast<std::size_t>(i)].data.u64])) return seen_;
      }
    }
  }

 private:
  struct Client {
    int fd{-1};
    std::string in;
  };

  /// False: the connection was closed.
  bool read_from(Client& client) {
    std::array<char, 64 * 1024> buffer{};
    const auto size = recv(client.fd, buffer.data(), buffer.size(), 0);
    if (size < 0) fail("a client failed");
    if (size == 0) return false;
    client.in.append(buffer.data(), static_cast<std::size_t>(size));
    if (client.in.starts_with("HTTP/1.1 101")) {
      const std::size_t end = client.in.find("\r\n\r\n");
      if (end == std::string::npos) return true;
      client.in.erase(0, end + 4);
      send_all(client.fd, masked_text(R"({"action":"subscribe","channels":["signals:*"]})"));
    }
    take_frames(client.in, [this](std::string_view text) { take(text); });
    return true;
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
    // What the past has led to was known long before.
    if (known_at && known_at->ns >= began_ns_) seen_.record(now - known_at->ns);
  }

  std::int64_t began_ns_;
  int ready_;
  std::vector<Client> clients_;
  std::size_t subscribed_{0};
  ops::Histogram seen_;
};

void run(const Options& options) {
  Market market{options, ops::SystemClock{}.now()};
  River river{market, configuration(), "signal-load"};
  auto server = std::move(
      net::HttpServer::listen({.port = 0}, river.api().routes(), ops::null_logger(), river.metrics()).value());
  river.api().attach(*server);
  int ready[2];
  if (pipe(ready) != 0) fail("pipe");
  const pid_t clients = in_child([&] {
    Listeners listeners{server->port(), options.clients, ready[1]};
    const ops::Histogram& seen = listeners.run();
    print_histogram("at the clients", seen);
    if (options.file != nullptr && !write_histogram(options.file, seen)) fail(options.file);
  });
  std::jthread io{[&] { server->run(); }};
  river.start();
  char byte = 0;
  if (read(ready[0], &byte, 1) != 1) fail("read");
  while (!market.past_told() || river.waiting() > 0) pause_until(now_ns() + 200'000'000);
  pause_until(now_ns() + 1'000'000'000);  // what the past has left is stored
  market.start();
  pause_until(now_ns() + std::int64_t{options.seconds} * 1'000'000'000);
  print_histogram("at the server", api::latency_histogram(river.metrics(), api::LatencyStage::kReceivedToSignal));
  river.stop();
  server->stop();
  io.join();
  wait_for(clients);
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  tidemark::load::Options options;
  if (argc > 1) options.per_second = std::max(1, std::atoi(argv[1]));
  if (argc > 2) options.seconds = std::atoi(argv[2]);
  if (argc > 3) options.clients = std::max(1, std::atoi(argv[3]));
  if (argc > 4) options.file = argv[4];
  tidemark::load::run(options);
}
