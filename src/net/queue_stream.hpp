#pragma once

// Internal to the server's WebSocket translation unit.

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>

#include "net/send_queue.hpp"
#include "net/server_core.hpp"

namespace tidemark::net {

/// The stream beneath Beast's WebSocket: reads come from the socket, writes go into the one SendQueue of the
/// connection. So Beast's handshake, pongs and close frames and our own pre-encoded frames leave in order and never
/// interleave, each being one piece. A write is complete once queued; a full queue fails it, which ends the session.
class QueueStream {
 public:
  using executor_type = Executor;

  QueueStream(Socket socket, SendQueue::Bound bound) : socket_{std::move(socket)}, queue_{bound} {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
  }

  executor_type get_executor() { return socket_.get_executor(); }
  [[nodiscard]] SendQueue& queue() { return queue_; }
  [[nodiscard]] TimePoint writing_since() const { return writing_since_; }

  /// Keeps the connection alive while a write is under way.
  void set_owner(std::weak_ptr<void> owner) { owner_ = std::move(owner); }
  /// Called when everything queued was written, and when writing failed.
  std::function<void()> on_drained;
  std::function<void()> on_failed;

  /// Writes what is queued, unless a write is already under way. What the socket takes at once needs no waiting, and
  /// that is nearly all of it; only the rest is written asynchronously.
  void flush() {
    if (queue_.writing() || queue_.empty()) return;
    while (!queue_.empty() && socket_.is_open()) {
      buffers_.clear();
      std::size_t size = 0;
      queue_.begin_write(kPiecesAtOnce, [&](std::string_view piece) {
        buffers_.push_back(asio::buffer(piece));
        size += piece.size();
      });
      boost::system::error_code ec;
      const std::size_t written = socket_.write_some(buffers_, ec);
      if (ec && ec != asio::error::would_block) {
        queue_.end_write();
        return on_failed();
      }
      if (written < size) return write_rest(written);
      queue_.end_write();
    }
    if (queue_.empty()) on_drained();
  }
  /// Ends our side once all is written.
  void shutdown() {
    boost::system::error_code ignored;
    if (queue_.empty()) socket_.shutdown(Socket::shutdown_send, ignored);
  }
  /// close() will drop what is unsent and tell the peer so.
  void reset_on_close() {
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
  }
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    return socket_.async_read_some(buffers, std::forward<Handler>(handler));
  }
  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    return asio::async_initiate<Handler, void(boost::system::error_code, std::size_t)>(
        [this](auto completion, const Buffers& bytes) {
          auto piece = std::make_shared<std::string>(asio::buffer_size(bytes), '\0');
          asio::buffer_copy(asio::buffer(*piece), bytes);
          const std::string_view text = *piece;
          const bool queued = queue_.push(std::move(piece), text) == SendQueue::Push::kQueued;
          if (queued) flush();
          const boost::system::error_code ec = queued ? boost::system::error_code{} : asio::error::no_buffer_space;
          asio::post(get_executor(),
                     boost::beast::bind_front_handler(std::move(completion), ec, queued ? text.size() : 0));
        },
        handler, buffers);
  }

 private:
  static constexpr std::size_t kPiecesAtOnce = 64;

  /// The pieces marked as being written, from this byte on.
  void write_rest(std::size_t written) {
    for (asio::const_buffer& buffer : buffers_) {
      const std::size_t done = std::min(written, buffer.size());
      buffer += done;
      written -= done;
    }
    writing_since_ = SteadyClock::now();
    asio::async_write(socket_, buffers_, [this, owner = owner_.lock()](boost::system::error_code ec, std::size_t) {
      queue_.end_write();
      if (ec) return on_failed();
      if (!queue_.empty()) return flush();
      on_drained();
    });
  }

  Socket socket_;
  SendQueue queue_;
  std::vector<asio::const_buffer> buffers_;
  TimePoint writing_since_{};
  std::weak_ptr<void> owner_;
};

/// Beast's name for dropping the stream at once.
inline void beast_close_socket(QueueStream& stream) {
  stream.close();
}

/// Beast's name for ending the stream beneath a finished WebSocket.
template <class Handler>
void async_teardown(boost::beast::role_type, QueueStream& stream, Handler&& handler) {
  stream.shutdown();
  asio::post(stream.get_executor(),
             boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code{}));
}

}  // namespace tidemark::net
