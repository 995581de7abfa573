#include "net/http_server.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

#include "net/http_head.hpp"
#include "net/server_core.hpp"
#include "ops/histogram.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::net {
namespace {

using asio::ip::tcp;

/// Clients over the limit that are told so at the same time; further ones are closed without a word.
constexpr std::size_t kRefusedAtOnce = 256;

core::Duration sweep_interval(const ServerLimits& limits) {
  const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.write_timeout,
                                  limits.ws_ping_interval, limits.ws_pong_timeout});
  return std::clamp(core::Duration{shortest.ns / 4}, core::milliseconds(5), core::milliseconds(250));
}

std::string random_prefix() {
  std::random_device device;
  std::array<char, 9> text{};
  const std::uint32_t value = device() | 0x8000'0000U;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, 16).ptr;
  return std::string{text.data(), end} + "-";
}

std::string address_text(const tcp::endpoint& endpoint) {
  const std::string ip = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + ip + "]" : ip) + ":" + std::to_string(endpoint.port());
}

class Server final : public HttpServer {
 public:
  Server(std::shared_ptr<ServerCore> core, Acceptor acceptor)
      : core_{std::move(core)}, acceptor_{std::move(acceptor)}, retry_{core_->io}, grace_{core_->io} {
    every(sweep_interval(core_->limits), [this] { sweep(); });
  }
  ~Server() override;

  [[nodiscard]] std::uint16_t port() const override { return endpoint_.port(); }
  [[nodiscard]] std::string url() const override { return "http://" + address_text(endpoint_); }
  [[nodiscard]] SendQueueStats send_queues() const override;
  void run() override;
  void stop() override;
  void post(std::move_only_function<void()> task) override { core_->post(std::move(task)); }
  void every(core::Duration interval, std::function<void()> task) override;

 private:
  struct Periodic {
    Timer timer;
    SteadyClock::duration interval;
    std::function<void()> task;
  };
  void accept();
  void admit(Socket socket);
  void sweep();
  void begin_stop();
  void finish_stop();
  void schedule(Periodic& periodic);

  std::shared_ptr<ServerCore> core_;
  Acceptor acceptor_;
  tcp::endpoint endpoint_{acceptor_.local_endpoint()};
  Timer retry_;
  Timer grace_;
  std::vector<std::unique_ptr<Periodic>> periodics_;
};

Server::~Server() {
  {
    const std::lock_guard lock{core_->post_mutex};
    core_->ended = true;
  }
  // Every operation still pending holds its connection: end them here, on what is now the only thread.
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  retry_.cancel();
  grace_.cancel();
  for (const auto& periodic : periodics_) periodic->timer.cancel();
  finish_stop();
  core_->io.restart();
  core_->io.run();
}

void Server::run() {
  if (!core_->stopping) {
    accept();
    for (const auto& periodic : periodics_) schedule(*periodic);
  }
  core_->io.run();
  const std::lock_guard lock{core_->post_mutex};
  core_->ended = true;
}

void Server::stop() {
  core_->post([this] { begin_stop(); });
}

void Server::every(core::Duration interval, std::function<void()> task) {
  periodics_.push_back(std::make_unique<Periodic>(Timer{core_->io}, steady(interval), std::move(task)));
}

void Server::schedule(Periodic& periodic) {
  periodic.timer.expires_after(periodic.interval);
  periodic.timer.async_wait([this, &periodic](boost::system::error_code ec) {
    if (ec || core_->stopping) return;
    periodic.task();
    schedule(periodic);
  });
}

void Server::accept() {
  acceptor_.async_accept([this](boost::system::error_code ec, Socket socket) {
    if (core_->stopping || ec == asio::error::operation_aborted) return;
    if (!ec) {
      admit(std::move(socket));
      return accept();
    }
    // Out of file descriptors, or the client is gone already: go on after a breath rather than spin.
    core_->logger.warning("accept failed", {{"error", ec.message()}});
    retry_.expires_after(std::chrono::milliseconds{100});
    retry_.async_wait([this](boost::system::error_code cancelled) {
      if (!cancelled && !core_->stopping) accept();
    });
  });
}

void Server::admit(Socket socket) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  const std::size_t open = core_->connections.size();
  if (open < core_->limits.connections) return start_http(core_, std::move(socket), Admission::kServe);
  core_->metrics.refused_connections.add();
  if (open < core_->limits.connections + kRefusedAtOnce) start_http(core_, std::move(socket), Admission::kRefuse);
}

void Server::sweep() {
  const TimePoint now = SteadyClock::now();
  // A sweep may close connections, which removes them: walk a copy.
  const std::vector<std::shared_ptr<Connection>> all{core_->connections.begin(), core_->connections.end()};
  std::size_t fullest = 0;
  for (const auto& connection : all) {
    connection->sweep(now);
    fullest = std::max(fullest, connection->frames_waiting());
  }
  core_->send_queues.depth = fullest;
}

SendQueueStats Server::send_queues() const {
  const SendQueueMarks& marks = core_->send_queues;
  return {.capacity = core_->limits.ws_queue_frames,
          .depth = marks.depth,
          .high_water = marks.high_water,
          .slow_clients = marks.slow_clients,
          .frames_lost = marks.frames_lost,
          .frames_replaced = marks.frames_replaced};
}

void Server::begin_stop() {
  if (core_->stopping) return;
  core_->stopping = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  retry_.cancel();
  for (const auto& periodic : periodics_) periodic->timer.cancel();
  const std::vector<std::shared_ptr<Connection>> all{core_->connections.begin(), core_->connections.end()};
  for (const auto& connection : all) connection->stop();
  grace_.expires_after(steady(core_->limits.stop_grace));
  grace_.async_wait([this](boost::system::error_code) { finish_stop(); });
  core_->on_last_gone = [this] { grace_.cancel(); };
  if (core_->connections.empty()) grace_.cancel();
}

void Server::finish_stop() {
  core_->stopping = true;
  core_->on_last_gone = nullptr;
  const std::vector<std::shared_ptr<Connection>> all{core_->connections.begin(), core_->connections.end()};
  for (const auto& connection : all) connection->abort();
}

core::Error listen_error(const tcp::endpoint& endpoint, const boost::system::error_code& ec) {
  const std::string where = address_text(endpoint);
  if (ec == asio::error::address_in_use) {
    return {core::ErrorKind::kConflict, "address_in_use",
            where + " is in use by another program; stop it, or choose another port with --port N", ""};
  }
  return {core::ErrorKind::kIo, "cannot_listen", "cannot listen on " + where + ": " + ec.message(), ""};
}

}  // namespace

ServerMetrics::ServerMetrics(ops::Metrics& m)
    : connections{m.gauge("tidemark_http_connections", "Open connections, HTTP and WebSocket")},
      websockets{m.gauge("tidemark_ws_clients", "Open WebSocket connections")},
      refused_connections{m.counter("tidemark_http_connections_refused_total", "Connections over the limit")},
      frames_conflated{m.counter("tidemark_ws_frames_conflated_total", "Frames replaced by newer ones before sending")},
      slow_clients{
          m.counter("tidemark_ws_slow_clients_total", "WebSocket clients closed because they did not keep up")},
      latency{m.latency("tidemark_http_request_seconds", "From a whole request to its answer handed to the kernel")} {
  for (std::size_t i = 0; i < by_status_class.size(); ++i) {
    by_status_class[i] =
        &m.counter("tidemark_http_responses_total", "Answers by status class", {{"class", std::to_string(i) + "xx"}});
  }
}

ServerCore::ServerCore(const ServerOptions& options, HttpRouter r, ops::Logger& l, ops::Metrics& m)
    : limits{options.limits},
      router{std::move(r)},
      hosts{options.address, options.hosts},
      logger{l},
      metrics{m},
      id_prefix_{random_prefix()} {}

void ServerCore::post(std::move_only_function<void()> task) {
  const std::lock_guard lock{post_mutex};
  if (!ended) asio::post(io, std::move(task));
}

void ServerCore::add(std::shared_ptr<Connection> connection) {
  connections.insert(std::move(connection));
  metrics.connections.set(static_cast<double>(connections.size()));
}

void ServerCore::remove(const std::shared_ptr<Connection>& connection) {
  if (connections.erase(connection) == 0) return;
  metrics.connections.set(static_cast<double>(connections.size()));
  if (connections.empty() && on_last_gone) on_last_gone();
}

void ServerCore::append_request_id(std::string& out) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, ++id_count_, 16).ptr;
  out.append(id_prefix_).append(buffer, end);
}

const std::string& ServerCore::date() {
  const TimePoint now = SteadyClock::now();
  if (now >= date_until_) {
    date_ = http_date(ops::SystemClock{}.now());
    date_until_ = now + std::chrono::milliseconds{500};
  }
  return date_;
}

core::Result<std::unique_ptr<HttpServer>> HttpServer::listen(const ServerOptions& options, HttpRouter router,
                                                             ops::Logger& logger, ops::Metrics& metrics) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec) {
    return core::fail(
        core::ErrorKind::kInvalidArgument, "bad_address",
        "\"" + options.address + "\" is not an IP address; 127.0.0.1 serves this machine, 0.0.0.0 everyone");
  }
  const tcp::endpoint endpoint{address, options.port};
  auto core = std::make_shared<ServerCore>(options, std::move(router), logger, metrics);
  Acceptor acceptor{core->io};
  const auto step = [&](auto&& action) {
    if (!ec) action();
  };
  step([&] { acceptor.open(endpoint.protocol(), ec); });
  // Only so that a restart need not wait for old connections to time out; a live listener still conflicts.
  step([&] { acceptor.set_option(Acceptor::reuse_address{true}, ec); });
  step([&] { acceptor.bind(endpoint, ec); });
  step([&] { acceptor.listen(4096, ec); });
  if (ec) return std::unexpected(listen_error(endpoint, ec));
  return std::make_unique<Server>(std::move(core), std::move(acceptor));
}

}  // namespace tidemark::net
