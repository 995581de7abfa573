#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/api.hpp"
#include "bus/queue_registry.hpp"
#include "net/http_server.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::load {

inline core::Instrument instrument(std::uint32_t id, std::string symbol) {
  core::Instrument made;
  made.id = {id};
  made.venue = "sim";
  made.symbol = std::move(symbol);
  made.scale = {2, 0};
  return made;
}

/// An Api behind its server, without a database: the I/O thread under load, the reader beside it.
class Service {
 public:
  explicit Service(std::vector<core::Instrument> instruments, std::size_t connections = 12'000)
      : api_{{.open_store = {},
              .instruments = std::move(instruments),
              .source = {"sim", "load", "load", {}},
              .version = "load",
              .web_dir = {},
              .clock = clock_,
              .logger = ops::null_logger(),
              .metrics = *metrics_,
              .queues = queues_}} {
    net::ServerOptions options{.port = 0};
    options.limits.connections = connections;
    server_ = std::move(net::HttpServer::listen(options, api_.routes(), ops::null_logger(), *metrics_).value());
    api_.attach(*server_);
  }
  ~Service() {
    server_->stop();
    api_.stop_reads();
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// After a fork, so that the child has no threads.
  void start() {
    io_ = std::jthread{[this] { server_->run(); }};
    reads_ = std::jthread{[this] { api_.run_reads(); }};
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] api::Api& api() { return api_; }
  [[nodiscard]] net::HttpServer& server() { return *server_; }
  [[nodiscard]] ops::Metrics& metrics() { return *metrics_; }

 private:
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  bus::QueueRegistry queues_;
  api::Api api_;
  std::unique_ptr<net::HttpServer> server_;
  std::jthread reads_;
  std::jthread io_;
};

}  // namespace tidemark::load
