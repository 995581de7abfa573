#pragma once

// For tests only: a client on plain sockets that shares no code with the server, so that it can also send what no
// library would. Every call gives up after kPatience and then fails the test by an empty answer.

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tidemark::net::test {

inline constexpr std::chrono::seconds kPatience{20};

/// A TCP connection to 127.0.0.1.
class Socket {
 public:
  explicit Socket(std::uint16_t port, int receive_buffer = 0) : fd_{::socket(AF_INET, SOCK_STREAM, 0)} {
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  /// One that a listener accepted.
  struct Accepted {
    int fd;
  };
  explicit Socket(Accepted accepted) : fd_{accepted.fd}, connected_{true} {}
  ~Socket() { ::close(fd_); }
  Socket(Socket&& other) noexcept : fd_{std::exchange(other.fd_, -1)}, connected_{other.connected_}, in_{other.in_} {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket& operator=(Socket&&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] int fd() const { return fd_; }

  /// False when the other side does not take it.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  /// Reads more into the buffer; false at the end of the stream, on an error, or when patience is over.
  bool fill() {
    pollfd p{fd_, POLLIN, 0};
    if (::poll(&p, 1, static_cast<int>(std::chrono::milliseconds{kPatience}.count())) <= 0) return false;
    char chunk[65536];
    const auto n = ::recv(fd_, chunk, sizeof chunk, 0);
    if (n <= 0) return false;
    in_.append(chunk, static_cast<std::size_t>(n));
    return true;
  }
  /// Takes `size` bytes; nullopt when the stream ends before.
  std::optional<std::string> take(std::size_t size) {
    while (in_.size() < size) {
      if (!fill()) return std::nullopt;
    }
    std::string out = in_.substr(0, size);
    in_.erase(0, size);
    return out;
  }
  /// Takes up to and with `mark`.
  std::optional<std::string> take_until(std::string_view mark) {
    std::size_t at = 0;
    while ((at = in_.find(mark)) == std::string::npos) {
      if (!fill()) return std::nullopt;
    }
    return take(at + mark.size());
  }
  /// All that comes until the other side closes.
  std::string take_rest() {
    while (fill()) {
    }
    return std::exchange(in_, {});
  }
  /// True when the other side ends the connection (within patience).
  bool closed_by_peer() {
    while (fill()) {
    }
    pollfd p{fd_, POLLIN, 0};
    return ::poll(&p, 1, 0) == 1;
  }
  /// Reads nothing until the other side is gone for good (it may still have sent something).
  void wait_for_hangup() {
    pollfd p{fd_, POLLRDHUP, 0};
    ::poll(&p, 1, static_cast<int>(std::chrono::milliseconds{kPatience}.count()));
  }

 private:
  int fd_;
  bool connected_{false};
  std::string in_;
};

struct Reply {
  int status{0};
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  [[nodiscard]] std::string header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? "" : it->second;
  }
};

enum class WithBody { kYes, kNo };  ///< kNo: the answer to HEAD

/// Reads one response; status 0 when there is none.
inline Reply read_reply(Socket& socket, WithBody with_body = WithBody::kYes) {
  Reply reply;
  const auto head = socket.take_until("\r\n\r\n");
  if (!head || !head->starts_with("HTTP/1.1 ")) return reply;
  reply.status = std::atoi(head->c_str() + 9);
  for (std::size_t at = head->find("\r\n") + 2; at + 2 < head->size();) {
    const std::size_t end = head->find("\r\n", at);
    const std::size_t colon = head->find(": ", at);
    if (end == at || colon > end) break;
    std::string name = head->substr(at, colon - at);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    reply.headers[name] = head->substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  if (with_body == WithBody::kYes && reply.headers.contains("content-length")) {
    reply.body = socket.take(static_cast<std::size_t>(std::atoll(reply.header("content-length").c_str()))).value_or("");
  }
  return reply;
}

inline std::string request_text(std::string_view method, std::string_view target, std::string_view headers = "",
                                std::string_view body = "") {
  std::string text{method};
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text.append("\r\n").append(body);
}

/// One request on a connection of its own. `headers` are whole lines with \r\n.
inline Reply get(std::uint16_t port, std::string_view target, std::string_view headers = "") {
  Socket socket{port};
  socket.send(request_text("GET", target, headers));
  return read_reply(socket);
}

/// A WebSocket client (RFC 6455) that can also be rude.
class WebSocket {
 public:
  WebSocket(std::uint16_t port, std::string_view target, std::string_view headers = "", int receive_buffer = 0)
      : socket_{port, receive_buffer} {
    // The key and the answer to it are the example of RFC 6455 section 1.3.
    std::string lines =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    socket_.send(request_text("GET", target, lines.append(headers)));
    handshake_ = read_reply(socket_);
  }

  [[nodiscard]] const Reply& handshake() const { return handshake_; }
  [[nodiscard]] bool open() const {
    return handshake_.status == 101 && handshake_.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  }
  Socket& socket() { return socket_; }

  bool send_text(std::string_view text) { return send_frame(0x81, text); }
  /// `first` is the byte with FIN, reserved bits and opcode.
  bool send_frame(int first, std::string_view payload) {
    std::string out{static_cast<char>(first)};
    if (payload.size() < 126) {
      out += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() <= 0xFFFF) {
      out += static_cast<char>(0x80 | 126);
      for (int shift = 8; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
    } else {
      out += static_cast<char>(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
    }
    constexpr char kMask[] = {0x12, 0x34, 0x56, 0x78};
    out.append(kMask, 4);
    for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ kMask[i % 4]);
    return socket_.send(out);
  }

  struct Frame {
    int opcode{-1};  ///< -1: the connection ended
    std::string payload;
    /// Of a close frame.
    [[nodiscard]] int close_code() const {
      if (opcode != 8 || payload.size() < 2) return 0;
      return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
    }
  };
  Frame read_frame() {
    const auto head = socket_.take(2);
    if (!head) return {};
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    std::size_t size = byte((*head)[1]) & 0x7F;
    if (size >= 126) {
      const auto extended = socket_.take(size == 126 ? 2 : 8);
      if (!extended) return {};
      size = 0;
      for (const char c : *extended) size = size * 256 + byte(c);
    }
    auto payload = socket_.take(size);
    if (!payload) return {};
    return {byte((*head)[0]) & 0x0F, std::move(*payload)};
  }
  /// The next text message; answers pings on the way. Empty when the connection ends or is closed.
  std::string read_text() {
    for (;;) {
      Frame frame = read_frame();
      if (frame.opcode == 1) return std::move(frame.payload);
      if (frame.opcode == 9) {
        send_frame(0x8A, frame.payload);
      } else if (frame.opcode != 10) {
        last_close_ = frame;
        return {};
      }
    }
  }
  /// Reads and drops until the server's close frame; its code, 0 when the connection just ended.
  int read_until_close() {
    for (;;) {
      const Frame frame = read_frame();
      if (frame.opcode == 8 || frame.opcode == -1) return frame.close_code();
    }
  }
  [[nodiscard]] const Frame& last_close() const { return last_close_; }

 private:
  Socket socket_;
  Reply handshake_;
  Frame last_close_;
};

}  // namespace tidemark::net::test
