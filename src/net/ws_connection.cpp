#include "net/ws_connection.hpp"

#include <boost/asio/buffers_iterator.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "core/utf8.hpp"
#include "net/queue_stream.hpp"

// Beast's stream is declared after our async_teardown so that it is found.
#include <boost/beast/websocket/stream.hpp>

namespace tidemark::net {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t kCloseReasonMax = 123;  // RFC 6455 5.5: a control frame holds 125 bytes, two are the code
constexpr auto kUnsupportedData = static_cast<std::uint16_t>(websocket::close_code::unknown_data);

class WsConnection final : public Connection, public WsSession {
 public:
  WsConnection(std::shared_ptr<ServerCore> core, Socket socket, std::shared_ptr<const Request> request,
               WsHandler& handler)
      : core_{std::move(core)},
        stream_{std::move(socket), SendQueue::Bound{core_->limits.ws_queue_frames, core_->limits.ws_queue_bytes}},
        request_{std::move(request)},
        handler_{handler} {}

  void start(const BeastRequest& handshake);

  std::uint64_t id() const override { return id_; }
  void send(SharedFrame frame, FrameKind kind, std::uint64_t topic) override;
  void close(WsClose code, std::string_view reason) override;
  void cut() override {
    wire().reset_on_close();
    abort();
  }
  std::size_t queued() const override { return queue().size(); }
  Backlog backlog() const override;

  void sweep(TimePoint now) override;
  void stop() override { begin_close(static_cast<std::uint16_t>(WsClose::kGoingAway), "the server is stopping"); }
  void abort() override;
  std::size_t frames_waiting() const override { return state_ == State::kOpen ? queued() : 0; }

 private:
  enum class State : std::uint8_t { kHandshake, kOpen, kClosing, kDraining, kClosed };

  std::shared_ptr<WsConnection> self() { return std::static_pointer_cast<WsConnection>(shared_from_this()); }
  QueueStream& wire() { return stream_.next_layer(); }
  const SendQueue& queue() const { return const_cast<QueueStream&>(stream_.next_layer()).queue(); }
  void on_accepted(error_code ec);
  void read();
  void on_read(error_code ec);
  void begin_close(std::uint16_t code, std::string_view reason);
  void ping(TimePoint now);
  void end_session();
  void drain();

  std::shared_ptr<ServerCore> core_;
  websocket::stream<QueueStream, false> stream_;
  std::shared_ptr<const Request> request_;
  WsHandler& handler_;
  beast::flat_buffer buffer_;
  std::uint64_t id_{0};
  TimePoint last_seen_{SteadyClock::now()};
  TimePoint ping_sent_{};
  TimePoint deadline_{TimePoint::max()};
  State state_{State::kHandshake};
  bool pinging_{false};
  bool announced_{false};  ///< on_open was called, on_close is owed
};

void WsConnection::start(const BeastRequest& handshake) {
  wire().set_owner(std::weak_ptr<void>{self()});
  wire().on_drained = [this] {
    if (state_ == State::kDraining) drain();
  };
  wire().on_failed = [this] { abort(); };
  stream_.read_message_max(core_->limits.ws_message_bytes);
  stream_.control_callback([this](websocket::frame_type, beast::string_view) { last_seen_ = SteadyClock::now(); });
  deadline_ = last_seen_ + steady(core_->limits.header_timeout);
  stream_.async_accept(handshake, [self = self()](error_code ec) { self->on_accepted(ec); });
}

void WsConnection::on_accepted(error_code ec) {
  if (state_ != State::kHandshake) return;
  if (ec || core_->stopping) {
    // A handshake Beast refuses (version, key) was answered by it with 400: let that leave first.
    end_session();
    return drain();
  }
  state_ = State::kOpen;
  deadline_ = TimePoint::max();
  id_ = ++core_->session_count;
  announced_ = true;
  core_->metrics.websockets.set(static_cast<double>(++core_->websockets));
  handler_.on_open(*this, *request_);
  read();
}

void WsConnection::read() {
  stream_.async_read(buffer_, [self = self()](error_code ec, std::size_t) { self->on_read(ec); });
}

void WsConnection::on_read(error_code ec) {
  if (ec) {
    end_session();
    return drain();
  }
  last_seen_ = SteadyClock::now();
  if (state_ == State::kOpen && !stream_.got_text()) begin_close(kUnsupportedData, "text messages only");
  if (state_ == State::kOpen) {
    const auto data = buffer_.data();
    try {
      handler_.on_message(*this, {static_cast<const char*>(data.data()), data.size()});
    } catch (const std::exception& e) {
      core_->logger.error("websocket handler failed", {{"path", request_->path}, {"error", e.what()}});
      begin_close(static_cast<std::uint16_t>(websocket::close_code::internal_error), "internal error");
    }
  }
  buffer_.consume(buffer_.size());
  if (buffer_.capacity() > 8 * 1024) buffer_.shrink_to_fit();
  // While closing the peer's own close frame is still to be read.
  if (state_ == State::kOpen || state_ == State::kClosing) return read();
  // Cut by its own handler: no read is left to end the session.
  if (state_ == State::kClosed) end_session();
}

void WsConnection::send(SharedFrame frame, FrameKind kind, std::uint64_t topic) {
  if (state_ != State::kOpen) return;
  const std::string_view bytes = frame->bytes();
  SendQueue& queue = wire().queue();
  const std::uint64_t conflated = queue.conflated();
  const auto pushed = kind == FrameKind::kConflate ? queue.push_latest(std::move(frame), bytes, topic)
                                                   : queue.push(std::move(frame), bytes);
  core_->metrics.frames_conflated.add(queue.conflated() - conflated);
  core_->send_queues.frames_replaced += queue.conflated() - conflated;
  core_->send_queues.note_depth(queue.size());
  if (pushed == SendQueue::Push::kQueued) return wire().flush();
  ++core_->send_queues.frames_lost;
  close(WsClose::kTryAgainLater, "the client did not keep up");
}

Backlog WsConnection::backlog() const {
  constexpr std::size_t kHalf = 2;
  constexpr std::size_t kEighth = 8;
  if (queue().fuller_than(kHalf)) return Backlog::kHigh;
  return queue().fuller_than(kEighth) ? Backlog::kMiddle : Backlog::kLow;
}

void WsConnection::close(WsClose code, std::string_view reason) {
  if (state_ == State::kOpen && code == WsClose::kTryAgainLater) {
    // What it did not read in time it will not read now; the reason should still reach it.
    SendQueue& waiting = wire().queue();
    const std::size_t before = waiting.size();
    waiting.clear_waiting();
    core_->send_queues.frames_lost += before - waiting.size();
    ++core_->send_queues.slow_clients;
    core_->metrics.slow_clients.add();
  }
  begin_close(static_cast<std::uint16_t>(code), reason);
}

void WsConnection::begin_close(std::uint16_t code, std::string_view reason) {
  if (state_ == State::kHandshake) return abort();
  if (state_ != State::kOpen) return;
  state_ = State::kClosing;
  deadline_ = SteadyClock::now() + steady(core_->limits.ws_pong_timeout);
  const std::string_view text = core::utf8_prefix(reason, kCloseReasonMax);
  stream_.async_close(
      websocket::close_reason{static_cast<websocket::close_code>(code), beast::string_view{text.data(), text.size()}},
      [self = self()](error_code) {});
}

void WsConnection::ping(TimePoint now) {
  if (pinging_) return;
  pinging_ = true;
  ping_sent_ = now;
  stream_.async_ping({}, [self = self()](error_code) { self->pinging_ = false; });
}

void WsConnection::sweep(TimePoint now) {
  if (now >= deadline_) return abort();
  if (wire().queue().writing() && now - wire().writing_since() > steady(core_->limits.write_timeout)) return abort();
  if (state_ != State::kOpen) return;
  const bool waiting_for_pong = ping_sent_ > last_seen_;
  if (waiting_for_pong && now - ping_sent_ > steady(core_->limits.ws_pong_timeout)) return abort();
  if (!waiting_for_pong && now - last_seen_ >= steady(core_->limits.ws_ping_interval)) ping(now);
}

/// The session is over for its handler; the socket may still have something to write.
void WsConnection::end_session() {
  if (state_ != State::kClosed) {
    state_ = State::kDraining;
    deadline_ = std::min(deadline_, SteadyClock::now() + steady(core_->limits.ws_pong_timeout));
  }
  if (!std::exchange(announced_, false)) return;
  core_->metrics.websockets.set(static_cast<double>(--core_->websockets));
  handler_.on_close(*this);
}

void WsConnection::drain() {
  if (state_ == State::kClosed || wire().queue().writing()) return;
  abort();
}

void WsConnection::abort() {
  if (state_ == State::kClosed) return;
  const bool reading = state_ == State::kOpen || state_ == State::kClosing;
  state_ = State::kClosed;
  wire().close();
  core_->remove(shared_from_this());
  // A pending read ends with an error, and the session with it; without one nobody else would say so.
  if (!reading) end_session();
}

}  // namespace

void start_websocket(const std::shared_ptr<ServerCore>& core, Socket socket, const BeastRequest& handshake,
                     std::shared_ptr<const Request> request, WsHandler& handler) {
  auto connection = std::make_shared<WsConnection>(core, std::move(socket), std::move(request), handler);
  core->add(connection);
  connection->start(handshake);
}

}  // namespace tidemark::net
