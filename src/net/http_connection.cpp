#include <limits>
#include <optional>

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "net/http_head.hpp"
#include "net/problem.hpp"
#include "net/server_core.hpp"
#include "net/url.hpp"
#include "net/ws_connection.hpp"
#include "ops/histogram.hpp"

namespace tidemark::net {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

/// How long a refused client may go on sending before the socket is closed for good; closing at once would make the
/// kernel throw away the refusal we just wrote.
constexpr std::chrono::milliseconds kLinger{1000};
constexpr std::size_t kJoinBytes = 4096;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::optional<Method> method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::kGet;
    case http::verb::head:
      return Method::kHead;
    case http::verb::post:
      return Method::kPost;
    case http::verb::put:
      return Method::kPut;
    case http::verb::patch:
      return Method::kPatch;
    case http::verb::delete_:
      return Method::kDelete;
    case http::verb::options:
      return Method::kOptions;
    default:
      return std::nullopt;
  }
}

std::string_view view(beast::string_view s) {
  return {s.data(), s.size()};
}

Problem parse_problem(const error_code& ec) {
  if (ec == http::error::header_limit) {
    return {.status = 431, .code = "headers_too_large", .detail = "The request line and headers are too large."};
  }
  if (ec == http::error::body_limit) {
    return {.status = 413, .code = "body_too_large", .detail = "The request body is too large."};
  }
  if (ec == http::error::bad_version) {
    return {.status = 505, .code = "bad_version", .detail = "Only HTTP/1.0 and HTTP/1.1 are spoken here."};
  }
  return {.status = 400, .code = "bad_request", .detail = "This is not a valid HTTP request: " + ec.message() + "."};
}

/// One HTTP connection: reads one request, answers it, reads the next. Pipelined requests wait in the buffer, so
/// answers are in order by construction.
class HttpConnection final : public Connection, public ResponseSink {
 public:
  HttpConnection(std::shared_ptr<ServerCore> core, Socket socket) : core_{std::move(core)}, socket_{std::move(socket)} {
    error_code ignored;
    peer_ = socket_.remote_endpoint(ignored).address().to_string();
    socket_.non_blocking(true, ignored);
  }

  void start(Admission admission);
  void sweep(TimePoint now) override;
  void stop() override;
  void abort() override;
  void complete(Response response) override;

 private:
  enum class State : std::uint8_t { kIdle, kHeader, kBody, kHandling, kWriting, kLingering, kClosed };

  std::shared_ptr<HttpConnection> self() { return std::static_pointer_cast<HttpConnection>(shared_from_this()); }
  void set_state(State state, std::optional<SteadyClock::duration> allowed);
  [[nodiscard]] bool was_refused() const { return state_ == State::kWriting || state_ == State::kLingering; }
  void next_request();
  void read_more();
  void parse();
  void need_more();
  void on_request();
  std::optional<Problem> take_request();
  bool take_target(std::string_view target);
  void upgrade(WsHandler& handler);
  void refuse(const Problem& problem);
  void write(Response response);
  void write_rest(std::size_t written);
  void on_written();
  void linger();

  std::shared_ptr<ServerCore> core_;
  Socket socket_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::shared_ptr<Request> request_;
  Response response_;
  std::string head_;
  std::string_view body_;  ///< what of response_ is sent after head_
  TimePoint deadline_{TimePoint::max()};
  TimePoint handling_since_{};
  State state_{State::kIdle};
  KeepAlive keep_alive_{KeepAlive::kNo};
  bool sent_continue_{false};
  bool has_request_{false};  ///< request_ is the one being answered, not the one before
};

void HttpConnection::start(Admission admission) {
  if (admission == Admission::kServe) return next_request();
  refuse({.status = 503,
          .code = "too_many_connections",
          .detail = "The server has as many clients as it may have.",
          .field = "",
          .headers = {{"Retry-After", "5"}}});
}

void HttpConnection::set_state(State state, std::optional<SteadyClock::duration> allowed) {
  state_ = state;
  deadline_ = allowed ? SteadyClock::now() + *allowed : TimePoint::max();
}

void HttpConnection::next_request() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(core_->limits.header_bytes));
  parser_->body_limit(core_->limits.body_bytes);
  parser_->eager(true);
  sent_continue_ = false;
  handling_since_ = {};
  has_request_ = false;
  set_state(State::kIdle, steady(core_->limits.idle_timeout));
  if (buffer_.size() == 0) return read_more();
  set_state(State::kHeader, steady(core_->limits.header_timeout));
  // Not at once: a whole buffer of pipelined requests would be a deep recursion, and others wait for their turn too.
  asio::post(socket_.get_executor(), [self = self()] {
    if (self->state_ == State::kHeader) self->parse();
  });
}

void HttpConnection::read_more() {
  const std::size_t chunk = state_ == State::kBody ? 64 * 1024 : 4 * 1024;
  socket_.async_read_some(buffer_.prepare(chunk), [self = self()](error_code ec, std::size_t size) {
    if (self->was_refused()) return;  // timed out, and told so
    if (ec || self->state_ == State::kClosed) return self->abort();
    self->buffer_.commit(size);
    if (self->state_ == State::kIdle) self->set_state(State::kHeader, steady(self->core_->limits.header_timeout));
    self->parse();
  });
}

void HttpConnection::parse() {
  error_code ec;
  while (!ec && !parser_->is_done() && buffer_.size() > 0) buffer_.consume(parser_->put(buffer_.data(), ec));
  if (ec && ec != http::error::need_more) return refuse(parse_problem(ec));
  if (parser_->is_done()) return on_request();
  need_more();
}

void HttpConnection::need_more() {
  if (!parser_->is_header_done() && buffer_.size() > core_->limits.header_bytes) {
    return refuse(parse_problem(http::error::header_limit));
  }
  if (!parser_->is_header_done() || state_ == State::kBody) return read_more();
  set_state(State::kBody, steady(core_->limits.body_timeout));
  const bool expects = equal_ignoring_case(view(parser_->get()[http::field::expect]), "100-continue");
  if (!expects || sent_continue_) return read_more();
  sent_continue_ = true;
  asio::async_write(socket_, asio::buffer(kContinue), [self = self()](error_code ec, std::size_t) {
    if (self->was_refused()) return;
    if (ec || self->state_ == State::kClosed) return self->abort();
    self->read_more();
  });
}

bool HttpConnection::take_target(std::string_view target) {
  if (target.starts_with("http://")) {  // absolute form, as sent to proxies
    target.remove_prefix(7);
    target.remove_prefix(std::min(target.find('/'), target.size()));
    if (target.empty()) target = "/";
  }
  if (!target.starts_with('/')) return false;
  const std::size_t fragment = target.find('#');
  if (fragment != std::string_view::npos) return false;
  const std::size_t question = std::min(target.find('?'), target.size());
  request_->path = target.substr(0, question);
  request_->raw_query = target.substr(std::min(question + 1, target.size()));
  return true;
}

/// Fills request_ from the parsed message; a problem when it is one we do not serve.
std::optional<Problem> HttpConnection::take_request() {
  auto& message = parser_->get();
  // Whoever answered the one before may still hold it.
  if (!request_ || request_.use_count() > 1) request_ = std::make_shared<Request>();
  Request& request = *request_;
  request.params.clear();
  request.query.clear();
  request.id.clear();
  std::size_t hosts = 0;
  std::size_t count = 0;
  for (const auto& field : message) {
    if (field.name() == http::field::host) ++hosts;
    // The strings of the request before keep their memory.
    if (count == request.headers.size()) request.headers.emplace_back();
    NameValue& header = request.headers[count++];
    header.name.assign(view(field.name_string()));
    header.value.assign(view(field.value()));
  }
  request.headers.resize(count);
  const std::string_view id = request.header("X-Request-Id").value_or("");
  if (is_request_id(id)) {
    request.id.assign(id);
  } else {
    core_->append_request_id(request.id);
  }
  request.peer.assign(peer_);
  has_request_ = true;
  if (message.target().size() > core_->limits.target_bytes) {
    return Problem{.status = 414, .code = "target_too_long", .detail = "The address is too long."};
  }
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) {
    return Problem{.status = 400, .code = "bad_host", .detail = "A request needs exactly one Host header."};
  }
  if (hosts == 1 && !core_->hosts.accepts_host(view(message[http::field::host]))) {
    return Problem{
        .status = 421, .code = "unknown_host", .detail = "This server does not answer under this host name."};
  }
  const auto method = method_of(message.method());
  if (!method) return Problem{.status = 501, .code = "unknown_method", .detail = "This method is not supported."};
  request.method = *method;
  const bool server_wide = *method == Method::kOptions && message.target() == "*";
  if (!take_target(server_wide ? "/" : view(message.target()))) {
    return Problem{.status = 400, .code = "bad_target", .detail = "The address must be a path beginning with '/'."};
  }
  request.body = std::move(message.body());
  return std::nullopt;
}

void HttpConnection::on_request() {
  handling_since_ = SteadyClock::now();
  keep_alive_ = parser_->keep_alive() && !core_->stopping ? KeepAlive::kYes : KeepAlive::kNo;
  if (const auto problem = take_request()) return refuse(*problem);
  set_state(State::kHandling, std::nullopt);
  const bool wants_websocket = beast::websocket::is_upgrade(parser_->get());
  auto routed =
      core_->router.route(*request_, wants_websocket ? HttpRouter::Upgrade::kWebSocket : HttpRouter::Upgrade::kNone);
  if (routed.response) return write(std::move(*routed.response));
  if (routed.match.websocket != nullptr) return upgrade(*routed.match.websocket);
  Responder responder{self(), request_};
  try {
    (*routed.match.handler)(std::move(responder));
  } catch (const std::exception& e) {
    // The responder answered 500 when it was dropped.
    core_->logger.error("request handler failed", {{"path", request_->path}, {"error", e.what()}});
  }
}

void HttpConnection::upgrade(WsHandler& handler) {
  const auto origin = request_->header("Origin");
  if (origin && !HostPolicy::accepts_origin(*origin, request_->header("Host").value_or(""))) {
    return refuse({.status = 403, .code = "foreign_origin", .detail = "WebSockets are for this server's own pages."});
  }
  if (buffer_.size() > 0) {
    return refuse(
        {.status = 400, .code = "early_data", .detail = "A client must wait for the answer to its handshake."});
  }
  if (auto refusal = handler.refusal(*request_)) {
    keep_alive_ = KeepAlive::kNo;
    return write(std::move(*refusal));
  }
  start_websocket(core_, std::move(socket_), parser_->get(), request_, handler);
  state_ = State::kClosed;
  core_->remove(shared_from_this());
}

void HttpConnection::refuse(const Problem& problem) {
  keep_alive_ = KeepAlive::kNo;
  write(net::problem(problem));
}

void HttpConnection::complete(Response response) {
  if (core_->on_io_thread()) return write(std::move(response));
  core_->post([self = self(), response = std::move(response)]() mutable { self->write(std::move(response)); });
}

void HttpConnection::write(Response response) {
  if (state_ == State::kClosed) return;
  response_ = std::move(response);
  head_.clear();
  if (core_->stopping) keep_alive_ = KeepAlive::kNo;
  std::string fresh_id;
  if (!has_request_) core_->append_request_id(fresh_id);
  append_head(head_, response_, keep_alive_, has_request_ ? request_->id : fresh_id, core_->date());
  const bool bodiless = has_request_ && request_->method == Method::kHead && state_ == State::kHandling;
  set_state(State::kWriting, steady(core_->limits.write_timeout));
  const auto status_class = std::min<std::size_t>(static_cast<std::size_t>(response_.status) / 100, 5);
  core_->metrics.by_status_class[status_class]->add();
  std::string_view body = bodiless ? std::string_view{} : response_.body.bytes();
  // One piece when it is small: the kernel takes it faster than two.
  if (body.size() <= kJoinBytes) {
    head_ += body;
    body = {};
  }
  body_ = body;
  // Most answers fit into the socket's buffer and need not wait for anything.
  error_code ec;
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head_), asio::buffer(body_)};
  const std::size_t written = socket_.write_some(buffers, ec);
  if (ec && ec != asio::error::would_block) return abort();
  if (written == head_.size() + body_.size()) return on_written();
  write_rest(written);
}

void HttpConnection::write_rest(std::size_t written) {
  const std::size_t of_head = std::min(written, head_.size());
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(std::string_view{head_}.substr(of_head)),
                                                  asio::buffer(body_.substr(written - of_head))};
  asio::async_write(socket_, buffers, [self = self()](error_code ec, std::size_t) {
    if (ec || self->state_ == State::kClosed) return self->abort();
    self->on_written();
  });
}

void HttpConnection::on_written() {
  if (handling_since_ != TimePoint{}) {
    const auto taken = std::chrono::duration_cast<std::chrono::nanoseconds>(SteadyClock::now() - handling_since_);
    core_->metrics.latency.record(taken.count());
  }
  response_ = {};
  if (core_->stopping) return abort();
  if (keep_alive_ == KeepAlive::kNo) return linger();
  if (buffer_.size() == 0 && buffer_.capacity() > 64 * 1024) buffer_.shrink_to_fit();
  next_request();
}

/// Our side is done; read and drop what still comes until the client closes too or time is up.
void HttpConnection::linger() {
  if (state_ != State::kLingering) {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    set_state(State::kLingering, kLinger);
  }
  buffer_.consume(buffer_.size());
  socket_.async_read_some(buffer_.prepare(4 * 1024), [self = self()](error_code ec, std::size_t) {
    if (ec || self->state_ == State::kClosed) return self->abort();
    self->linger();
  });
}

void HttpConnection::sweep(TimePoint now) {
  if (now < deadline_) return;
  const bool half_a_request = state_ == State::kHeader || state_ == State::kBody;
  if (!half_a_request) return abort();
  // Ends the pending read, whose handler must find the answer already under way.
  error_code ignored;
  socket_.cancel(ignored);
  refuse({.status = 408, .code = "request_timeout", .detail = "The request did not arrive in time."});
}

void HttpConnection::stop() {
  // A request under way is answered with "Connection: close"; anything else has nothing to lose.
  if (state_ != State::kHandling && state_ != State::kWriting) return abort();
  keep_alive_ = KeepAlive::kNo;
}

void HttpConnection::abort() {
  if (state_ == State::kClosed) return;
  set_state(State::kClosed, std::nullopt);
  error_code ignored;
  socket_.close(ignored);
  core_->remove(shared_from_this());
}

}  // namespace

void start_http(const std::shared_ptr<ServerCore>& core, Socket socket, Admission admission) {
  auto connection = std::make_shared<HttpConnection>(core, std::move(socket));
  core->add(connection);
  connection->start(admission);
}

}  // namespace tidemark::net
