#pragma once

// Internal to the clients' translation units: where Asio is named.

#include <chrono>
#include <unordered_map>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/client_loop.hpp"

namespace tidemark::net {

// Its own namespace: the server's internal headers use the same short names.
namespace client_io {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Resolver = asio::ip::basic_resolver<tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

[[nodiscard]] inline SteadyClock::duration steady(core::Duration d) {
  return std::chrono::duration_cast<SteadyClock::duration>(std::chrono::nanoseconds{d.ns});
}

}  // namespace client_io

class ClientLoop::Impl {
 public:
  client_io::asio::io_context io{1};
  client_io::asio::executor_work_guard<client_io::Executor> work{io.get_executor()};
  std::unordered_map<std::uint64_t, client_io::Timer> timers;
  std::uint64_t timer_count{0};
};

}  // namespace tidemark::net
