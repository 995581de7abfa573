#include "net/client_stream.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "net/client_io.hpp"

namespace tidemark::net {
namespace {

using client_io::error_code;
using client_io::tcp;
namespace asio = client_io::asio;

constexpr std::size_t kRawBytes = 64 * 1024;  ///< read from the socket at once beneath TLS
constexpr core::Duration kLinger = core::seconds(1);

core::Error unavailable(std::string code, std::string message) {
  return {core::ErrorKind::kUnavailable, std::move(code), std::move(message), ""};
}

core::Error connect_error(const std::string& where, const error_code& ec) {
  if (ec == asio::error::connection_refused) {
    return unavailable("connection_refused", "Nothing accepts connections at " + where + ".");
  }
  return unavailable("connection_failed", "Cannot connect to " + where + ": " + ec.message() + ".");
}

core::Error lost_error(const error_code& ec) {
  if (ec == asio::error::eof) return unavailable("connection_closed", "The server closed the connection.");
  return unavailable("connection_closed", "The connection broke: " + ec.message() + ".");
}

/// "localhost" and names beneath it mean this machine whatever a resolver says (RFC 6761 section 6.3): a system without
/// a hosts file asks the network for it, in vain.
bool is_localhost(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  if (host.ends_with('.')) host.remove_suffix(1);
  const auto is_same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  if (host.size() < kName.size()) return false;
  if (!std::ranges::equal(host.substr(host.size() - kName.size()), kName, is_same)) return false;
  return host.size() == kName.size() || host[host.size() - kName.size() - 1] == '.';
}

/// What needs no resolver; empty when the name does.
std::vector<tcp::endpoint> addresses_known(const std::string& host, std::uint16_t port) {
  if (is_localhost(host)) {
    return {{asio::ip::address_v4::loopback(), port}, {asio::ip::address_v6::loopback(), port}};
  }
  error_code ec;
  const auto address = asio::ip::make_address(host, ec);
  return ec ? std::vector<tcp::endpoint>{} : std::vector<tcp::endpoint>{{address, port}};
}

class Stream final : public ClientStream, public std::enable_shared_from_this<Stream> {
 public:
  Stream(ClientLoop& loop, const StreamLimits& limits)
      : loop_{loop}, limits_{limits}, socket_{loop.impl().io}, resolver_{loop.impl().io} {}

  void connect(const std::string& host, std::uint16_t port, Done done) override;
  void start_tls(std::unique_ptr<TlsSession> session, Done done) override;
  void fill(ReceiveBuffer& in, Done done) override;
  core::Status write(std::string_view bytes) override;
  void close() override;
  void close_after_writing() override;

 private:
  void connect_next(const error_code& last);
  void on_connected();
  void shake_hands();
  template <class Then>
  void read_raw(Then&& then);
  void read_tls(ReceiveBuffer& in);
  void flush();
  void on_written(const error_code& ec);
  void fail_writing(core::Error why);
  /// Answers what is under way. The answer may start something new, or be the last we hear of our owner.
  void finish(core::Status status);
  void cancel(std::optional<TimerId>& timer);

  ClientLoop& loop_;
  StreamLimits limits_;
  client_io::Socket socket_;
  client_io::Resolver resolver_;
  std::string where_;
  std::vector<tcp::endpoint> addresses_;
  std::size_t next_address_{0};
  std::unique_ptr<TlsSession> tls_;
  std::vector<char> raw_;
  Done done_;
  std::string queued_;   ///< for the kernel, after writing_
  std::string writing_;  ///< being written; empty when no write is under way
  std::optional<TimerId> address_timer_;
  std::optional<TimerId> write_timer_;
  std::optional<TimerId> linger_timer_;
  std::optional<core::Error> broken_;
  bool closed_{false};
  bool lingering_{false};
};

void Stream::finish(core::Status status) {
  if (!closed_ && !lingering_ && done_) std::exchange(done_, nullptr)(std::move(status));
}

void Stream::cancel(std::optional<TimerId>& timer) {
  if (timer) loop_.cancel(*timer);
  timer.reset();
}

void Stream::connect(const std::string& host, std::uint16_t port, Done done) {
  done_ = std::move(done);
  where_ = (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
  addresses_ = addresses_known(host, port);
  if (!addresses_.empty()) {
    return asio::post(socket_.get_executor(), [self = shared_from_this()] { self->connect_next({}); });
  }
  resolver_.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                          [self = shared_from_this(), host](error_code failed, const auto& results) {
                            if (failed) {
                              return self->finish(std::unexpected(unavailable(
                                  "host_not_found", "The name " + host + " is not known: " + failed.message() + ".")));
                            }
                            for (const auto& entry : results) self->addresses_.push_back(entry.endpoint());
                            self->connect_next(asio::error::host_not_found);
                          });
}

void Stream::connect_next(const error_code& last) {
  cancel(address_timer_);
  if (closed_) return;
  if (next_address_ == addresses_.size()) return finish(std::unexpected(connect_error(where_, last)));
  const tcp::endpoint address = addresses_[next_address_++];
  error_code ignored;
  socket_.close(ignored);
  if (next_address_ < addresses_.size()) {
    address_timer_ = loop_.after(limits_.address_timeout, [self = shared_from_this()] {
      error_code none;
      self->socket_.close(none);
    });
  }
  socket_.async_connect(address, [self = shared_from_this()](error_code ec) {
    if (self->closed_) return;
    if (ec) return self->connect_next(ec);
    self->on_connected();
  });
}

void Stream::on_connected() {
  cancel(address_timer_);
  error_code ignored;
  socket_.set_option(tcp::no_delay{true}, ignored);
  socket_.set_option(asio::socket_base::keep_alive{true}, ignored);
  finish({});
}

template <class Then>
void Stream::read_raw(Then&& then) {
  socket_.async_read_some(asio::buffer(raw_),
                          [self = shared_from_this(), go_on = std::forward<Then>(then)](error_code ec, std::size_t n) {
                            if (self->closed_) return;
                            if (self->broken_) return self->finish(std::unexpected(*self->broken_));
                            if (ec) return self->finish(std::unexpected(lost_error(ec)));
                            self->tls_->feed({self->raw_.data(), n});
                            go_on();
                          });
}

void Stream::start_tls(std::unique_ptr<TlsSession> session, Done done) {
  done_ = std::move(done);
  tls_ = std::move(session);
  raw_.resize(kRawBytes);
  asio::post(socket_.get_executor(), [self = shared_from_this()] { self->shake_hands(); });
}

void Stream::shake_hands() {
  if (closed_) return;
  const auto step = tls_->handshake();
  queued_ += tls_->take_output();
  flush();
  if (!step) return finish(std::unexpected(step.error()));
  if (*step == TlsSession::Handshake::kDone) return finish({});
  read_raw([this] { shake_hands(); });
}

void Stream::fill(ReceiveBuffer& in, Done done) {
  done_ = std::move(done);
  if (broken_) {
    return asio::post(socket_.get_executor(),
                      [self = shared_from_this()] { self->finish(std::unexpected(*self->broken_)); });
  }
  // Bytes that came together with the end of the handshake wait inside TLS already.
  if (tls_) return asio::post(socket_.get_executor(), [self = shared_from_this(), &in] { self->read_tls(in); });
  const auto space = in.prepare();
  socket_.async_read_some(asio::buffer(space.data(), space.size()),
                          [self = shared_from_this(), &in](error_code ec, std::size_t n) {
                            if (self->closed_) return;
                            if (self->broken_) return self->finish(std::unexpected(*self->broken_));
                            if (ec) return self->finish(std::unexpected(lost_error(ec)));
                            in.commit(n);
                            self->finish({});
                          });
}

void Stream::read_tls(ReceiveBuffer& in) {
  if (closed_) return;
  const std::size_t before = in.data().size();
  const auto status = tls_->read(in);
  queued_ += tls_->take_output();
  flush();
  // What came before the end is still worth delivering; the end is found again by the next call.
  if (in.data().size() > before) return finish({});
  if (!status) return finish(status);
  read_raw([this, &in] { read_tls(in); });
}

core::Status Stream::write(std::string_view bytes) {
  if (closed_ || lingering_ || broken_) return {};
  if (queued_.size() + writing_.size() + bytes.size() > limits_.queue_bytes) {
    return core::fail(core::ErrorKind::kExhausted, "send_queue_full",
                      "The server does not take what is sent to it: the queue is full.");
  }
  if (!tls_) {
    queued_ += bytes;
  } else if (auto done = tls_->write(bytes); !done) {
    fail_writing(std::move(done.error()));
  } else {
    queued_ += tls_->take_output();
  }
  flush();
  return {};
}

void Stream::flush() {
  if (closed_ || !writing_.empty() || queued_.empty()) return;
  writing_.swap(queued_);
  write_timer_ = loop_.after(limits_.write_timeout, [self = shared_from_this()] {
    self->write_timer_.reset();
    self->fail_writing(
        {core::ErrorKind::kTimeout, "write_timeout", "The server does not take what is sent to it.", ""});
  });
  asio::async_write(socket_, asio::buffer(writing_),
                    [self = shared_from_this()](error_code ec, std::size_t) { self->on_written(ec); });
}

void Stream::on_written(const error_code& ec) {
  cancel(write_timer_);
  writing_.clear();
  if (closed_) return;
  if (ec) return fail_writing(lost_error(ec));
  if (!queued_.empty()) return flush();
  if (lingering_) close();
}

void Stream::fail_writing(core::Error why) {
  if (closed_ || broken_) return;
  if (lingering_) return close();
  broken_ = std::move(why);
  // Ends the read under way, which then tells.
  error_code ignored;
  socket_.close(ignored);
}

void Stream::close() {
  if (std::exchange(closed_, true)) return;
  const auto self = shared_from_this();
  for (auto* timer : {&address_timer_, &write_timer_, &linger_timer_}) cancel(*timer);
  resolver_.cancel();
  error_code ignored;
  socket_.close(ignored);
  done_ = nullptr;
}

void Stream::close_after_writing() {
  if (closed_ || lingering_) return;
  if (broken_ || (writing_.empty() && queued_.empty())) return close();
  lingering_ = true;
  linger_timer_ = loop_.after(kLinger, [self = shared_from_this()] {
    self->linger_timer_.reset();
    self->close();
  });
  // A read under way may still fill its owner's buffer: the owner lives on in done_, but is not called any more.
}

}  // namespace

std::shared_ptr<ClientStream> ClientStream::make(ClientLoop& loop, const StreamLimits& limits) {
  return std::make_shared<Stream>(loop, limits);
}

}  // namespace tidemark::net
