// WebSocket clients by the thousand, in another process: from publishing an event to the last byte at each client.
// Arguments: clients, messages per second, seconds. Without any: the runs of the figures to show, the last with as many
// clients as the system lets one process hold, at most 20,000.
//
// Each message is a closed candle (some 230 bytes) whose volume is the time of its publication. The limits of this
// machine with 300 bytes from a hand-written epoll server: 2,000 x 20/s p99 12.5 to 16.5 ms, 10,000 x 4/s p99 58 to 62
// ms.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <string>
#include <vector>

#include "load/measure.hpp"
#include "load/service.hpp"
#include "load/ws_frames.hpp"
#include "ops/descriptor_limit.hpp"
#include "ops/histogram.hpp"
#include "ops/process_stats.hpp"

namespace tidemark::load {
namespace {

struct Run {
  int clients{0};
  int rate{0};
  int seconds{5};
};

constexpr std::int64_t kNsPerUs = 1000;

struct Client {
  int fd{-1};
  std::string in;
};

/// Opens all connections, says so on `ready`, then measures until nothing came for a while.
void run_clients(std::uint16_t port, const Run& run, int ready) {
  const int poll = epoll_create1(0);
  std::vector<Client> clients(static_cast<std::size_t>(run.clients));
  const std::string subscribe = masked_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"]})");
  for (std::size_t i = 0; i < clients.size(); ++i) {
    clients[i].fd = connect_to(port);
    send_all(clients[i].fd, kHandshake);
    epoll_event event{EPOLLIN, {.u64 = i}};
    epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].fd, &event);
  }
  ops::Histogram latency;
  std::size_t subscribed = 0;
  std::array<epoll_event, 512> events{};
  std::array<char, 64 * 1024> buffer{};
  const auto on_frame = [&](std::string_view text) {
    if (text.starts_with(R"({"type":"snapshot")") && ++subscribed == clients.size()) {
      if (write(ready, "!", 1) != 1) fail("write");
    }
    if (!text.starts_with(R"({"type":"candle")")) return;
    const std::size_t end = text.find(']');
    const std::size_t begin = text.rfind(',', end) + 1;
    const std::int64_t published = std::atoll(std::string{text.substr(begin, end - begin)}.c_str()) * kNsPerUs;
    latency.record(now_ns() - published);
  };
  for (;;) {
    const int count =
        epoll_wait(poll, events.data(), static_cast<int>(events.size()), subscribed < clients.size() ? 20'000 : 2000);
    if (count == 0) break;
    for (int i = 0; i < count; ++i) {
      Client& client = clients[events[static_cast<std::size_t>(i)].data.u64];
      const auto size = recv(client.fd, buffer.data(), buffer.size(), 0);
      if (size <= 0) fail("a client was closed");
      client.in.append(buffer.data(), static_cast<std::size_t>(size));
      if (client.in.starts_with("HTTP/1.1 101")) {
        const std::size_t end = client.in.find("\r\n\r\n");
        if (end == std::string::npos) continue;
        client.in.erase(0, end + 4);
        send_all(client.fd, subscribe);
      }
      take_frames(client.in, on_frame);
    }
  }
  const double ms = 1e6;
  const auto expected = static_cast<std::uint64_t>(run.clients) * static_cast<std::uint64_t>(run.rate * run.seconds);
  std::printf("%6d clients x %3d/s: p50 %6.2f ms, p99 %6.2f ms, max %6.2f ms, %llu of %llu messages\n", run.clients,
              run.rate, static_cast<double>(latency.quantile_ns(0.5)) / ms,
              static_cast<double>(latency.quantile_ns(0.99)) / ms, static_cast<double>(latency.max_ns()) / ms,
              static_cast<unsigned long long>(latency.count()), static_cast<unsigned long long>(expected));
}

void publish(api::Api& api, std::int64_t n) {
  core::Candle candle;
  candle.open_time = core::Timestamp::from_ms(1'704'067'200'000 + n * 60'000);
  candle.open = candle.high = candle.low = candle.close = {6'183'763};
  candle.volume = {now_ns() / kNsPerUs};
  api.publish(engine::CandleOutput{{0}, core::Timeframe::k1m, core::CandleState::kClosed, candle, {}});
}

double counted(Service& service, const char* name) {
  return static_cast<double>(service.metrics().counter(name, "").value());
}

/// What the clients cost the server, from before the first of them to the last message.
void report_server(Service& service, const Run& run, double busy, std::uint64_t empty_bytes) {
  const double kib = static_cast<double>(ops::read_process_stats().rss_peak_bytes - empty_bytes) / 1024;
  std::printf("%34s server %.0f %% of a core, %.2f us each, %.1f KiB of memory a connection\n", "", busy * 100,
              busy * 1e6 / (static_cast<double>(run.clients) * run.rate), kib / run.clients);
  std::printf("%34s %.0f connections refused, %.0f clients too slow, %.0f frames conflated\n", "",
              counted(service, "tidemark_http_connections_refused_total"),
              counted(service, "tidemark_ws_slow_clients_total"),
              counted(service, "tidemark_ws_frames_conflated_total"));
}

void run(const Run& run) {
  Service service{{instrument(0, "BTCUSDT")}, 20'000};
  int ready[2];
  if (pipe(ready) != 0) fail("pipe");
  const std::uint16_t port = service.port();
  const pid_t clients = in_child([&] { run_clients(port, run, ready[1]); });
  const std::uint64_t empty_bytes = ops::read_process_stats().rss_bytes;
  service.start();
  char byte = 0;
  if (read(ready[0], &byte, 1) != 1) fail("read");
  const std::int64_t cpu = cpu_ns(RUSAGE_SELF);
  const std::int64_t start = now_ns();
  for (std::int64_t n = 0; n < std::int64_t{run.rate} * run.seconds; ++n) {
    pause_until(start + n * 1'000'000'000 / run.rate);
    publish(service.api(), n);
  }
  const double busy = static_cast<double>(cpu_ns(RUSAGE_SELF) - cpu) / static_cast<double>(now_ns() - start);
  wait_for(clients);
  report_server(service, run, busy, empty_bytes);
}

/// Clients that one process can serve or be: each costs a descriptor, and both processes have some of their own.
int clients_at_most() {
  constexpr int kOwn = 32;
  const auto limit = ops::raise_descriptor_limit();
  return limit ? static_cast<int>(std::min<std::uint64_t>(limit->now, 1'000'000)) - kOwn : 0;
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  using tidemark::load::Run;
  const int most = tidemark::load::clients_at_most();
  std::vector<Run> runs{{5, 20}, {2000, 20}, {10'000, 4}, {std::min(20'000, most), 2}};
  if (argc > 2) runs = {{std::atoi(argv[1]), std::atoi(argv[2]), argc > 3 ? std::atoi(argv[3]) : 5}};
  for (const Run& run : runs) {
    if (run.clients > most) {
      std::fprintf(stderr, "the system lets one process hold %d connections (ulimit -Hn), not %d\n", most, run.clients);
      return 2;
    }
    // Each in a process of its own, so that none measures the memory another has touched.
    tidemark::load::wait_for(tidemark::load::in_child([&run] { tidemark::load::run(run); }));
  }
}
