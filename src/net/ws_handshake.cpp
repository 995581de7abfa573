#include "net/ws_handshake.hpp"

#include <algorithm>
#include <cassert>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "net/text.hpp"
#include "net/url.hpp"

namespace tidemark::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kHeadMax = 16 * 1024;

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

template <std::size_t Size>
std::array<char, Size> random_bytes() {
  std::array<char, Size> bytes{};
  const int done = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), Size);
  assert(done == 1);
  (void)done;
  return bytes;
}

bool is_clean(const NameValue& header) {
  return !has_control_characters(header.name) && !has_control_characters(header.value);
}

/// "Upgrade, keep-alive" lists "upgrade".
bool lists(std::string_view value, std::string_view word) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    if (equal_ignoring_case(trimmed(value.substr(0, end)), word)) return true;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return false;
}

std::unexpected<core::Error> bad_handshake(std::string what) {
  return core::fail(core::ErrorKind::kParse, "bad_handshake", std::move(what));
}

}  // namespace

std::optional<std::string_view> ResponseHead::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &NameValue::name);
  if (found == headers.end()) return std::nullopt;
  return found->value;
}

core::Result<std::optional<std::string_view>> find_head(std::string_view received) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t at = received.substr(0, kHeadMax).find(kEnd);
  if (at != std::string_view::npos) return received.substr(0, at + kEnd.size());
  if (received.size() < kHeadMax) return std::nullopt;
  return core::fail(core::ErrorKind::kExhausted, "headers_too_large", "The headers of the answer do not end.");
}

core::Result<ResponseHead> parse_head(std::string_view head) {
  http::response_parser<http::empty_body> parser;
  parser.header_limit(kHeadMax);
  parser.skip(true);
  boost::system::error_code ec;
  parser.put(boost::asio::buffer(head), ec);
  if (ec || !parser.is_header_done()) {
    return core::fail(core::ErrorKind::kParse, "bad_response", "The answer is not HTTP: " + ec.message() + ".");
  }
  ResponseHead parsed{static_cast<int>(parser.get().result_int()), {}};
  for (const auto& field : parser.get()) {
    parsed.headers.push_back({lower_case(std::string{field.name_string()}), std::string{field.value()}});
  }
  return parsed;
}

std::string connect_request(const Endpoint& endpoint, const ProxyConfig& proxy) {
  const std::string authority = endpoint.authority();
  std::string text = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
  if (!proxy.user.empty()) {
    text += "Proxy-Authorization: Basic " + base64(proxy.user + ":" + proxy.password) + "\r\n";
  }
  return text + "\r\n";
}

core::Status check_tunnel(const ResponseHead& head) {
  if (head.status >= 200 && head.status < 300) return {};
  return core::fail(core::ErrorKind::kUnavailable, "proxy_refused",
                    "The proxy refused the connection with status " + std::to_string(head.status) + ".");
}

std::string random_key() {
  const auto bytes = random_bytes<16>();
  return base64({bytes.data(), bytes.size()});
}

std::string accept_of(std::string_view key) {
  const std::string text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<char, 20> digest{};
  const int done = EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                              EVP_sha1(), nullptr);
  assert(done == 1);
  (void)done;
  return base64({digest.data(), digest.size()});
}

std::string upgrade_request(const Endpoint& endpoint, std::string_view key, std::span<const NameValue> headers) {
  std::string text = "GET " + endpoint.target + " HTTP/1.1\r\nHost: " + endpoint.host_header() +
                     "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: ";
  text.append(key).append("\r\n");
  for (const NameValue& header : headers) {
    if (is_clean(header)) text += header.name + ": " + header.value + "\r\n";
  }
  return text + "\r\n";
}

core::Status check_upgrade(const ResponseHead& head, std::string_view key) {
  if (head.status != 101) {
    return core::fail(core::ErrorKind::kUnavailable, "handshake_refused",
                      "The server refused the WebSocket with status " + std::to_string(head.status) + ".");
  }
  if (!equal_ignoring_case(head.header("upgrade").value_or(""), "websocket")) {
    return bad_handshake("The server does not upgrade to a WebSocket.");
  }
  if (!lists(head.header("connection").value_or(""), "upgrade")) {
    return bad_handshake("The server does not upgrade the connection.");
  }
  if (head.header("sec-websocket-accept").value_or("") != accept_of(key)) {
    return bad_handshake("The server's Sec-WebSocket-Accept does not answer our key.");
  }
  if (head.header("sec-websocket-extensions") || head.header("sec-websocket-protocol")) {
    return bad_handshake("The server uses an extension or protocol that was not asked for.");
  }
  return {};
}

std::string client_frame(unsigned opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 14);
  frame += static_cast<char>(0x80U | opcode);
  const auto append_size = [&](unsigned marker, int bytes) {
    frame += static_cast<char>(0x80U | marker);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
      frame += static_cast<char>(payload.size() >> shift & 0xFFU);
  };
  if (payload.size() < 126) {
    append_size(static_cast<unsigned>(payload.size()), 0);
  } else if (payload.size() <= 0xFFFF) {
    append_size(126, 2);
  } else {
    append_size(127, 8);
  }
  const auto mask = random_bytes<4>();
  frame.append(mask.data(), mask.size());
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
  return frame;
}

}  // namespace tidemark::net
