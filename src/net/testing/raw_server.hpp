#pragma once

// For tests only: a server on plain sockets that does what a script says, so that it can also be hostile.

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <openssl/evp.h>

#include "net/test_client.hpp"

namespace tidemark::net::test {

/// Listens on a free port of 127.0.0.1 and runs the script for every connection, each on a thread of its own. Ending it
/// cuts all connections.
class RawServer {
 public:
  using Script = std::function<void(Socket& socket)>;

  explicit RawServer(Script script) : script_{std::move(script)}, fd_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(fd_, 64);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::jthread{[this] { accept_all(); }};
  }
  ~RawServer() {
    stop();
    ::close(fd_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  /// Cuts all connections; after it the scripts have ended, and what they wrote down may be read.
  void stop() {
    if (!accepting_.joinable()) return;
    ::shutdown(fd_, SHUT_RDWR);
    accepting_.join();
    {
      const std::lock_guard lock{mutex_};
      for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    serving_.clear();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view scheme, std::string_view target = "/") const {
    return std::string{scheme} + "://127.0.0.1:" + std::to_string(port_) + std::string{target};
  }
  /// Connections accepted so far.
  [[nodiscard]] int connections() const {
    const std::lock_guard lock{mutex_};
    return count_;
  }

 private:
  void accept_all() {
    for (;;) {
      const int fd = ::accept(fd_, nullptr, nullptr);
      if (fd < 0) return;
      const std::lock_guard lock{mutex_};
      ++count_;
      open_.push_back(fd);
      serving_.emplace_back([this, fd] {
        Socket socket{Socket::Accepted{::dup(fd)}};
        script_(socket);
        const std::lock_guard done{mutex_};
        std::erase(open_, fd);
        ::shutdown(fd, SHUT_RDWR);
        ::close(fd);
      });
    }
  }

  Script script_;
  int fd_;
  std::uint16_t port_{0};
  mutable std::mutex mutex_;
  int count_{0};
  std::vector<int> open_;
  std::vector<std::jthread> serving_;
  std::jthread accepting_;
};

/// The server's answer to the key in a handshake (RFC 6455 4.2.2), by its own path.
inline std::string websocket_accept(std::string_view request) {
  constexpr std::string_view kName = "Sec-WebSocket-Key: ";
  const std::size_t at = request.find(kName) + kName.size();
  const std::string text = std::string{request.substr(at, 24)} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[20];
  EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha1(), nullptr);
  unsigned char out[32];
  EVP_EncodeBlock(out, digest, sizeof digest);
  return reinterpret_cast<const char*>(out);
}

inline std::string handshake_answer(std::string_view request) {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
         websocket_accept(request) + "\r\n\r\n";
}

/// Reads the handshake and answers it; the request, empty when there was none.
inline std::string accept_websocket(Socket& socket) {
  const std::string request = socket.take_until("\r\n\r\n").value_or("");
  if (!request.empty()) socket.send(handshake_answer(request));
  return request;
}

/// One unmasked frame. `first` is the byte with FIN, reserved bits and opcode.
inline std::string server_frame(int first, std::string_view payload) {
  std::string out{static_cast<char>(first)};
  if (payload.size() < 126) {
    out += static_cast<char>(payload.size());
  } else if (payload.size() <= 0xFFFF) {
    out += '\x7E';
    for (int shift = 8; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
  } else {
    out += '\x7F';
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
  }
  return out.append(payload);
}

/// Reads a client's frame and takes its mask off; opcode -1 when the connection ended, -2 when it was not masked.
struct ClientFrame {
  int opcode{-1};
  std::string payload;
};
inline ClientFrame read_client_frame(Socket& socket) {
  const auto byte = [](char c) { return static_cast<unsigned char>(c); };
  const auto head = socket.take(2);
  if (!head) return {};
  if ((byte((*head)[1]) & 0x80) == 0) return {-2, {}};
  std::size_t size = byte((*head)[1]) & 0x7F;
  if (size >= 126) {
    const auto extended = socket.take(size == 126 ? 2 : 8);
    if (!extended) return {};
    size = 0;
    for (const char c : *extended) size = size * 256 + byte(c);
  }
  const auto mask = socket.take(4);
  auto payload = socket.take(size);
  if (!mask || !payload) return {};
  for (std::size_t i = 0; i < size; ++i) (*payload)[i] = static_cast<char>((*payload)[i] ^ (*mask)[i % 4]);
  return {byte((*head)[0]) & 0x0F, std::move(*payload)};
}

}  // namespace tidemark::net::test
