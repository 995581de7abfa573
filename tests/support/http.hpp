#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tidemark::test {

/// The port in what a program printed about itself ("http://127.0.0.1:8900"); 0 when there is none.
inline std::uint16_t port_of(const std::string& out) {
  const std::size_t at = out.find("127.0.0.1:");
  return at == std::string::npos ? std::uint16_t{0} : static_cast<std::uint16_t>(std::stoi(out.substr(at + 10)));
}

/// One request over a plain socket to 127.0.0.1; the whole answer, empty when nobody listens.
inline std::string request(std::uint16_t port, const std::string& method, const std::string& path,
                           const std::string& body = {}) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
    const std::string length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    const std::string text =
        method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + length + "\r\n" + body;
    if (write(fd, text.data(), text.size()) > 0) {
      char buffer[65536];
      for (ssize_t size = 0; (size = read(fd, buffer, sizeof buffer)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(size));
    }
  }
  close(fd);
  return answer;
}

inline std::string get(std::uint16_t port, const std::string& path) {
  return request(port, "GET", path);
}

/// Asks until `fits(answer)`, for a minute at most; the last answer.
template <class Ask, class Fits>
std::string ask_until(Ask&& ask, Fits&& fits) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  std::string answer = ask();
  while (!fits(answer) && std::chrono::steady_clock::now() < deadline) {
    poll(nullptr, 0, 20);
    answer = ask();
  }
  return answer;
}
template <class Fits>
std::string get_until(std::uint16_t port, const std::string& path, Fits&& fits) {
  return ask_until([&] { return get(port, path); }, fits);
}

}  // namespace tidemark::test
