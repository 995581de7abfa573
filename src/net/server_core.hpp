#pragma once

// Internal to the server's three translation units: the only place where Asio is named.

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include "net/host_policy.hpp"
#include "net/http_router.hpp"
#include "net/http_server.hpp"

namespace tidemark::net {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

[[nodiscard]] inline SteadyClock::duration steady(core::Duration d) {
  return std::chrono::duration_cast<SteadyClock::duration>(std::chrono::nanoseconds{d.ns});
}

/// One client, HTTP or WebSocket. Lives on the I/O thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  virtual ~Connection() = default;
  /// Called a few times a second: closes what is overdue.
  virtual void sweep(TimePoint now) = 0;
  /// The server is ending: finish what is under way, then close.
  virtual void stop() = 0;
  /// Closes the socket now; pending operations end with an error.
  virtual void abort() = 0;
  /// Frames waiting to be sent; nothing is queued for HTTP.
  [[nodiscard]] virtual std::size_t frames_waiting() const { return 0; }
};

/// What SendQueueStats tells: written by the I/O thread, read by any.
struct SendQueueMarks {
  /// A client has so many frames waiting.
  void note_depth(std::size_t frames) {
    if (frames > high_water.load(std::memory_order_relaxed)) high_water.store(frames, std::memory_order_relaxed);
  }

  std::atomic<std::size_t> depth{0};
  std::atomic<std::size_t> high_water{0};
  std::atomic<std::uint64_t> slow_clients{0};
  std::atomic<std::uint64_t> frames_lost{0};
  std::atomic<std::uint64_t> frames_replaced{0};
};

/// Counters of the server, named once.
struct ServerMetrics {
  explicit ServerMetrics(ops::Metrics& metrics);

  ops::Gauge& connections;
  ops::Gauge& websockets;
  ops::Counter& refused_connections;
  ops::Counter& frames_conflated;
  ops::Counter& slow_clients;
  ops::Histogram& latency;
  std::array<ops::Counter*, 6> by_status_class;  ///< [2] counts 2xx
};

/// What all connections of one server share. Kept alive by each of them, so that an answer given after the server is
/// gone finds nothing to do rather than a dangling pointer.
struct ServerCore {
  ServerCore(const ServerOptions& options, HttpRouter r, ops::Logger& l, ops::Metrics& m);

  /// From any thread; nothing happens once the loop ended.
  void post(std::move_only_function<void()> task);
  [[nodiscard]] bool on_io_thread() { return io.get_executor().running_in_this_thread(); }
  void add(std::shared_ptr<Connection> connection);
  void remove(const std::shared_ptr<Connection>& connection);
  void append_request_id(std::string& out);
  /// Text of the Date header, at most a second old.
  [[nodiscard]] const std::string& date();

  asio::io_context io{1};
  ServerLimits limits;
  HttpRouter router;
  HostPolicy hosts;
  ops::Logger& logger;
  ServerMetrics metrics;
  SendQueueMarks send_queues;
  std::unordered_set<std::shared_ptr<Connection>> connections;
  std::size_t websockets{0};
  std::uint64_t session_count{0};
  bool stopping{false};
  std::function<void()> on_last_gone;  ///< called when the last connection is removed

  std::mutex post_mutex;
  bool ended{false};  ///< guarded by post_mutex

 private:
  std::string id_prefix_;
  std::uint64_t id_count_{0};
  std::string date_;
  TimePoint date_until_{};
};

/// Starts serving HTTP on an accepted socket.
enum class Admission : std::uint8_t { kServe, kRefuse };
void start_http(const std::shared_ptr<ServerCore>& core, Socket socket, Admission admission);

}  // namespace tidemark::net
