// How many small answers a second one I/O thread gives: keep-alive connections, one request under way on each, the
// client in another process. Arguments: connections (32), seconds (3), target (/health).
//
// The limit of this machine is a hand-written epoll server (197,000 to 235,000 a second, 3.2 to 3.9 us of the server's
// processor time each) and Beast alone (159,000 to 175,000).

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "load/measure.hpp"
#include "load/service.hpp"
#include "ops/histogram.hpp"

namespace tidemark::load {
namespace {

struct Options {
  int connections{32};
  int seconds{3};
  std::string target{"/health"};
};

/// Sends the next request on every connection whose answer has come, for so long; prints how many came.
void run_client(std::uint16_t port, const Options& options) {
  const int poll = epoll_create1(0);
  const std::string request = "GET " + options.target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  std::vector<int> sockets;
  for (int i = 0; i < options.connections; ++i) {
    sockets.push_back(connect_to(port));
    epoll_event event{EPOLLIN, {.fd = sockets.back()}};
    epoll_ctl(poll, EPOLL_CTL_ADD, sockets.back(), &event);
  }
  const std::int64_t start = now_ns();
  const std::int64_t end = start + options.seconds * 1'000'000'000LL;
  for (const int fd : sockets) send_all(fd, request);
  std::array<epoll_event, 256> events{};
  std::array<char, 64 * 1024> buffer{};
  std::int64_t answers = 0;
  while (now_ns() < end) {
    const int ready = epoll_wait(poll, events.data(), static_cast<int>(events.size()), 1000);
    for (int i = 0; i < ready; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      // Answers are smaller than what one read takes, and there is never more than one.
      const auto size = recv(fd, buffer.data(), buffer.size(), 0);
      if (size <= 0 || std::string_view{buffer.data(), 12} != "HTTP/1.1 200") fail("answer");
      ++answers;
      send_all(fd, request);
    }
  }
  const double seconds = static_cast<double>(now_ns() - start) / 1e9;
  std::printf("%-28s %3d connections: %8.0f answers/s, client %.2f us of processor each\n", options.target.c_str(),
              options.connections, static_cast<double>(answers) / seconds,
              static_cast<double>(cpu_ns(RUSAGE_SELF)) / 1e3 / static_cast<double>(answers));
}

void run(const Options& options) {
  Service service{{instrument(0, "BTCUSDT")}};
  engine::BookDepth depth;
  depth.state = engine::BookState::kLive;
  service.api().publish_depth(depth);
  const std::uint16_t port = service.port();
  const pid_t client = in_child([&] { run_client(port, options); });
  std::jthread reads{[&] { service.api().run_reads(); }};
  std::jthread io{[&] {
    service.server().run();
    const auto& latency =
        service.metrics().latency("tidemark_http_request_seconds", "From a whole request to its answer handed on");
    std::printf("%-28s server %.2f us of processor each over %llu\n", "",
                static_cast<double>(cpu_ns(RUSAGE_THREAD)) / 1e3 / static_cast<double>(latency.count()),
                static_cast<unsigned long long>(latency.count()));
  }};
  wait_for(client);
  service.server().stop();
  io.join();
  service.api().stop_reads();
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  tidemark::load::Options options;
  if (argc > 1) options.connections = std::atoi(argv[1]);
  if (argc > 2) options.seconds = std::atoi(argv[2]);
  if (argc > 3) options.target = argv[3];
  tidemark::load::run(options);
}
