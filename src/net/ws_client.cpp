#include "net/ws_client.hpp"

#include <optional>
#include <utility>

#include "net/client_stream.hpp"
#include "net/tls_session.hpp"
#include "net/ws_decoder.hpp"
#include "net/ws_handshake.hpp"

namespace tidemark::net {
namespace {

/// Read at once: many small messages per system call, and still at home in the second-level cache.
constexpr std::size_t kReadBytes = 128 * 1024;
constexpr unsigned kText = 0x1;
constexpr unsigned kClose = 0x8;
constexpr unsigned kPong = 0xA;
constexpr std::uint16_t kNormal = 1000;
constexpr std::uint16_t kUnsupportedData = 1003;
constexpr std::uint16_t kTooBig = 1009;
constexpr std::uint16_t kNoCode = 1005;

/// What the connections of one client share.
struct Shared {
  ClientLoop& loop;
  WsClientOptions options;
  std::shared_ptr<const TlsTrust> trust;  ///< loaded when the first wss connection needs it
};

std::string close_payload(std::uint16_t code) {
  return {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
}

/// One connection; lives on in what is under way after its handle is gone.
class Link final : public std::enable_shared_from_this<Link> {
 public:
  Link(Shared& shared, WsRequest request, WsEvents& events)
      : loop_{shared.loop},
        limits_{shared.options.limits},
        request_{std::move(request)},
        events_{&events},
        stream_{
            ClientStream::make(loop_, {.write_timeout = limits_.write_timeout, .queue_bytes = limits_.queue_bytes})},
        in_{kReadBytes},
        decoder_{limits_.message_bytes} {}

  void open(Shared& shared);
  void send(std::string_view text);
  void abandon();

 private:
  enum class State : std::uint8_t { kOpening, kOpen, kOver };

  core::Status prepare(Shared& shared);
  /// Goes on with `next` when a step of opening is done.
  template <class Next>
  ClientStream::Done then(std::string_view stage, Next next);
  void on_connected();
  void on_tunnel();
  void start_upgrade();
  /// Reads until a whole head is there; gives it to `next`.
  void read_head(std::string_view stage, void (Link::*next)(std::string_view head));
  void read_on();
  void deliver(core::Timestamp received);
  void take(const WsItem& item, core::Timestamp received);
  void take_close(const WsItem& item);
  void on_violation();
  void check_tunnel_head(std::string_view head);
  void check_upgrade_head(std::string_view head);
  void write(unsigned opcode, std::string_view payload);
  void end(const core::Error& why, std::optional<std::uint16_t> tell);
  void stop_timer();

  ClientLoop& loop_;
  WsClientLimits limits_;
  WsRequest request_;
  WsEvents* events_;                      ///< null when nothing more is to be heard
  std::shared_ptr<ClientStream> stream_;  ///< null when it is over
  Endpoint endpoint_;
  std::optional<ProxyConfig> proxy_;
  std::shared_ptr<const TlsTrust> trust_;  ///< set for wss
  std::string key_;
  std::string_view stage_{"connecting"};
  std::optional<TimerId> timer_;
  ReceiveBuffer in_;
  WsDecoder decoder_;
  State state_{State::kOpening};
};

core::Status Link::prepare(Shared& shared) {
  auto endpoint = parse_endpoint(request_.url);
  if (!endpoint) return core::forward_error(endpoint);
  endpoint_ = std::move(*endpoint);
  if (endpoint_.scheme != Scheme::kWs && endpoint_.scheme != Scheme::kWss) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_url", "A WebSocket's URL begins with ws:// or wss://.");
  }
  auto proxy = proxy_for(endpoint_, shared.options.proxies);
  if (!proxy) return core::forward_error(proxy);
  proxy_ = std::move(*proxy);
  if (!is_tls(endpoint_.scheme)) return {};
  if (!shared.trust) {
    auto trust = TlsTrust::load(shared.options.ca_file);
    if (!trust) return core::forward_error(trust);
    shared.trust = std::move(*trust);
  }
  trust_ = shared.trust;
  return {};
}

void Link::open(Shared& shared) {
  if (auto ready = prepare(shared); !ready) {
    // Not from within the caller's call.
    return loop_.post([self = shared_from_this(), why = std::move(ready.error())] { self->end(why, std::nullopt); });
  }
  timer_ = loop_.after(limits_.open_timeout, [self = shared_from_this()] {
    self->timer_.reset();
    self->end({core::ErrorKind::kTimeout, "open_timeout",
               "The WebSocket did not open in time; it was still " + std::string{self->stage_} + ".",
               self->endpoint_.authority()},
              std::nullopt);
  });
  const std::string& host = proxy_ ? proxy_->host : endpoint_.host;
  const std::uint16_t port = proxy_ ? proxy_->port : endpoint_.port;
  stream_->connect(host, port, then("connecting", [this] { on_connected(); }));
}

template <class Next>
ClientStream::Done Link::then(std::string_view stage, Next next) {
  stage_ = stage;
  return [self = shared_from_this(), go_on = std::move(next)](core::Status status) mutable {
    if (self->state_ == State::kOver) return;
    if (!status) return self->end(status.error(), std::nullopt);
    go_on();
  };
}

void Link::on_connected() {
  if (!proxy_) return on_tunnel();
  if (auto sent = stream_->write(connect_request(endpoint_, *proxy_)); !sent) return end(sent.error(), std::nullopt);
  read_head("waiting for the proxy", &Link::check_tunnel_head);
}

void Link::check_tunnel_head(std::string_view head) {
  const auto parsed = parse_head(head);
  if (!parsed) return end(parsed.error(), std::nullopt);
  if (auto good = check_tunnel(*parsed); !good) return end(good.error(), std::nullopt);
  in_.consume(head.size());
  if (in_.data().empty()) return on_tunnel();
  end({core::ErrorKind::kParse, "bad_response", "The proxy sent more than its answer.", ""}, std::nullopt);
}

void Link::on_tunnel() {
  if (!trust_) return start_upgrade();
  stream_->start_tls(std::make_unique<TlsSession>(trust_, endpoint_.host),
                     then("agreeing on TLS", [this] { start_upgrade(); }));
}

void Link::start_upgrade() {
  key_ = random_key();
  auto sent = stream_->write(upgrade_request(endpoint_, key_, request_.headers));
  if (!sent) return end(sent.error(), std::nullopt);
  read_head("waiting for the server's handshake", &Link::check_upgrade_head);
}

void Link::read_head(std::string_view stage, void (Link::*next)(std::string_view head)) {
  stream_->fill(in_, then(stage, [this, stage, next] {
                  const auto head = find_head(in_.data());
                  if (!head) return end(head.error(), std::nullopt);
                  if (!*head) return read_head(stage, next);
                  (this->*next)(**head);
                }));
}

void Link::check_upgrade_head(std::string_view head) {
  const auto parsed = parse_head(head);
  if (!parsed) return end(parsed.error(), std::nullopt);
  if (auto good = check_upgrade(*parsed, key_); !good) return end(good.error(), std::nullopt);
  in_.consume(head.size());
  stop_timer();
  state_ = State::kOpen;
  const core::Timestamp now = loop_.clock().now();
  events_->on_open(now);
  // The first messages may have come with the handshake.
  deliver(now);
  if (state_ == State::kOpen) read_on();
}

void Link::read_on() {
  stream_->fill(in_, [self = shared_from_this()](core::Status status) {
    if (self->state_ != State::kOpen) return;
    if (!status) return self->end(status.error(), std::nullopt);
    self->deliver(self->loop_.clock().now());
    if (self->state_ == State::kOpen) self->read_on();
  });
}

void Link::deliver(core::Timestamp received) {
  while (state_ == State::kOpen) {
    switch (decoder_.next(in_)) {
      case WsDecoder::Step::kItem:
        take(decoder_.item(), received);
        break;
      case WsDecoder::Step::kMore:
        return;
      case WsDecoder::Step::kBroken:
        return on_violation();
    }
  }
}

void Link::take(const WsItem& item, core::Timestamp received) {
  switch (item.kind) {
    case WsItem::Kind::kText:
      return events_->on_text(item.payload, received);
    case WsItem::Kind::kBinary:
      return end({core::ErrorKind::kUnsupported, "binary_message", "The server sent a binary message.", ""},
                 kUnsupportedData);
    case WsItem::Kind::kPing:
      return write(kPong, item.payload);
    case WsItem::Kind::kPong:
      return;
    case WsItem::Kind::kClose:
      return take_close(item);
  }
}

void Link::take_close(const WsItem& item) {
  std::string text = "The server closed the WebSocket with code " + std::to_string(item.close_code);
  if (!item.payload.empty()) text.append(": ").append(item.payload);
  end({core::ErrorKind::kUnavailable, "closed_by_server", text + ".", ""},
      item.close_code == kNoCode ? kNormal : item.close_code);
}

void Link::on_violation() {
  const WsViolation& violation = decoder_.violation();
  const bool large = violation.close_code == kTooBig;
  end({large ? core::ErrorKind::kExhausted : core::ErrorKind::kParse, large ? "message_too_large" : "ws_protocol",
       std::string{violation.what}, ""},
      violation.close_code);
}

void Link::write(unsigned opcode, std::string_view payload) {
  auto queued = stream_->write(client_frame(opcode, payload));
  if (queued) return;
  // Not from within the caller's call.
  loop_.post([self = shared_from_this(), why = std::move(queued.error())] { self->end(why, std::nullopt); });
}

void Link::send(std::string_view text) {
  if (state_ == State::kOpen) write(kText, text);
}

void Link::abandon() {
  events_ = nullptr;
  end({core::ErrorKind::kCancelled, "abandoned", "The connection was given up.", ""}, kNormal);
}

void Link::end(const core::Error& why, std::optional<std::uint16_t> tell) {
  const State before = std::exchange(state_, State::kOver);
  if (before == State::kOver) return;
  const auto self = shared_from_this();
  stop_timer();
  // A stream that still has to write holds us, for the sake of the read under way: we must not hold it too.
  const auto stream = std::exchange(stream_, nullptr);
  if (before == State::kOpen && tell && stream->write(client_frame(kClose, close_payload(*tell)))) {
    stream->close_after_writing();
  } else {
    stream->close();
  }
  if (WsEvents* const events = std::exchange(events_, nullptr)) events->on_closed(why, loop_.clock().now());
}

void Link::stop_timer() {
  if (timer_) loop_.cancel(*timer_);
  timer_.reset();
}

class Connection final : public WsConnection {
 public:
  explicit Connection(std::shared_ptr<Link> link) : link_{std::move(link)} {}
  ~Connection() override { link_->abandon(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(std::string_view text) override { link_->send(text); }

 private:
  std::shared_ptr<Link> link_;
};

class Client final : public WsClient {
 public:
  explicit Client(Shared shared) : shared_{std::move(shared)} {}

  std::unique_ptr<WsConnection> open(WsRequest request, WsEvents& events) override {
    auto link = std::make_shared<Link>(shared_, std::move(request), events);
    link->open(shared_);
    return std::make_unique<Connection>(std::move(link));
  }

 private:
  Shared shared_;
};

}  // namespace

core::Result<std::unique_ptr<WsClient>> WsClient::make(ClientLoop& loop, WsClientOptions options) {
  Shared shared{loop, std::move(options), nullptr};
  // A wrong path is the operator's mistake: said at once, not when the first connection fails.
  if (!shared.options.ca_file.empty()) {
    auto trust = TlsTrust::load(shared.options.ca_file);
    if (!trust) return core::forward_error(trust);
    shared.trust = std::move(*trust);
  }
  return std::make_unique<Client>(std::move(shared));
}

}  // namespace tidemark::net
